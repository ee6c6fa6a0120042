"""English names of months, as they begin or end dates in lines."""

from __future__ import annotations

MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    "sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
"""Alternatives of a regular expression: names and their usual abbreviations."""
