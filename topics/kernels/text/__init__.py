"""Loops over the bytes of texts: words into tokens, blocks into hashes."""
