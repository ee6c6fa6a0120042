"""Which lines of a page are furniture, and where do its articles begin and end?"""
