"""The range that a number of topics is chosen from."""

from __future__ import annotations

from collections.abc import Iterable
from numbers import Integral
from typing import Any

from topics.checks import check_whole
from topics.errors import InputError, OptionError

FEWEST = 2
"""One topic is the corpus: there is nothing to compare."""

AUTO_LOWEST, AUTO_HIGHEST = 4, 60
"""Where no range is given, these are its ends; in a small corpus it begins and ends earlier."""

ROWS_PER_TOPIC, LEAST_SPAN = 10, 2
"""The upper end is so low that a topic has this many rows with terms on average, but at least
`LEAST_SPAN` times the lower end. With fewer rows topics are single rows, and predict them well."""


def range_of(topics: Any) -> tuple[int, int]:
    """The ends of a range, from "5:60" or two whole numbers.

    Raises
    ------
    OptionError
        It is no range: words, one number, reversed, or below 2.

    Examples
    --------
    >>> range_of("5:60"), range_of((5, 60))
    ((5, 60), (5, 60))
    """
    ends: list[Any]
    if isinstance(topics, str):
        parts = [part.strip() for part in topics.split(":")]
        is_whole = all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts)
        ends = [int(part) for part in parts] if is_whole else []
    elif isinstance(topics, Iterable) and not isinstance(topics, bytes):
        ends = list(topics)
    else:
        ends = [topics] if isinstance(topics, Integral) else []
    if len(ends) == 1:
        raise OptionError(_one_number(ends[0]))
    if len(ends) != 2:
        raise OptionError(
            f"topics is {topics!r:.80}, expected the ends of a range: 5:60, or from Python (5, 60)"
        )
    for end in ends:
        check_whole("an end of the range of topics", end, FEWEST, optional=False)
    lowest, highest = map(int, ends)
    if lowest == highest:
        raise OptionError(_one_number(lowest))
    if lowest > highest:
        raise OptionError(
            f"the range of topics {lowest}:{highest} is reversed; ask for {highest}:{lowest}"
        )
    return lowest, highest


def check_rows(lowest: int, highest: int, most: int, rows: str) -> None:
    """Raise OptionError if the range goes beyond what the fits have rows for.

    Parameters
    ----------
    lowest, highest : int
    most : int
        The largest number of topics that can be fitted.
    rows : str
        How many rows there are, in words.
    """
    if highest <= most:
        return
    advice = f"ask for {lowest}:{most}, or add documents" if lowest < most else "add documents"
    raise OptionError(
        f"the range of topics ends at {highest}, but there are only {rows} with counted terms, of "
        f"which every fit sees {most}; {advice}"
    )


def useful_end(lowest: int, highest: int, n_rows: int) -> int:
    """The upper end of a range without numbers of which a topic would have too few rows.

    Examples
    --------
    >>> useful_end(5, 60, 182), useful_end(5, 60, 32), useful_end(5, 60, 2_000)
    (18, 10, 60)
    """
    return min(highest, max(n_rows // ROWS_PER_TOPIC, LEAST_SPAN * lowest))


def usual_range(most: int, rows: str, at_least: int = 0) -> tuple[int, int]:
    """The range for a corpus where none was given.

    Parameters
    ----------
    most : int
        The largest number of topics that can be fitted.
    rows : str
        How many rows there are, in words.
    at_least : int
        The lower end is at least this.

    Raises
    ------
    InputError
        There are too few rows to choose.

    Examples
    --------
    >>> usual_range(1_000, "1,250 documents"), usual_range(26, "32 documents")
    ((4, 60), (2, 4))
    """
    highest = useful_end(FEWEST, min(AUTO_HIGHEST, most), most)
    lowest = AUTO_LOWEST if highest >= LEAST_SPAN * AUTO_LOWEST else FEWEST
    lowest = max(lowest, at_least)
    if highest <= lowest:
        raise InputError(
            f"{rows} with counted terms are too few to choose a number of topics from {lowest} "
            f"upwards; give the number, such as n_topics={max(FEWEST, at_least)}"
        )
    return lowest, highest


def _one_number(number: Any) -> str:
    return (
        f"the range of topics is one number, {number!r:.20}, and a range has two ends, such as "
        "5:60; to fit one number, use `topics fit`"
    )
