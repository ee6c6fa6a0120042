"""What is a single line: a heading, a byline, furniture, an appeal or text?"""
