"""Which blocks and headings repeat across documents, and what is removed because of it?"""
