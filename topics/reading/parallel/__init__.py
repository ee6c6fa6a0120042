"""How do several processes read files ahead of the one that assembles the corpus?"""
