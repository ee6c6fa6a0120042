"""How does a run become pictures: files in its folder, figures in Python, cells of a notebook?"""
