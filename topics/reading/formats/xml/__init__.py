"""Which documents are in a file of XML, and what in it is their text?"""
