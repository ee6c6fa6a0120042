"""What does the folder of a run hold, and how is it written, changed and read back?"""
