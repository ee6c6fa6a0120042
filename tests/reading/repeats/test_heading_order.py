"""Headings without a fixed order are distinguished from those that structure documents."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topics.reading.repeats.heading_order import MIN_AGREEMENT, MIN_PAIRS, unordered_headings


def naive_pairs(documents, heading):
    """Weights and agreements of the pairs of a heading, by comparing all pairs of documents."""
    for other in {name for headings in documents for name in headings} - {heading}:
        both = [headings for headings in documents if heading in headings and other in headings]
        orders = [headings.index(heading) < headings.index(other) for headings in both]
        agrees = [one == two for one, two in combinations(orders, 2)]
        if agrees:
            yield len(both) - 1, sum(agrees) / len(agrees)


@settings(deadline=None)
@given(st.lists(st.permutations("abcd").map(lambda names: names[:3]), min_size=12, max_size=30))
def test_agreement_is_the_share_of_pairs_of_documents(documents):
    """A heading with enough pairs is unordered if too few pairs of documents agree on it."""
    unordered = unordered_headings(documents)
    for heading in "abcd":
        pairs = list(naive_pairs(documents, heading))
        total = sum(weight for weight, _ in pairs)
        agreement = sum(weight * share for weight, share in pairs) / max(total, 1)
        if total >= MIN_PAIRS and agreement != pytest.approx(MIN_AGREEMENT):
            assert (heading in unordered) == (agreement < MIN_AGREEMENT)


@pytest.mark.parametrize("is_ordered", [True, False])
def test_rare_headings_are_judged_together(is_ordered):
    """Each has too few pairs to be judged by itself, but all together have enough."""
    pairs = [[f"Above {i}", f"Below {i}"] for i in range(6)]
    documents = [pair if is_ordered or i < 2 else pair[::-1] for pair in pairs for i in range(4)]
    headings = {heading for pair in pairs for heading in pair}
    assert unordered_headings(documents) == (set() if is_ordered else headings)


def test_a_few_rare_headings_stay():
    """Two documents that disagree show nothing."""
    assert unordered_headings([["Top", "Most read"], ["Most read", "Top"]]) == set()
