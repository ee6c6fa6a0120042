"""The short fits that a consensus view is made of: how many, how long, and with how many topics."""

from __future__ import annotations

import math

N_MEMBERS, MEMBER_SWEEPS = 5, 40
"""A consensus is of this many LDA fits, each of this many sweeps."""

MEMBER_ROW_TOLERANCE = 0.01
"""Shares of rows in a member are this exact: nearer ones cost twice the time and make no better
clusters."""

FEWEST_TOPICS, MOST_TOPICS = 20, 50
"""Limits of the number of topics of a member."""

ROWS_FOR_FEWEST = 2_000
"""Up to this many rows a member has the fewest topics; the number grows with the root of rows."""


def member_topics(n_rows: int) -> int:
    """Number of topics of every fit in a consensus view, by the number of rows with terms.

    20 up to 2,000 rows, then 20 times the square root of rows / 2,000, at most 50.

    Examples
    --------
    >>> [member_topics(n) for n in (10, 300, 4_000, 18_000)]
    [20, 20, 28, 50]
    """
    grown = FEWEST_TOPICS * math.sqrt(n_rows / ROWS_FOR_FEWEST)
    return max(FEWEST_TOPICS, min(MOST_TOPICS, round(grown)))
