"""Which two rows of a tree are merged next?"""
