"""Which points are the nearest, and where does UMAP move them?"""
