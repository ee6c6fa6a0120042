"""Tables of the pairs of topics that are most alike, and that go together in documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from topics.report.data import largest_pairs

N_PAIRS = 25
"""A table has at most this many pairs; the matrix has all."""


@dataclass(frozen=True)
class PairTable:
    """Pairs of topics with a value.

    Attributes
    ----------
    id, title, meaning, unit : str
        Of the table; what its values mean; the heading of their column.
    rows : list of (first, second, value)
        Topics by number, and the value as text, largest first.
    """

    id: str
    title: str
    meaning: str
    unit: str
    rows: list[tuple[int, int, str]]


def pair_tables(data: Mapping[str, Any]) -> list[PairTable]:
    """The tables that the data of the page has values for."""
    tables = []
    if data["alike"] is not None:
        tables.append(
            PairTable(
                "alike",
                "Most alike",
                "1 minus the Hellinger distance of the terms: 1 is the same terms with the "
                "same probabilities, 0 no common term.",
                "Similarity",
                [(j, k, f"{v / 1000:.3f}") for j, k, v in largest_pairs(data["alike"], N_PAIRS)],
            )
        )
    if data["together"] is not None:
        tables.append(
            PairTable(
                "together",
                "Most often in the same documents",
                "How many times as often as at random two terms of one document are of both "
                "topics: 1 is as often as at random, below 1 less often.",
                "Times",
                [(j, k, f"{v / 100:.2f}") for j, k, v in largest_pairs(data["together"], N_PAIRS)],
            )
        )
    return tables
