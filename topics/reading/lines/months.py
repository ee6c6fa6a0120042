"""The English names of months, which make a line or a word a date."""

from __future__ import annotations

ENGLISH_MONTHS = (
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec"
).split()
"""Full names and abbreviations, in lower case."""

MONTHS = "|".join(sorted(ENGLISH_MONTHS, key=len, reverse=True))
"""The names as alternatives of a regular expression, longer ones first."""
