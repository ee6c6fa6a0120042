"""Shares that the counted terms of a row support."""

from __future__ import annotations

import numpy as np

from topics.shares import PRIOR_TERMS, best_rows, supported_share


def test_supported_shares_lie_between_the_row_and_the_corpus():
    """No terms give the corpus's share, many terms the row's own; both at m terms are halved."""
    n_terms = np.array([0, int(PRIOR_TERMS), 10**9])
    shares = supported_share(np.array([1.0, 1.0, 1.0]), n_terms, 0.2)
    assert np.allclose(shares, [0.2, 0.6, 1.0])
    assert (np.diff(supported_share(np.full(50, 0.7), np.arange(50), 0.1)) > 0).all()


def test_supported_rows_of_several_topics_sum_to_one():
    """All topics of a row at once: a weighted mean of two rows that sum to 1."""
    rng = np.random.default_rng(0)
    shares, corpus = rng.dirichlet(np.ones(4), size=6), rng.dirichlet(np.ones(4))
    supported = supported_share(shares, np.arange(6), corpus)
    assert np.allclose(supported.sum(axis=1), 1)
    assert np.allclose(supported[:, 2], supported_share(shares[:, 2], np.arange(6), corpus[2]))


def test_best_rows_leave_out_rows_without_terms():
    """Ties keep their order; a row without terms is in no list."""
    n_terms = np.array([5, 0, 5, 100])
    assert best_rows(np.array([0.9, 1.0, 0.9, 0.1]), n_terms, 0.2, 10).tolist() == [0, 2, 3]
    assert best_rows(np.array([0.9, 1.0, 0.9, 0.1]), n_terms, 0.2, 1).tolist() == [0]
