"""Loops over the tokens of texts: in how many windows terms occur together."""
