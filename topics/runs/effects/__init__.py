"""How do the topics of a run differ with the metadata of its documents?"""
