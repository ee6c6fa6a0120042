"""What is a line by itself: a heading, a byline, furniture, an appeal."""
