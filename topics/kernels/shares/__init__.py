"""Which topics do the terms of a section speak of?"""
