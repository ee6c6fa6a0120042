"""Counts of the terms of sections in each topic, and of topics in each term."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp

from topics.kernels.rows import Rows
from topics.kernels.shares.sections import sum_term_shares
from topics.kernels.shares.terms import sum_term_information
from topics.kernels.threads import kernel_threads


@pytest.mark.parametrize("n_threads", [1, 2])
def test_counts_by_topic_equal_the_naive_loop(n_threads):
    """With empty rows, and with terms that none of the document's topics has."""
    rng = np.random.default_rng(4)
    counts = rng.poisson(0.5, size=(30, 12)).astype(float)
    counts[[3, 17]] = 0
    document = np.sort(rng.integers(0, 9, size=30))
    theta = rng.dirichlet(np.ones(5), size=9)
    theta[2] = [0, 0, 0, 0, 1]
    phi = rng.dirichlet(np.ones(12), size=5)
    phi[4, :6] = 0
    result = np.full((30, 5), np.nan)
    with kernel_threads(n_threads):
        sum_term_shares(Rows.from_csr(sp.csr_array(counts)), document, theta, phi.T.copy(), result)
    expected = np.zeros((30, 5))
    for i, own in enumerate(theta[document]):
        for term, n in enumerate(counts[i]):
            weights = own * phi[:, term]
            expected[i] += n * (weights / weights.sum() if weights.sum() else own)
    np.testing.assert_allclose(result, expected, rtol=1e-13, atol=1e-15)
    np.testing.assert_allclose(result.sum(axis=1), counts.sum(axis=1), rtol=1e-13)


@pytest.mark.parametrize("n_threads", [1, 2])
def test_information_equals_the_naive_loop(n_threads):
    """With empty rows, and with terms that no topic of their row has."""
    rng = np.random.default_rng(4)
    counts = rng.poisson(0.5, size=(30, 12)).astype(float)
    counts[[3, 17]] = 0
    theta, phi = rng.dirichlet(np.ones(5), size=30), rng.dirichlet(np.ones(12), size=5)
    phi[:, 3] = 0
    theta[2], phi[4, :6] = [0, 0, 0, 0, 1], 0
    found = np.zeros((5, 12)), np.zeros((5, 12))
    with kernel_threads(n_threads):
        sum_term_information(Rows.from_csr(sp.csr_array(counts)), theta, phi, *found)
    expected = np.zeros((2, 5, 12))
    for i, own in enumerate(theta):
        for term, n in enumerate(counts[i]):
            weights = own * phi[:, term]
            p = weights / (weights.sum() or 1)
            expected[:, :, term] += n * p, n * p**2
    np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-15)
