"""How does the command line take models of other tools, and give runs to other tools?"""
