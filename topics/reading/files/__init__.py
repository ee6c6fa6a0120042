"""Which files there are, and how their bytes become text."""
