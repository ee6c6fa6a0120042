"""Which values do JSON and JSON Lines hold, and which documents are they?"""
