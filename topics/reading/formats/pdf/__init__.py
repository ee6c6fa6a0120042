"""How do the lines on the pages of a PDF file become sections?"""
