"""Which parts does the documentation have that Sphinx has not?"""
