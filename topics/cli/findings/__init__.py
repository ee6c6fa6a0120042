"""Which commands find more in a fitted run: clusters, trees, trends, effects?"""
