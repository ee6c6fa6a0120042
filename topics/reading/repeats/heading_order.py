"""Find the repeated headings that follow no fixed order, as furniture of a site does.

A plain line such as "Listen to this story" looks like a heading and repeats like one. Headings
that structure documents are in the same order in all of them; a line that a site inserts between
arbitrary paragraphs is not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import TypeVar

T = TypeVar("T", str, int)

MIN_AGREEMENT = 0.62
"""A heading follows a fixed order if at least this share of pairs of documents agrees on it. In
real documents at least 0.68 agree; with a random order 0.5 do."""

MIN_PAIRS = 8
"""A heading is judged by itself if its weight (about the number of its pairs) is at least this;
rarer headings are judged by the agreement of all headings together."""

MAX_HEADINGS = 60
"""Number of headings of a document that are compared, from its beginning."""


def unordered_headings(documents: Iterable[Sequence[T]]) -> set[T]:
    """Headings that occur both before and after the same other headings.

    Such headings follow no fixed order. If a heading comes before another in ``a`` documents and
    after it in ``b``, two of these documents agree with probability
    ``(a(a-1) + b(b-1)) / ((a+b)(a+b-1))``, which is 1 for a fixed order and about 1/2 for a
    random one. The agreement of a heading is the mean over its pairs, weighted by ``a+b-1``.

    Parameters
    ----------
    documents : iterable of sequence
        The shared headings of every document, in reading order, as texts or numbers.

    Examples
    --------
    >>> papers = [["Methods", "Results"]] * 9
    >>> pages = [["Most read", "Top"], ["Top", "Most read"]] * 9
    >>> sorted(unordered_headings(papers + pages))
    ['Most read', 'Top']
    """
    before: Counter[tuple[T, T]] = Counter()
    all_headings: dict[T, None] = {}  # a set in the order of reading
    for headings in documents:
        distinct = list(dict.fromkeys(headings))[:MAX_HEADINGS]
        all_headings.update(dict.fromkeys(distinct))
        before.update(combinations(distinct, 2))
    agreement: dict[T, float] = dict.fromkeys(all_headings, 0.0)  # times weight
    weight: Counter[T] = Counter()
    for (one, other), a in before.items():
        b = before.get((other, one), 0)
        if a + b < 2 or (b and one > other):
            continue  # nothing to compare, or counted as the pair (other, one)
        weighted = (a * (a - 1) + b * (b - 1)) / (a + b)
        for heading in (one, other):
            agreement[heading] += weighted
            weight[heading] += a + b - 1
    all_agree = sum(agreement.values()) >= MIN_AGREEMENT * sum(weight.values())
    rare_are_unordered = not all_agree and sum(weight.values()) >= 2 * MIN_PAIRS
    return {
        heading
        for heading in all_headings
        if (
            agreement[heading] < MIN_AGREEMENT * weight[heading]
            if weight[heading] >= MIN_PAIRS
            else rare_are_unordered
        )
    }
