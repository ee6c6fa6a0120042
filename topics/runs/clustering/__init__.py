"""How do rows of a run become clusters, and how do topics and clusters nest?"""
