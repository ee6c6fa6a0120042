"""Spread equals plain loops, keeps to its limits, and is never NaN."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from threadpoolctl import threadpool_limits

from topics.errors import InputError, OptionError
from topics.evaluation import (
    effective_documents,
    effective_number,
    effective_terms,
    effective_tokens,
    exclusivity,
    frex,
    inverted_rank_overlap,
)

RANKINGS = st.lists(
    st.lists(st.integers(0, 9), max_size=6, unique=True), min_size=2, max_size=5
).filter(any)

WEIGHTS = arrays(
    np.float64, (3, 5), elements=st.just(0.0) | st.floats(1e-9, 1e9) | st.just(1.7e308)
)


def naive_rbo(one, other, p):
    """Equation 32 of Webber, Moffat and Zobel 2010, sum by sum."""
    short, long = sorted((one, other), key=len)
    s, n = len(short), len(long)
    if s == 0:
        return 0.0

    def shared(depth):
        return len(set(short[:depth]) & set(long[:depth]))

    first = sum(shared(d) / d * p**d for d in range(1, n + 1))
    later = sum(shared(s) * (d - s) / (s * d) * p**d for d in range(s + 1, n + 1))
    end = ((shared(n) - shared(s)) / n + shared(s) / s) * p**n
    return (1 - p) / p * (first + later) + end


def filled(lists):
    """Lists as an array, short ones filled up with -1."""
    result = np.full((len(lists), max(map(len, lists))), -1)
    for row, terms in zip(result, lists, strict=True):
        row[: len(terms)] = terms
    return result


@given(RANKINGS, st.sampled_from([0.5, 0.9, 0.98]))
def test_overlap_equals_the_plain_loop(lists, persistence):
    """Also for lists of different lengths and empty ones."""
    expected = np.mean([1 - naive_rbo(a, b, persistence) for a, b in combinations(lists, 2)])
    found = inverted_rank_overlap(filled(lists), persistence=persistence)
    assert found == pytest.approx(expected, abs=1e-12)
    assert 0 <= found <= 1


def test_overlap_of_equal_and_of_different_topics():
    """0 if all topics have the same ranking, 1 if no two share a term; one topic scores 1."""
    same = np.tile(np.arange(10), (3, 1))
    assert inverted_rank_overlap(same) == pytest.approx(0, abs=1e-12)
    assert inverted_rank_overlap(np.arange(30).reshape(3, 10)) == 1
    assert inverted_rank_overlap(np.arange(10)[None]) == 1


def test_overlap_of_the_paper():
    """Two lists of seven that differ in their first two ranks overlap by .9."""
    lists = np.array([[0, 1, 2, 3, 4, 5, 6], [1, 0, 2, 3, 4, 5, 6]])
    assert inverted_rank_overlap(lists) == pytest.approx(0.1)


def test_overlap_refuses_what_is_no_ranking():
    """No terms at all, a term twice, a persistence out of range."""
    with pytest.raises(InputError, match="no topic has one"):
        inverted_rank_overlap(np.full((2, 3), -1))
    with pytest.raises(InputError, match="a top term twice"):
        inverted_rank_overlap(np.array([[1, 1], [2, 3]]))
    for persistence in (0.0, 1.0, np.nan):
        with pytest.raises(OptionError, match="persistence is"):
            inverted_rank_overlap(np.array([[0, 1], [2, 3]]), persistence=persistence)


@given(st.integers(0, 2**32 - 1), st.integers(1, 12), st.sampled_from([0.0, 0.3, 0.7, 1.0]))
def test_exclusivity_equals_the_plain_loop(seed, n_top, weight):
    """Mean FREX of the most probable terms that a topic holds, in [0, 1]."""
    topic_term = np.random.default_rng(seed).dirichlet(np.full(8, 0.1), size=3).round(3)
    scores, expected = frex(topic_term, weight=weight), []
    for row, score in zip(topic_term, scores, strict=True):
        best = [t for t in sorted(range(8), key=lambda t: -row[t])[:n_top] if row[t] > 0]
        expected.append(np.mean([score[t] for t in best]))
    found = exclusivity(topic_term, n_top=n_top, weight=weight)
    assert np.allclose(found, expected)
    assert ((found > 0) & (found <= 1)).all()


def test_exclusivity_of_topics_without_terms_is_zero():
    """A row of zeros has no term; a vocabulary of none gives zeros."""
    assert exclusivity(np.array([[1.0, 0.0], [0.0, 0.0]]))[1] == 0
    assert exclusivity(np.empty((2, 0))).tolist() == [0, 0]
    with pytest.raises(OptionError, match="n_top is 0"):
        exclusivity(np.eye(2), n_top=0)


@given(WEIGHTS)
def test_effective_numbers_are_between_one_and_the_entries_that_are_not_zero(weights):
    """0 only for rows of zeros; never NaN."""
    numbers = effective_number(weights)
    n_positive = (weights > 0).sum(axis=1)
    assert np.isfinite(numbers).all()
    assert (numbers >= np.minimum(n_positive, 1) - 1e-9).all()
    assert (numbers <= n_positive + 1e-9).all()


@given(st.integers(1, 20), st.floats(1e-300, 1e300))
def test_equal_entries_count_in_full(n, weight):
    """N entries of any equal weight count n, and zeros do not matter."""
    assert effective_number([[weight] * n + [0.0] * 3])[0] == pytest.approx(n)


def test_effective_numbers_of_topics():
    """Documents are weighed by their tokens; tokens of all topics sum to those of the corpus."""
    rng = np.random.default_rng(0)
    shares, n_terms = rng.dirichlet(np.ones(4), size=30), rng.integers(0, 50, size=30)
    tokens = effective_tokens(shares, n_terms)
    assert tokens.sum() == pytest.approx(n_terms.sum())
    part = shares[:, 2] * n_terms / tokens[2]
    entropy = -sum(p * np.log(p) for p in part if p)
    assert effective_documents(shares, n_terms)[2] == pytest.approx(np.exp(entropy))
    assert effective_documents(shares, np.zeros(30, dtype=int)).tolist() == [0] * 4
    assert effective_terms(np.full((2, 7), 1 / 7)) == pytest.approx([7, 7])


def test_tokens_of_topics_have_the_same_bits_with_any_number_of_threads():
    """A product by BLAS has others on two threads than on one."""
    rng = np.random.default_rng(0)
    shares, n_terms = rng.dirichlet(np.full(50, 0.1), 20_000), rng.integers(0, 400, 20_000)
    found = []
    for n_threads in (1, 2, 4):
        with threadpool_limits(n_threads):
            found.append(effective_tokens(shares, n_terms).tobytes())
    assert len(set(found)) == 1


@pytest.mark.parametrize("weights", [[[1.0, -1.0]], [[np.nan, 1.0]], [[np.inf, 1.0]], [1.0, 2.0]])
def test_weights_that_are_none_are_refused(weights):
    """Negative, not finite, or of one axis."""
    with pytest.raises(InputError, match="weights must be finite"):
        effective_number(weights)
