"""How do a run and the objects of other libraries become each other?"""
