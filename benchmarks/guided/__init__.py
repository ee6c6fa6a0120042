"""Guided topics: groups of posts found by five seed words each, compared with peers."""
