"""One cell of a column of dates → the day, month, year or decade that it names.

Every pattern is one way to write a date. Day and month in numbers are never guessed: such a cell
keeps both numbers, and the column decides (`topics.trends.dates.column`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from topics.columns import says_missing
from topics.trends.dates.months import MONTHS, OTHER_CALENDARS, WEEKDAYS

DAY, MONTH, YEAR, DECADE = 0, 2, 4, 5
"""How exact a date is, as places in `topics.choices.PERIODS`."""

FIRST_YEAR, LAST_YEAR = 1, 2999
FIRST_BARE_YEAR = 100
"""A number alone is a year from this one on, so that ages and counts are no years."""

_LONGEST = 60
"""Longer cells are no dates."""

EMPTY = "empty"
NOT_READ = "not recognised"
TWO_DIGITS = "with a year of two digits"
BEFORE_YEAR_1 = "before year 1"
OTHER_CALENDAR = "of another calendar"
NO_DAY = "of a day that does not exist"
SPAN = "a span of time"
BEYOND = f"after year {LAST_YEAR}"


class Cell(NamedTuple):
    """What a cell says.

    Attributes
    ----------
    missing : str
        Why it names no date; "" if it does.
    year, month, day : int
        Parts that are less exact than `precision` are 1. Where day and month are open, `month` is
        the first number and `day` the second.
    precision : int
        `DAY`, `MONTH`, `YEAR` or `DECADE`.
    is_open : bool
        Whether day and month are two numbers, either of which may be the day.
    is_about : bool
        Whether the writer was not sure, as in "c. 1850".
    """

    missing: str = ""
    year: int = 1
    month: int = 1
    day: int = 1
    precision: int = DAY
    is_open: bool = False
    is_about: bool = False


# A time of day and what follows it: 11:33:15 -0400, T00:00Z, at 5:00 pm.
_TIME = r"(?:[ ,t]+(?:at )?\d{1,2}(?:[:.]\d{2}|h| ?[ap]m).*)?"
_MONTH_NAME = r"(?P<name>[^\W\d_]{3,12})\.?"

_BEFORE_YEAR_1 = re.compile(r"\bb\.? ?c\.?(?: ?e\.?)?(?!\w)|\bv\. ?chr|\bav\.? j|^-\d")
_OTHER_CALENDAR = re.compile(OTHER_CALENDARS)
# The double years of the old style: 11 February 1731/32.
_DOUBLE_YEAR = re.compile(r"\b1[0-7]\d\d/\d{1,2}$")
_ABOUT = re.compile(r"^(?:circa|ca\.?|c\.?|about|around|approx\.?|approximately|~|um|vers) ?(?=\d)")
_AROUND = re.compile(r"^\[(.+)\]$|^\((.+)\)$")
_SPAN = re.compile(
    r"^(?:before|after|until|since|between|from|bis|nach|vor|avant|après) "
    r"|^\d{4} ?(?:-|–|—|to|or|and|/) ?\d{2,4}$|\bcentury\b|\d{2}th c\b"
)
_TWO_DIGITS = re.compile(
    r"^'\d{2}$|^\d{1,2}([/.-])\d{1,2}\1\d{2}(?: .*)?$"
    r"|^(?:\d{1,2}[ .-]+)?[^\W\d_]{3,12}[ .-]+'?\d{2}$"
)


def read_cell(text: str | None) -> Cell:
    """What one cell of text says, in the proleptic Gregorian calendar.

    Times of day and time zones are ignored: the day is that of the writer's clock.

    Examples
    --------
    >>> read_cell("3 April 2020")[:5]
    ('', 2020, 4, 3, 0)
    >>> read_cell("03/04/2020").is_open, read_cell("c. 1850").is_about
    (True, True)
    >>> read_cell("11 February 1731/32").missing
    'of another calendar'
    """
    if text is None or not text.strip() or says_missing(text):
        return Cell(EMPTY)
    plain = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    if len(plain) > _LONGEST:
        return Cell(NOT_READ)
    if _BEFORE_YEAR_1.search(plain):
        return Cell(BEFORE_YEAR_1)
    if _OTHER_CALENDAR.search(plain) or _DOUBLE_YEAR.search(plain):
        return Cell(OTHER_CALENDAR)
    bare = _AROUND.sub(lambda match: match[1] or match[2], plain)
    bare = _ABOUT.sub("", bare.removesuffix("?").rstrip())
    for pattern, parts in _PATTERNS:
        match = pattern.match(bare)
        cell = parts(match) if match else None
        if cell is not None:
            return _checked(cell)._replace(is_about=bare != plain)
    if _SPAN.search(bare):
        return Cell(SPAN)
    return Cell(TWO_DIGITS if _TWO_DIGITS.match(bare) else NOT_READ)


def _checked(cell: Cell) -> Cell:
    """The cell, or why there is no such date."""
    if cell.missing:
        return cell
    if cell.year < FIRST_YEAR:
        return Cell(BEFORE_YEAR_1)
    if cell.year > LAST_YEAR:
        return Cell(BEYOND)
    if cell.is_open:
        return _open(cell)
    return cell if is_day(cell.year, cell.month, cell.day) else Cell(NO_DAY)


def _open(cell: Cell) -> Cell:
    """A cell of two numbers; those that are alike leave nothing open."""
    ways = [is_day(cell.year, *pair) for pair in ((cell.month, cell.day), (cell.day, cell.month))]
    if not any(ways):
        return Cell(NO_DAY)
    return cell._replace(is_open=cell.month != cell.day)


def is_day(year: int, month: int, day: int) -> bool:
    """Whether the Gregorian calendar has this day.

    Examples
    --------
    >>> is_day(2023, 2, 29), is_day(2024, 2, 29)
    (False, True)
    """
    if not (1 <= month <= 12 and day >= 1):
        return False
    is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return day <= (31, 28 + is_leap, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


def _iso(match: re.Match[str]) -> Cell:
    groups = match.groupdict()
    year, month, day = int(groups["year"]), int(groups["month"]), groups.get("day")
    return Cell("", year, month, int(day or 1), DAY if day else MONTH)


def _named(match: re.Match[str]) -> Cell | None:
    groups = match.groupdict()
    month = MONTHS.get(groups["name"])
    if month is None:
        return None
    day = groups.get("day")
    return Cell("", int(groups["year"]), month, int(day or 1), DAY if day else MONTH)


def _numbers(match: re.Match[str]) -> Cell:
    return Cell("", int(match["year"]), int(match["first"]), int(match["second"]), DAY, True)


def _year(match: re.Match[str]) -> Cell:
    year = int(match["year"])
    return Cell("", year, precision=YEAR) if year >= FIRST_BARE_YEAR else Cell(NOT_READ)


def _decade(match: re.Match[str]) -> Cell:
    return Cell("", int(match["year"]), precision=DECADE)


_D, _ENDING = r"(?P<day>\d{1,2})", r"(?:st|nd|rd|th|er|º|\.)?"
_Y = r"(?P<year>\d{4})"

_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Cell | None]], ...] = (
    # 2020-04-03T10:00:00+02:00, 2020/4/3, 2020.4.3
    (re.compile(rf"{_Y}([-/.])(?P<month>\d{{1,2}})\2{_D}{_TIME}$"), _iso),
    # 2020-04, 2020/4; 2020.04 may also be a part of a year
    (re.compile(rf"{_Y}[-/](?P<month>0?[1-9]|1[0-2])$"), _iso),
    # 2020年4月3日
    (re.compile(rf"{_Y} ?[年년] ?(?P<month>\d{{1,2}}) ?[月월](?: ?{_D} ?[日일].*)?$"), _iso),
    # 20200403, 20200403T100000Z
    (re.compile(rf"{_Y}(?P<month>\d{{2}})(?P<day>\d{{2}})(?:t?\d{{4,6}}z?)?$"), _iso),
    # 1850, 1850.0 (a spreadsheet's), ad 476, 476 ce
    (re.compile(r"(?:a\.?d\.? )?(?P<year>\d{3,4})(?:\.0)?(?: ?(?:a\.?d\.?|c\.?e\.?))?$"), _year),
    # 1850s
    (re.compile(r"(?:the )?(?P<year>\d{3}0)['’]?s$"), _decade),
    # Fri, 3 Apr 2020 10:00:00 GMT; 3rd of April, 2020; 3. april 2020; 3 de abril de 2020;
    # 03-apr-2020
    (
        re.compile(
            rf"{WEEKDAYS}(?:the )?{_D}{_ENDING}[ -]?(?:of |de |di )?{_MONTH_NAME},?[ -]"
            rf"(?:de |del )?{_Y}{_TIME}$"
        ),
        _named,
    ),
    # Friday, April 3rd, 2020 5:00 pm
    (re.compile(rf"{WEEKDAYS}{_MONTH_NAME} {_D}{_ENDING},? {_Y}{_TIME}$"), _named),
    # Fri Apr 03 10:00:00 +0000 2020
    (re.compile(rf"{WEEKDAYS}{_MONTH_NAME} {_D} \d{{2}}:\d{{2}}[^ ]*(?: [^ ]+)? {_Y}$"), _named),
    # April 2020, apr. 2020, abril de 2020
    (re.compile(rf"{_MONTH_NAME},?[ -](?:of |de )?{_Y}$"), _named),
    # 03/04/2020 10:00, 3.4.2020, 03-04-2020
    (
        re.compile(rf"(?P<first>\d{{1,2}})([/.-]) ?(?P<second>\d{{1,2}})\2 ?{_Y}{_TIME}$"),
        _numbers,
    ),
)
"""Ways to write a date, in the order in which they are tried, on text in lower case."""
