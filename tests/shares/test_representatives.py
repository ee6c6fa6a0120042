"""Rows that show what a topic is about: the best ones, without near-copies and empty ones."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st

from topics.shares import NEAR_COPY, best_rows, representatives


def naive(share, dense, corpus_share, n, near_copy):
    """One row after the other, each compared with all that were chosen."""
    chosen = []
    for row in best_rows(share, dense.sum(axis=1), corpus_share, len(share)):
        overlaps = [
            np.minimum(dense[row], dense[other]).sum() / np.maximum(dense[row], dense[other]).sum()
            for other in chosen
        ]
        if all(overlap < near_copy for overlap in overlaps):
            chosen.append(row)
    return chosen[:n]


@given(st.integers(0, 2**32 - 1), st.integers(1, 9), st.sampled_from([0.3, NEAR_COPY, 0.8, 1.0]))
def test_representatives_equal_the_plain_loop(seed, n, near_copy):
    """With copies, near-copies and empty rows, in several blocks."""
    rng = np.random.default_rng(seed)
    n_rows = int(rng.integers(1, 300))
    patterns = rng.poisson(0.7, size=(6, 8))
    dense = patterns[rng.integers(0, 6, size=n_rows)] + (rng.random((n_rows, 8)) < 0.05)
    dense[rng.random(n_rows) < 0.1] = 0
    share = rng.random(n_rows).round(1)
    found = representatives(share, sp.csr_array(dense), 0.2, n, near_copy=near_copy)
    assert found.tolist() == naive(share, dense, 0.2, n, near_copy)
    assert (dense[found].sum(axis=1) > 0).all()


def test_exact_copies_are_shown_once():
    """Whatever the threshold; the first of them is kept."""
    dense = np.tile([[3, 1, 0], [0, 1, 2]], (100, 1))
    share = np.full(200, 0.5)
    for near_copy in (0.5, 1.0):
        found = representatives(share, sp.csr_array(dense), 0.2, 5, near_copy=near_copy)
        assert found.tolist() == [0, 1]


@pytest.mark.parametrize("shape", [(0, 3), (4, 3)])
def test_a_topic_without_rows_has_no_representatives(shape):
    """No rows at all, or none with terms."""
    assert representatives(np.ones(shape[0]), sp.csr_array(shape), 0.2, 3).tolist() == []
