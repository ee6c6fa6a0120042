"""How does each file format become documents and sections?"""
