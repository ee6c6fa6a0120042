"""How do models of other libraries become plain arrays, and runs objects of other libraries?"""
