"""How many topics does a corpus have?"""
