"""Columns of a formula as numbers or categories, and what is missing in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.columns import says_missing
from topics.errors import InputError

MAX_LEVELS = 50
"""A category has at most this many levels: more name documents one by one, or nearly so."""

FEW_DOCUMENTS = 10
"""Levels of fewer documents are named: errors clustered by document are too small for them."""

FEW_CLUSTERS = 40
"""With fewer documents in all, errors that are clustered by document are too small, too (Cameron
and Miller 2015, section VI: 20 to 50, by the design)."""

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?")
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ].*)?")


@dataclass(frozen=True)
class Covariate:
    """One column, at the rows of the regression.

    Attributes
    ----------
    values : array, shape (n_rows,)
        Numbers, NaN where they are missing; or the numbers of levels, -1 where they are missing.
    levels : tuple of str
        Levels in alphabetical order; empty for numbers. The first one is what others are
        compared with.
    note : str
        How texts were read, if they were not taken as they are; else "".
    """

    values: NDArray[np.float64] | NDArray[np.int64]
    levels: tuple[str, ...] = ()
    note: str = ""

    @property
    def is_missing(self) -> NDArray[np.bool_]:
        """Which rows have no value, shape (n_rows,)."""
        return (self.values < 0) if self.levels else np.isnan(self.values)


def covariate(name: str, column: pl.Series, *, is_category: bool = False) -> Covariate:
    """The column as numbers or levels.

    Texts that are all numbers are numbers, and texts that are all dates (2024-05-01) are years
    with a fraction, unless `is_category`; a note says so. Dates are years with a fraction, too.

    Raises
    ------
    InputError
        A column of something else, or without any value.

    Examples
    --------
    >>> covariate("year", pl.Series(["1999", None, "2004"])).values.tolist()
    [1999.0, nan, 2004.0]
    >>> covariate("party", pl.Series(["Whig", "n/a", "Tory"])).levels
    ('Tory', 'Whig')
    """
    if column.dtype in (pl.Date, pl.Datetime):
        column = column.dt.strftime("%Y-%m-%d")
    elif column.dtype.is_decimal():
        column = column.cast(pl.Float64)
    if column.dtype.is_numeric() and not is_category:
        numbers = column.cast(pl.Float64).to_numpy().astype(np.float64)
        return _checked(name, Covariate(np.where(np.isfinite(numbers), numbers, np.nan)))
    if not (column.dtype.is_numeric() or column.dtype in (pl.String, pl.Boolean, pl.Categorical)):
        raise InputError(
            f"column {name!r:.60} holds {column.dtype}, expected numbers, texts, dates or true and "
            "false"
        )
    cells = [_text(cell) for cell in column.to_list()]
    given = [cell for cell in cells if cell is not None]
    if given and not is_category:
        for read, what in ((_number, "numbers"), (_year, "dates, as years with a fraction")):
            read_cells = [None if cell is None else read(cell) for cell in dict.fromkeys(given)]
            if None not in read_cells:
                by_cell = dict(zip(dict.fromkeys(given), read_cells, strict=True))
                values = [np.nan if cell is None else by_cell[cell] for cell in cells]
                note = (
                    f"the texts of {name!r:.60} were read as {what}; C({name:.60}) makes them a "
                    "category"
                )
                return _checked(name, Covariate(np.array(values, dtype=np.float64), note=note))
    levels = tuple(sorted(set(given)))
    number = {level: i for i, level in enumerate(levels)}
    codes = np.array([-1 if cell is None else number[cell] for cell in cells], dtype=np.int64)
    if not levels:
        raise InputError(f"column {name!r:.60} has no values")
    if len(levels) > MAX_LEVELS:
        raise InputError(
            f"column {name!r:.60} has {len(levels):,} different values, and a category has at most "
            f"{MAX_LEVELS}; make groups of them, or numbers"
        )
    return Covariate(codes, levels)


def usable_rows(
    covariates: Mapping[str, Covariate], document: NDArray[np.int64]
) -> tuple[NDArray[np.bool_], dict[str, int], list[str]]:
    """Rows with a value in every column, without levels that only one document has.

    The effect of such a level cannot be told from that document, and its error would be 0.

    Parameters
    ----------
    covariates : mapping of str to Covariate
    document : array of int, shape (n_rows,)

    Returns
    -------
    is_used : array of bool, shape (n_rows,)
    missing : dict of str to int
        Rows without a value, by column; only where there are any.
    lone : list of str
        Levels that were left out, as ``party[Whig]``.
    """
    is_used = np.ones(len(document), dtype=bool)
    missing = {}
    for name, each in covariates.items():
        n_missing = int(each.is_missing.sum())
        is_used &= ~each.is_missing
        if n_missing:
            missing[name] = n_missing
    lone: list[str] = []
    while True:
        found = [
            (name, level)
            for name, each in covariates.items()
            for level, n in enumerate(documents_of_levels(each, is_used, document))
            if n == 1
        ]
        if not found:
            return is_used, missing, lone
        for name, level in found:
            lone.append(f"{name}[{covariates[name].levels[level]}]")
            is_used &= covariates[name].values != level


def documents_of_levels(
    covariate: Covariate, is_used: NDArray[np.bool_], document: NDArray[np.int64]
) -> list[int]:
    """Number of documents of every level among the used rows."""
    return [
        len(np.unique(document[is_used & (covariate.values == level)]))
        for level in range(len(covariate.levels))
    ]


def check_varies(name: str, covariate: Covariate, is_used: NDArray[np.bool_]) -> None:
    """Raise InputError if all used rows have the same value."""
    values = np.unique(covariate.values[is_used])
    if len(values) == 1:
        value = covariate.levels[int(values[0])] if covariate.levels else f"{values[0]:g}"
        raise InputError(
            f"column {name!r:.60} has only one value, {value!r:.60}, in the rows that can be "
            "used, so its effect cannot be known; leave it out"
        )


def _checked(name: str, column: Covariate) -> Covariate:
    if column.is_missing.all():
        raise InputError(f"column {name!r:.60} has no values")
    return column


def _text(cell: object) -> str | None:
    """A cell as text without blanks around it; None if it has no value."""
    if cell is None:
        return None
    if isinstance(cell, bool):
        return str(cell).lower()
    text = f"{cell:g}" if isinstance(cell, float) else str(cell).strip()
    return None if not text or says_missing(text) else text


def _number(text: str) -> float | None:
    value = float(text) if _NUMBER.fullmatch(text) else None
    return value if value is not None and np.isfinite(value) else None


def _year(text: str) -> float | None:
    """A date as year with a fraction: noon of the second of July of 2023 is about 2023.5."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    try:
        day = date(*map(int, match.groups()))
    except ValueError:
        return None
    begin = date(day.year, 1, 1)
    length = 366 if day.year % 4 == 0 and (day.year % 100 != 0 or day.year % 400 == 0) else 365
    return day.year + (day - begin).days / length
