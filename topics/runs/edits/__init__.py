"""How does a person correct the topics of a run, so that it can be repeated and undone?"""
