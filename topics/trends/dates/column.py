"""A column of dates → days, with what is missing counted and what was decided said."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.choices import DATE_NUMBERS, PERIODS
from topics.errors import InputError
from topics.notices import Notice
from topics.trends.dates.cells import (
    BEYOND,
    DAY,
    DECADE,
    EMPTY,
    FIRST_BARE_YEAR,
    FIRST_YEAR,
    LAST_YEAR,
    MONTH,
    NO_DAY,
    NOT_READ,
    YEAR,
    Cell,
    is_day,
    read_cell,
)

Ints = NDArray[np.int64]

MOST_YEARS = 0.9
"""Numbers are years if at least this share of them can be years."""

N_EXAMPLES = 3
"""A notice quotes this many cells at most."""

APART = 250
"""Dates that lie more than this many years apart, with nothing between, may be of two calendars."""

_ISO_DAY = r"^\d{4}-\d{2}-\d{2}(?:$|[T ]\d{2}:\d{2})"
_PER_DAY = {"seconds": 86_400, "milliseconds": 86_400_000}


@dataclass(frozen=True)
class Dates:
    """Dates of rows.

    Attributes
    ----------
    first, last : array of int64, shape (n_rows,)
        First and last day that the cell may mean, in days since 1970-01-01; equal where it names
        a day. 0 where it is missing.
    precision : array of int8, shape (n_rows,)
        Place in `topics.choices.PERIODS` of the shortest period that the cell decides; -1 where
        it is missing.
    notices : tuple of Notice
    """

    first: Ints
    last: Ints
    precision: NDArray[np.int8]
    notices: tuple[Notice, ...] = ()

    @property
    def is_known(self) -> NDArray[np.bool_]:
        """Whether there is a date, shape (n_rows,)."""
        return self.precision >= 0


def read_dates(
    column: pl.Series, *, day_first: bool | None = None, numbers: str | None = None
) -> Dates:
    """Dates in a column of text, dates, times or numbers; what is no date is counted.

    Text may be ISO 8601, ``20200403``, a day with the name of its month (English and a dozen
    other languages), a month, a year or a decade; all formats may be mixed. In ``03/04/2020`` day
    and month are open. They are decided by `day_first`, else by the column: if some rows have 13
    or more in one place, and none in the other one. Else only the year of such a row is known.
    Dates that say "about" or "?" count as they are, with a notice. Times of day and time zones
    are ignored. Missing are: dates before year 1 and after 2999, of another calendar, with a year
    of two digits, of days that do not exist, and spans of time.

    Parameters
    ----------
    column : polars.Series
    day_first : bool, optional
    numbers : {"years", "days", "seconds", "milliseconds"}, optional
        What numbers are: years, or the time since 1970-01-01. By default years, or dates such as
        20200403, if nearly all can be.

    Raises
    ------
    InputError
        No cell holds a date, or it is open what the numbers are.

    Examples
    --------
    >>> found = read_dates(pl.Series("date", ["2020-04-03", "13/5/2020", "4/5/2020", "soon"]))
    >>> found.first.astype("datetime64[D]").astype(str).tolist()[:3]
    ['2020-04-03', '2020-05-13', '2020-05-04']
    >>> [notice.code for notice in found.notices]
    ['dates-missing', 'dates-day-first']
    """
    dtype = column.dtype
    if dtype == pl.Date or isinstance(dtype, pl.Datetime):
        found = _of_days(column)
    elif dtype.is_numeric():
        found = _of_numbers(column, numbers)
    elif numbers is not None:
        found = _of_numbers(column.cast(pl.String).cast(pl.Float64, strict=False), numbers)
    elif dtype in (pl.String, pl.Null):
        found = _of_texts(column.cast(pl.String), day_first)
    else:
        raise InputError(f"the column {column.name!r:.60} holds {dtype} and no dates")
    if not found.is_known.any():
        raise InputError(_no_dates(column))
    return found


def _no_dates(column: pl.Series) -> str:
    """Message about a column without any date."""
    known = column.drop_nulls()
    if not len(known):
        return f"the column {column.name!r:.60} is empty, so there are no dates"
    listed = ", ".join(repr(str(value))[:40] for value in known.unique(maintain_order=True).head(3))
    return (
        f"no cell of the column {column.name!r:.60} holds a date that is read, such as 2020-04-03; "
        f"it has {listed}"
    )


def _of_days(column: pl.Series) -> Dates:
    """Of a column of dates or times."""
    days = column.cast(pl.Date).cast(pl.Int32)
    known = days.is_not_null().to_numpy()
    values = days.fill_null(0).to_numpy().astype(np.int64)
    is_inside = (values >= _day_number(FIRST_YEAR)) & (values <= _day_number(LAST_YEAR, 12, 31))
    precision = np.where(known & is_inside, DAY, -1).astype(np.int8)
    values = np.where(precision >= 0, values, 0)
    reasons = {BEYOND: np.flatnonzero(known & ~is_inside), EMPTY: np.flatnonzero(~known)}
    return Dates(values, values, precision, _missing(column, reasons))


def _of_numbers(column: pl.Series, numbers: str | None) -> Dates:
    """Of a column of numbers: years, days as 20200403, or the time since 1970."""
    if numbers is not None and numbers not in DATE_NUMBERS:
        raise InputError(f"unknown date_numbers {numbers!r}; choose from {', '.join(DATE_NUMBERS)}")
    values = column.cast(pl.Float64).fill_null(np.nan).fill_nan(np.nan).to_numpy()
    is_number = np.isfinite(values)
    if numbers in ("days", *_PER_DAY):
        days = np.floor(np.where(is_number, values, 0) / _PER_DAY.get(numbers or "", 1))
        is_inside = (days >= _day_number(FIRST_YEAR)) & (days <= _day_number(LAST_YEAR, 12, 31))
        precision = np.where(is_number & is_inside, DAY, -1).astype(np.int8)
        days = np.where(precision >= 0, days, 0).astype(np.int64)
        outside = np.flatnonzero(is_number & ~is_inside)
        missing = {NOT_READ: outside, EMPTY: np.flatnonzero(~is_number)}
        return Dates(days, days, precision, _missing(column, missing))
    whole = is_number & (np.floor(values) == values)
    is_year = whole & (values >= FIRST_BARE_YEAR) & (values <= LAST_YEAR)
    is_compact = whole & (values >= 1e7) & (values < 3e7)
    n = is_number.sum()
    if n and max(is_year.sum(), is_compact.sum()) < MOST_YEARS * n and numbers is None:
        odd = values[is_number & ~is_year & ~is_compact] if not is_compact.all() else values
        raise InputError(
            f"the column {column.name!r:.60} holds numbers such as {odd[0]:.15g} that are neither "
            f"years ({FIRST_BARE_YEAR} to {LAST_YEAR}) nor dates such as 20200403; if they count "
            "the days, seconds or milliseconds since 1970, say so with date_numbers "
            "(`topics trends RUN --date-numbers`)"
        )
    texts = [f"{int(value)}" if ok else None for value, ok in zip(values, whole, strict=True)]
    if is_year.sum() >= is_compact.sum():
        texts = [text if ok else text and "" for text, ok in zip(texts, is_year, strict=True)]
    found = _of_texts(pl.Series(column.name, texts, dtype=pl.String), None)
    odd_rows = np.flatnonzero(is_number & ~found.is_known)
    missing = {NOT_READ: odd_rows, EMPTY: np.flatnonzero(~is_number)}
    return replace(found, notices=_missing(column, missing))


def _of_texts(column: pl.Series, day_first: bool | None) -> Dates:
    """Of a column of text. Each different text is read once; ISO dates are read all at once."""
    unique = column.unique(maintain_order=True)
    is_iso = unique.str.contains(_ISO_DAY).fill_null(False)
    iso = unique.str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False).cast(pl.Int32)
    plain = is_iso & iso.is_between(_day_number(FIRST_YEAR), _day_number(LAST_YEAR, 12, 31))
    is_plain = plain.fill_null(False).to_numpy()
    first = np.where(is_plain, iso.fill_null(0).to_numpy(), 0).astype(np.int64)
    last = first.copy()
    precision = np.where(is_plain, DAY, -1).astype(np.int8)
    others = np.flatnonzero(~is_plain)
    cells = [read_cell(text) for text in unique.gather(others)]
    is_day_first, n_decided = _decision(cells, day_first)
    cells = [_decided(cell, is_day_first) for cell in cells]
    for row, cell in zip(others.tolist(), cells, strict=True):
        if not cell.missing:
            first[row], last[row] = _days_of(cell)
            precision[row] = YEAR if cell.is_open else cell.precision
    numbers = pl.DataFrame({"text": unique}).with_row_index("number")
    of_row = column.to_frame("text").join(numbers, on="text", how="left", nulls_equal=True)
    index = of_row["number"].to_numpy().astype(np.int64)

    def rows_of(kept: Iterable[bool]) -> Ints:
        chosen = np.zeros(len(unique), dtype=bool)
        chosen[others] = np.fromiter(kept, dtype=bool, count=len(others))
        return np.flatnonzero(chosen[index])

    reasons = Counter(cell.missing for cell in cells if cell.missing)
    missing = {why: rows_of(cell.missing == why for cell in cells) for why in reasons}
    is_open = rows_of(cell.is_open and not cell.missing for cell in cells)
    about = rows_of(cell.is_about and not cell.missing for cell in cells)
    notices = [*_missing(column, missing)]
    if is_day_first is not None and day_first is None and n_decided:
        order = "the day is before the month" if is_day_first else "the month is before the day"
        flag = "day_first=True" if is_day_first else "day_first=False"
        notices.append(
            Notice(
                "dates-day-first",
                n_decided,
                f"in {column.name!r:.60} {order}, as some rows have 13 or more in one place and "
                f"none in the other; {n_decided:,} different dates such as 3/4/2020 are read by "
                f"it ({flag} says the same)",
            )
        )
    if len(is_open):
        notices.append(
            Notice(
                "dates-open",
                len(is_open),
                f"{_rows(len(is_open))} of {column.name!r:.60} may have the day or the month "
                f"first ({_examples(column, is_open)}): only their year is known; day_first "
                "(--day-first, --month-first) decides it",
            )
        )
    if len(about):
        notices.append(
            Notice(
                "dates-about",
                len(about),
                f"{_rows(len(about))} of {column.name!r:.60} with a doubtful date "
                f"({_examples(column, about)}) count as if it were sure",
            )
        )
    return Dates(first[index], last[index], precision[index], tuple(notices))


def _decision(cells: Sequence[Cell], day_first: bool | None) -> tuple[bool | None, int]:
    """Whether the day is first, as far as it is known, and how many cells that decides."""
    pairs = [(cell.month, cell.day) for cell in cells if cell.is_open]
    n_open = sum(first <= 12 and second <= 12 for first, second in pairs)
    if day_first is not None:
        return day_first, n_open
    first_is_day = any(first > 12 for first, _ in pairs)
    second_is_day = any(second > 12 for _, second in pairs)
    return (first_is_day if first_is_day != second_is_day else None), n_open


def _decided(cell: Cell, day_first: bool | None) -> Cell:
    """The cell with its day and its month, where the numbers or the column decide them."""
    if not cell.is_open:
        return cell
    if day_first is None:
        day_first = cell.month > 12 if max(cell.month, cell.day) > 12 else None
    if day_first is None:
        return cell
    month, day = (cell.day, cell.month) if day_first else (cell.month, cell.day)
    if not is_day(cell.year, month, day):
        return Cell(NO_DAY)
    return cell._replace(month=month, day=day, is_open=False)


def _days_of(cell: Cell) -> tuple[int, int]:
    """First and last day that a cell may mean."""
    if cell.is_open:
        return _day_number(cell.year), _day_number(cell.year, 12, 31)
    first = _day_number(cell.year, cell.month, cell.day)
    if cell.precision == DAY:
        return first, first
    if cell.precision == MONTH:
        year, month = (cell.year, cell.month + 1) if cell.month < 12 else (cell.year + 1, 1)
        return first, _day_number(year, month) - 1
    years = 10 if cell.precision == DECADE else 1
    return first, _day_number(cell.year + years) - 1


def _day_number(year: int, month: int = 1, day: int = 1) -> int:
    """Days since 1970-01-01."""
    return datetime.date(year, month, day).toordinal() - datetime.date(1970, 1, 1).toordinal()


def _missing(column: pl.Series, rows: dict[str, Ints]) -> tuple[Notice, ...]:
    """Notice of the rows without a date, by reason."""
    found = {why: each for why, each in rows.items() if len(each)}
    if not found:
        return ()
    n = sum(map(len, found.values()))
    told = []
    for why in sorted(found, key=lambda name: -len(found[name])):
        examples = "" if why == EMPTY else f": {_examples(column, found[why])}"
        told.append(f"{len(found[why]):,} {why}{examples}")
    message = f"{_rows(n)} of {len(column):,} in {column.name!r:.60} have no date that is read"
    message += f" and are left out ({'; '.join(told)})"
    return (Notice("dates-missing", n, message),)


def _examples(column: pl.Series, rows: Ints) -> str:
    """The first different cells of some rows."""
    cells: Any = column.gather(rows[:1000]).unique(maintain_order=True).head(N_EXAMPLES)
    return ", ".join(repr(str(cell))[:40] for cell in cells)


def _rows(n: int) -> str:
    return f"{n:,} row" if n == 1 else f"{n:,} rows"


def not_exact_enough(column: pl.Series, dates: Dates, period: str) -> tuple[Notice, ...]:
    """Notice of dates that do not decide the period, such as years where months are asked for."""
    rows = np.flatnonzero(dates.precision > PERIODS.index(period))
    if not len(rows):
        return ()
    message = (
        f"{_rows(len(rows))} of {column.name!r:.60} have a date that is not exact enough for a "
        f"{period} and are left out ({_examples(column, rows)})"
    )
    return (Notice("dates-not-exact", len(rows), message),)


def calendars_apart(column: pl.Series, dates: Dates) -> tuple[Notice, ...]:
    """Notice of dates in two groups that lie centuries apart, as those of two calendars do."""
    rows = np.flatnonzero(dates.is_known)
    days = dates.first[rows].astype("datetime64[D]")
    years = np.unique(days.astype("datetime64[Y]").astype(np.int64) + 1970)
    gaps = np.diff(years)
    if not len(gaps) or gaps.max() < APART:
        return ()
    place = int(gaps.argmax())
    earlier, later = int(years[place]), int(years[place + 1])
    n_before = int((days < np.datetime64(f"{later:04d}-01-01")).sum())
    fewer = min(n_before, len(days) - n_before)
    message = (
        f"no date of {column.name!r:.60} is between {earlier} and {later}; if it mixes two "
        f"calendars, such as the Islamic and the common one, convert the {fewer:,} dates of the "
        "smaller part first: all are taken as Gregorian"
    )
    return (Notice("dates-apart", fewer, message),)
