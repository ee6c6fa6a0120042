"""Matched topics are the best of all permutations."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from topics.shares import matched_topics, term_roots

N_TERMS = 5
WEIGHTS = st.sampled_from([0.0, 0.0, 1e-6, 0.5, 1.0, 7.0, 1e6])


def topics_up_to(n):
    """Components of 1 to `n` topics, some of them without terms."""
    return st.integers(1, n).flatmap(
        lambda n_topics: arrays(np.float64, (n_topics, N_TERMS), elements=WEIGHTS)
    )


@given(topics_up_to(6), topics_up_to(6))
def test_no_permutation_has_a_larger_sum(first, second):
    """For fits with equal and different numbers of topics."""
    roots, others = term_roots(first), term_roots(second)
    own, matched = matched_topics(roots, others)
    n = min(len(roots), len(others))
    assert len(own) == len(matched) == len(set(matched.tolist())) == n
    assert (np.diff(own) > 0).all()
    overlap = roots.astype(float) @ others.T.astype(float)
    if len(roots) > len(others):
        overlap = overlap.T
    largest = max(
        sum(overlap[row, column] for row, column in enumerate(columns))
        for columns in permutations(range(overlap.shape[1]), n)
    )
    found = (roots[own].astype(float) * others[matched].astype(float)).sum()
    assert found == pytest.approx(largest, abs=1e-5)


@given(st.permutations(range(6)), st.integers(0, 6))
def test_shuffled_topics_are_found_again(order, n_left_out):
    """Every topic is matched with one of the same terms; with none, if the other fit lacks it."""
    roots = term_roots(np.eye(6) + 0.01)
    order = order[n_left_out:]
    own, matched = matched_topics(roots, roots[order])
    assert own.tolist() == sorted(order)
    assert [order[number] for number in matched] == own.tolist()


@given(topics_up_to(6), st.sampled_from([1e-3, 1.0, 1024.0]))
def test_roots_are_of_shares(components, factor):
    """Squares sum to 1, or to 0 for a topic without terms; scale does not matter."""
    roots = term_roots(components * factor)
    assert roots.dtype == np.float32
    assert roots.shape == components.shape
    np.testing.assert_allclose(
        np.square(roots.astype(float)).sum(axis=1), components.any(axis=1), atol=1e-6
    )
    np.testing.assert_allclose(roots, term_roots(components), rtol=1e-6)


def test_roots_of_large_sums_are_exact():
    """Sums are taken in double precision, whatever the type of the components."""
    components = np.full((1, 2**20), 0.1, np.float32)
    np.testing.assert_allclose(term_roots(components), 2.0**-10, rtol=1e-6)


@given(topics_up_to(6), st.integers(0, 6))
def test_fixed_topics_keep_their_numbers(first, n_fixed):
    """The others are matched among themselves."""
    n_fixed = min(n_fixed, len(first))
    roots = term_roots(first)
    own, matched = matched_topics(roots, roots[::-1], n_fixed)
    fixed = list(range(n_fixed))
    assert own.tolist() == list(range(len(first)))
    assert matched[:n_fixed].tolist() == fixed
    assert sorted(matched.tolist()) == own.tolist()
    rest = matched_topics(roots[n_fixed:], roots[::-1][n_fixed:])[1]
    assert (matched[n_fixed:] - n_fixed).tolist() == rest.tolist()
