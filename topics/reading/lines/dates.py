"""Read the date in a line such as ``Published on 3 May 2021``, where it is unambiguous."""

from __future__ import annotations

import datetime
import re
from contextlib import suppress
from email.utils import parsedate_to_datetime

from topics.reading.lines.months import FOREIGN_MONTHS, MONTHS, NUMBER_OF_MONTH

_MONTH = rf"(?P<month>{MONTHS}|{FOREIGN_MONTHS})"
# "3 May 2021", "3. Mai 2021", "1er août 2021", "3 de mayo de 2021".
_DAY_FIRST = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|[.º°])?\s{{0,3}}(?:de\s)?{_MONTH}\b\.?,?\s{{1,3}}"
    r"(?:de\s|del\s)?(?P<year>\d{4})\b",
    re.IGNORECASE,
)
# "May 3, 2021", "Jan. 4th 2019".
_MONTH_FIRST = re.compile(
    rf"\b{_MONTH}\.?\s{{1,3}}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s{{1,3}}(?P<year>\d{{4}})\b",
    re.IGNORECASE,
)
# "2021-05-03", "2021/5/3".
_YEAR_FIRST = re.compile(
    r"(?<!\d)(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)"
)
# "13/5/2021", "5/13/2021": unambiguous only where one of the two numbers is no month.
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)")
# What may follow a date: "10:30", "at 10:30 am GMT", "um 10.30 Uhr", "г.".
_TIME = re.compile(
    r"(?:[\W\d_]|(?<![^\W\d_])(?:at|um|à|a las|alle|às|om|kl|o|ore|h|u|uhr|[ap]\.?m|t|z|utc|gmt"
    r"|bst|cest|[cemp][sde]?t|г|r)(?![^\W\d_]))*",
    re.IGNORECASE,
)


def date_in(line: str) -> str | None:
    """The date at the end of a line, as ``2021-05-03``; None if there is none or it is ambiguous.

    The time of the day may follow it, but no other words. In ``3/5/2021`` nobody knows
    which number is the month, unless the other is above 12.

    Examples
    --------
    >>> date_in("Published on Monday, 3 May 2021, 10:30"), date_in("Lunes, 3 de mayo de 2021")
    ('2021-05-03', '2021-05-03')
    >>> date_in("3 May 2021 was a calm day") is None
    True
    >>> date_in("13/5/2021"), date_in("3/5/2021"), date_in("31 February 2021")
    ('2021-05-13', None, None)
    """
    for pattern in (_DAY_FIRST, _MONTH_FIRST, _YEAR_FIRST):
        match = pattern.search(line)
        if match is not None and _TIME.fullmatch(line, match.end()):
            month = match["month"].lower()
            number = NUMBER_OF_MONTH.get(month) or (int(month) if month.isdigit() else 0)
            return _iso(int(match["year"]), number, int(match["day"]))
    match = _YEAR_LAST.search(line)
    if match is None or not _TIME.fullmatch(line, match.end()):
        return None
    first, second, year = (int(number) for number in match.groups())
    if first > 12:
        return _iso(year, second, first)
    return _iso(year, first, second) if second > 12 or first == second else None


def mail_date(text: str) -> str | None:
    """A date in the form of mails and RSS (RFC 5322) as ISO 8601; None if it is none.

    Examples
    --------
    >>> mail_date("Thu, 26 Nov 2026 18:02:11 +0100")
    '2026-11-26T18:02:11+01:00'
    """
    try:
        return parsedate_to_datetime(text).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _iso(year: int, month: int, day: int) -> str | None:
    """The date in ISO form; None if the calendar has no such day."""
    with suppress(ValueError):
        return datetime.date(year, month, day).isoformat()
    return None
