"""How do the topics of a run change over time, and how do they differ between groups?"""
