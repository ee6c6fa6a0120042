"""English names of months, for recognising dates."""

from __future__ import annotations

MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    "sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
"""The names and their usual abbreviations are alternatives of a regular expression: ``3 Sept``."""
