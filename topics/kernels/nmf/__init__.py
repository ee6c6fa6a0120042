"""Which loops does NMF run?"""
