"""Which headings that documents share keep an order: sections do, site furniture need not.

A plain line such as "Listen to this story" looks like a heading and repeats like one.
Headings that structure a document stand in the same order wherever they meet; a line that
a site puts between any two paragraphs does not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import TypeVar

T = TypeVar("T", str, int)

LEAST_AGREEMENT = 0.62
"""Headings of real documents agree in 0.68 and more of all pairs of documents; chance in 0.5."""

LEAST_PAIRS = 8
"""Fewer pairs show nothing of one heading; then all shared headings together must show it."""

MAX_HEADINGS = 60
"""Headings of one document that are compared."""


def unordered_headings(documents: Iterable[Sequence[T]]) -> set[T]:
    """Headings of which other headings stand above as well as below.

    For two headings that stand in this order in `a` documents and the other way round in `b`,
    two of these documents agree with probability (a(a-1) + b(b-1)) / ((a+b)(a+b-1)): 1 for a
    fixed order, 1/2 for none. A heading's agreement is the mean over its pairs, weighted by
    a+b-1.

    Parameters
    ----------
    documents : iterable of sequence
        The shared headings of every document, in reading order: their texts or numbers.

    Examples
    --------
    >>> papers = [["Methods", "Results"]] * 9
    >>> pages = [["Most read", "Top"], ["Top", "Most read"]] * 9
    >>> sorted(unordered_headings(papers + pages))
    ['Most read', 'Top']
    """
    before: Counter[tuple[T, T]] = Counter()
    names: dict[T, None] = {}
    for headings in documents:
        distinct = list(dict.fromkeys(headings))[:MAX_HEADINGS]
        names.update(dict.fromkeys(distinct))
        before.update(combinations(distinct, 2))
    agreed: dict[T, float] = dict.fromkeys(names, 0.0)
    weight: Counter[T] = Counter()
    for (one, other), a in before.items():
        b = before.get((other, one), 0)
        if a + b < 2 or (b and one > other):
            continue  # nothing to compare, or counted the other way round
        share = (a * (a - 1) + b * (b - 1)) / (a + b)
        for name in (one, other):
            agreed[name] += share
            weight[name] += a + b - 1
    all_agree = sum(agreed.values()) >= LEAST_AGREEMENT * sum(weight.values())
    return {
        name
        for name in names
        if (
            agreed[name] < LEAST_AGREEMENT * weight[name]
            if weight[name] >= LEAST_PAIRS
            else not all_agree and sum(weight.values()) >= 2 * LEAST_PAIRS
        )
    }
