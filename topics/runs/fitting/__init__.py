"""How does a run come from counts, of all documents or of the sections of one topic?"""
