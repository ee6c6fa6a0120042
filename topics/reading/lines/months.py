"""The English names of months, which make a line or a word a date."""

ENGLISH_MONTHS = (
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec"
).split()
"""Full names and abbreviations, in lower case."""
