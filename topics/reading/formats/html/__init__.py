"""How does a web page become documents and sections?"""
