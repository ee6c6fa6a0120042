"""How does a text become words?"""
