"""How sure are the shares of the documents, and where does a run folder keep that?"""
