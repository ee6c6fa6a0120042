"""How is the command line parsed, and what does it say of options that it does not know?"""
