"""What do marked-up formats share: inline marks, outlines, titles, underlines, front matter?"""
