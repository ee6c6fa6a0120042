"""Which loops does LDA run?"""
