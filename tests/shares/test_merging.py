"""Merged shares add, and terms keep their expected counts."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from topics.shares import merged_shares, merged_terms


@st.composite
def merges(draw):
    """Members of new topics, a partition of the old ones, and a seed."""
    n_topics = draw(st.integers(1, 8))
    owner = draw(st.lists(st.integers(0, 3), min_size=n_topics, max_size=n_topics))
    numbers = dict.fromkeys(owner)
    members = [[k for k in range(n_topics) if owner[k] == number] for number in numbers]
    return members, draw(st.integers(0, 2**16))


@settings(deadline=None, max_examples=60)
@given(merges())
def test_columns_add_exactly_and_rows_sum_to_one(case):
    """Every column is the sum of its members' in their order; rows still sum to 1."""
    members, seed = case
    n_topics = sum(map(len, members))
    shares = np.random.default_rng(seed).dirichlet(np.full(n_topics, 0.3), size=12)
    merged = merged_shares(shares, members)
    for topic, numbers in enumerate(members):
        expected = shares[:, numbers[0]].copy()
        for number in numbers[1:]:
            expected = expected + shares[:, number]
        assert np.array_equal(merged[:, topic], expected)
    assert np.allclose(merged.sum(axis=1), 1, atol=1e-12)


@settings(deadline=None, max_examples=60)
@given(merges())
def test_expected_counts_of_terms_stay(case):
    """The summed expected counts of every term are as before, and rows sum to 1."""
    members, seed = case
    rng = np.random.default_rng(seed)
    n_topics = sum(map(len, members))
    topic_term = rng.dirichlet(np.full(9, 0.3), size=n_topics)
    mass = rng.uniform(0, 100, size=n_topics)
    merged = merged_terms(topic_term, mass, members)
    summed = merged_shares(mass[None, :], members)[0]
    assert np.allclose(summed @ merged, mass @ topic_term, rtol=1e-12)
    assert np.allclose(merged.sum(axis=1), 1, atol=1e-12)
    for topic, numbers in enumerate(members):
        if len(numbers) == 1:
            assert np.array_equal(merged[topic], topic_term[numbers[0]])


def test_topics_without_tokens_count_equally():
    """A merge of topics that no token has is their plain mean."""
    assert merged_terms(np.eye(2), np.zeros(2), [[0, 1]]).tolist() == [[0.5, 0.5]]
