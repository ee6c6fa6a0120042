"""Periods of time: which one a day is in, how it is called, and which kind fits a span."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from topics.choices import PERIODS
from topics.errors import InputError

Ints = NDArray[np.int64]

MOST_PERIODS = 2_000
"""More periods than this are refused: neither a table nor a picture shows them."""

MOST_CHOSEN = 50
"""Periods are chosen so that there are at most this many, ..."""

FEWEST_DOCUMENTS = 5
"""... with at least this many documents in each on average."""

EXACT_SHARE = 0.95
"""Periods are chosen so that at least this share of the dates is exact enough for them."""

SLACK = 0.1
"""The last period counts as finished if at most this part of it is left after the last date."""


def period_numbers(days: Ints, period: str) -> Ints:
    """Numbers of the periods that days are in; they ascend by 1 from one period to the next.

    Weeks begin on Monday, decades with a year that ends in 0.

    Parameters
    ----------
    days : array of int64
        Days since 1970-01-01.
    period : {"day", "week", "month", "quarter", "year", "decade"}
    """
    days = np.asarray(days, dtype=np.int64)
    if period == "day":
        return days
    if period == "week":
        return (days + 3) // 7  # 1970-01-01 is a Thursday
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    per = {"month": 1, "quarter": 3, "year": 12}
    if period in per:
        return np.asarray(months // per[period])
    return np.asarray((months // 12 + 1970) // 10)


def period_starts(numbers: Ints, period: str) -> Ints:
    """First days of periods, in days since 1970-01-01.

    Examples
    --------
    >>> period_starts(period_numbers(np.array([18355]), "quarter"), "quarter").tolist()
    [18353]
    """
    numbers = np.asarray(numbers, dtype=np.int64)
    if period == "day":
        return numbers
    if period == "week":
        return numbers * 7 - 3
    if period == "decade":
        months = (numbers * 10 - 1970) * 12
    else:
        months = numbers * {"month": 1, "quarter": 3, "year": 12}[period]
    return months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)


def period_name(start: int, period: str) -> str:
    """Name of the period that begins on a day: 2020-04-03, 2020-W14, 2020-04, 2020-Q2, 2020, 2020s.

    Examples
    --------
    >>> period_name(18353, "quarter"), period_name(18262, "decade")
    ('2020-Q2', '2020s')
    """
    day = np.datetime64(int(start), "D").item()
    if period == "day":
        return str(day.isoformat())
    if period == "week":
        year, week, _ = day.isocalendar()
        return f"{year:04d}-W{week:02d}"
    names = {
        "month": f"{day.year:04d}-{day.month:02d}",
        "quarter": f"{day.year:04d}-Q{(day.month + 2) // 3}",
        "year": f"{day.year:04d}",
        "decade": f"{day.year:04d}s",
    }
    return names[period]


def chosen_period(days: Ints, precision: NDArray[np.int8]) -> str:
    """The shortest period that makes at most 50, with five documents each on average.

    It is long enough for 95 in 100 of the dates to be exact enough. Where all dates are in one such
    period, it is the longest one that makes two.

    Parameters
    ----------
    days : array of int64, shape (n_documents,)
        First days of the documents that have a date.
    precision : array of int8, shape (n_documents,)
        See `topics.trends.dates.Dates`.

    Examples
    --------
    >>> chosen_period(np.arange(0, 3650, 10), np.zeros(365, dtype=np.int8))
    'quarter'
    """
    sizes = [int(np.ptp(period_numbers(days, period))) + 1 for period in PERIODS]
    is_exact = [np.mean(precision <= rank) >= EXACT_SHARE for rank in range(len(PERIODS))]
    chosen = len(PERIODS) - 1
    for rank, n_periods in enumerate(sizes):
        has_documents = len(days) >= FEWEST_DOCUMENTS * n_periods
        if is_exact[rank] and n_periods <= MOST_CHOSEN and has_documents:
            chosen = rank
            break
    while chosen and sizes[chosen] == 1 and is_exact[chosen - 1]:
        chosen -= 1
    return PERIODS[chosen]


def check_periods(numbers: Ints, period: str) -> None:
    """Raise InputError if there are too many periods for a table."""
    n_periods = int(numbers.max() - numbers.min()) + 1
    if n_periods > MOST_PERIODS:
        raise InputError(
            f"the dates span {n_periods:,} periods of a {period}, more than {MOST_PERIODS:,}; "
            "choose a longer period, or leave it out to have one chosen"
        )


def is_unfinished(last_days: Ints, end: int, length: int) -> bool:
    """Whether the last period goes on after the last date.

    It does if more days of it are left than there usually are between two dates (nine in ten
    gaps are not longer), or than a tenth of it.

    Parameters
    ----------
    last_days : array of int64
        Last days that the dates may mean.
    end : int
        Last day of the period.
    length : int
        Its number of days.

    Examples
    --------
    >>> is_unfinished(np.arange(0, 364, 3), 364, 365), is_unfinished(np.arange(200), 364, 365)
    (False, True)
    """
    different = np.unique(last_days)
    left = end - int(different[-1])
    gaps = np.diff(different)
    usual = float(np.quantile(gaps, 0.9)) if len(gaps) else 0.0
    return left > min(usual, SLACK * length)
