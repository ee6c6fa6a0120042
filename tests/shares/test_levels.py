"""Shares sum to 1, and documents are the weighted means of their sections."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from topics.shares import fitted_topics, levels, roll_up, row_shares, section_shares

weights = hnp.arrays(np.float64, (6, 3), elements=st.floats(0, 100))
components = hnp.arrays(np.float64, (3, 5), elements=st.floats(0, 100))
counts = hnp.arrays(np.int64, (6, 5), elements=st.integers(0, 4))


@settings(max_examples=200, deadline=None)
@given(weights, components, counts)
def test_every_row_sums_to_one(weights, components, counts):
    """For any factors, with rows and topics of zeros and empty rows."""
    counts[0, 0] = max(counts[0, 0], 1)
    n_terms = counts.sum(axis=1)
    fitted = fitted_topics(
        components, weights, n_terms, counts.sum(axis=0).astype(float), is_mixture=False
    )
    assert np.allclose(fitted.topic_term.sum(axis=1), 1, atol=1e-12)
    assert np.allclose(fitted.row_topic.sum(axis=1), 1, atol=1e-12)


@settings(max_examples=200, deadline=None)
@given(counts, st.integers(0, 2**32 - 1))
def test_sections_of_a_document_fit_roll_up_to_their_documents(counts, seed):
    """After a fit on documents, section rows sum to 1, and documents are their weighted means."""
    rng = np.random.default_rng(seed)
    document = np.array([0, 0, 0, 1, 1, 2])
    theta = rng.dirichlet(np.ones(3), size=3)
    phi = rng.dirichlet(np.full(5, 0.3), size=3)
    n_terms = counts.sum(axis=1)
    shares = section_shares(sp.csr_array(counts), document, theta, phi)
    assert np.allclose(shares.sum(axis=1), 1, atol=1e-12)
    rolled = roll_up(shares, n_terms, document, 3)
    for d in range(3):
        inside = document == d
        if n_terms[inside].sum():
            mean = np.average(shares[inside], axis=0, weights=n_terms[inside])
            assert np.allclose(rolled[d], mean, atol=1e-12)


@pytest.mark.parametrize("is_sorted", [True, False])
def test_documents_at_a_time_change_no_bit(monkeypatch, is_sorted):
    """Nor do sections in no order, and documents without sections or without terms."""
    rng = np.random.default_rng(0)
    document = rng.choice([0, 1, 3, 4, 7, 8], 60)
    if is_sorted:
        document.sort()
    shares, n_terms = rng.dirichlet(np.ones(4), 60), rng.integers(0, 9, 60)
    n_terms[document == 4] = 0
    mean = np.full(4, 0.25)
    whole = roll_up(shares, n_terms, document, 10, mean)
    monkeypatch.setattr(levels, "CHUNK_ROWS", 3)
    assert np.array_equal(roll_up(shares, n_terms, document, 10, mean), whole)
    for k in range(4):
        sums = np.bincount(document, shares[:, k] * n_terms, minlength=10)
        total = np.bincount(document, n_terms, minlength=10)
        assert np.array_equal(whole[total > 0, k], (sums / np.maximum(total, 1))[total > 0])
    assert (whole[[2, 4, 5, 6, 9]] == mean).all()


def test_section_shares_equal_the_plain_loop():
    """The mean over counted terms of p(topic | document, term), term by term."""
    rng = np.random.default_rng(3)
    counts = rng.poisson(0.7, size=(8, 10))
    document = np.array([0, 0, 1, 1, 1, 2, 3, 3])
    theta, phi = rng.dirichlet(np.ones(4), size=4), rng.dirichlet(np.ones(10), size=4)
    shares = section_shares(sp.csr_array(counts), document, theta, phi)
    for i in range(8):
        if not counts[i].sum():
            continue
        total = np.zeros(4)
        for term, n in enumerate(counts[i]):
            posterior = theta[document[i]] * phi[:, term]
            total += n * posterior / posterior.sum()
        assert np.allclose(shares[i], total / counts[i].sum(), atol=1e-12)


def test_a_row_without_terms_gets_the_weighted_mean():
    """In the mean, rows are weighted by their terms."""
    weights = np.array([[1.0, 0.0], [0.0, 1.0], [0.5, 0.5]])
    fitted = fitted_topics(np.eye(2), weights, np.array([30, 10, 0]), np.ones(2), is_mixture=True)
    assert np.allclose(fitted.row_topic[2], [0.75, 0.25])


def test_a_topic_without_terms_gets_the_shares_of_the_corpus():
    """Instead of NaN, and the topic is flagged."""
    components = np.array([[1.0, 3.0], [0.0, 0.0]])
    fitted = fitted_topics(
        components, np.ones((2, 2)), np.array([1, 1]), np.array([6.0, 2.0]), is_mixture=True
    )
    assert np.allclose(fitted.topic_term[1], [0.75, 0.25])
    assert fitted.empty_topics.tolist() == [False, True]


def test_the_scale_of_a_factor_does_not_change_shares():
    """Terms of a topic times ten with a tenth of its weights are the same factorisation."""
    rng = np.random.default_rng(1)
    weights, components = rng.random((5, 3)), rng.random((3, 7))
    scale = np.array([10.0, 1.0, 0.2])
    n_terms, background = np.full(5, 9), np.ones(7)
    first = fitted_topics(components, weights, n_terms, background, is_mixture=False)
    scaled = fitted_topics(
        components * scale[:, None], weights / scale, n_terms, background, is_mixture=False
    )
    assert np.allclose(first.row_topic, scaled.row_topic)
    assert np.allclose(first.topic_term, scaled.topic_term)


def test_shares_of_a_mixture_are_kept():
    """LDA's shares are not weighted by the size of its topics again."""
    shares = np.array([[0.3, 0.7], [0.5, 0.5]])
    fitted = fitted_topics(
        np.array([[90.0, 10.0], [1.0, 1.0]]), shares, np.array([4, 4]), np.ones(2), is_mixture=True
    )
    assert np.allclose(fitted.row_topic, shares)


def test_new_rows_get_the_shares_of_fitted_ones():
    """The same weights give the same bits; rows without terms or topics get the given mean."""
    rng = np.random.default_rng(2)
    components, weights = rng.random((3, 7)), rng.random((5, 3))
    weights[3] = 0
    n_terms, mean = np.array([4, 9, 0, 2, 7]), np.array([0.2, 0.3, 0.5])
    for is_mixture in (True, False):
        fitted = fitted_topics(components, weights, n_terms, np.ones(7), is_mixture=is_mixture)
        shares, unexplained = row_shares(components, weights, n_terms, mean, is_mixture=is_mixture)
        explained = [0, 1, 4]
        assert np.array_equal(shares[explained], fitted.row_topic[explained])
        assert np.array_equal(shares[2:4], [mean, mean])
        assert unexplained.tolist() == [False, False, False, True, False]
        assert np.array_equal(unexplained, fitted.unexplained_rows)
