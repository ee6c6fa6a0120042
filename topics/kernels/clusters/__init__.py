"""Which nodes of a graph belong together?"""
