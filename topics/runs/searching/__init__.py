"""Where do words occur in a run: in which topics, documents and sections?"""
