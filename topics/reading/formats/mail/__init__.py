"""How do mails become documents of their writers' own words?"""
