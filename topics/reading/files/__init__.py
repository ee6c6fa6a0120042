"""Which files are there to read, and how do their bytes become text?"""
