"""Kernels of the course of topics along a document equal their naive twins."""

from __future__ import annotations

import numpy as np
import pytest

from support import naive
from topics.kernels.flow import find_turns, smooth_rows
from topics.shares.flow import neighbour_dispersion


def document(chance, n_sections, n_topics):
    """Shares and counted terms of a document, some of whose sections have no terms."""
    shares = chance.dirichlet(np.full(n_topics, 0.5), n_sections)
    n_terms = chance.integers(0, 60, n_sections).astype(np.float64)
    n_terms[chance.integers(n_sections)] = 25
    n_terms[chance.random(n_sections) < 0.2] = 0
    n_terms[0] += not n_terms.any()
    return shares, n_terms


@pytest.mark.parametrize("bandwidth", [1.0, 7.5, 60.0, 1e6])
@pytest.mark.parametrize("n_sections", [1, 2, 13, 90])
def test_smoothed_rows_equal_the_formula(n_sections, bandwidth):
    """With every bandwidth, also where sections at the ends or between have no terms."""
    chance = np.random.default_rng(n_sections)
    for _ in range(5):
        shares, n_terms = document(chance, n_sections, 4)
        smoothed, effective = np.empty(shares.shape), np.empty(n_sections)
        smooth_rows(shares, n_terms, bandwidth, smoothed, effective)
        expected, expected_effective = naive.smooth_rows(shares, n_terms, bandwidth)
        assert np.allclose(smoothed, expected, atol=1e-9)
        assert np.allclose(effective, expected_effective, rtol=1e-6)
        assert np.allclose(smoothed.sum(axis=1), 1)


@pytest.mark.parametrize("n_sections", [1, 2, 13, 90])
def test_dispersion_equals_its_twin(n_sections):
    """Pairs are of sections with terms; a document of one pair is mostly the prior."""
    chance = np.random.default_rng(n_sections)
    for _ in range(5):
        shares, n_terms = document(chance, n_sections, 4)
        expected = naive.neighbour_dispersion(shares, n_terms, 3.0, 4.0)
        assert np.isclose(neighbour_dispersion(shares, n_terms, 3.0, 4.0), expected)


def test_dispersion_of_one_topic_is_the_prior_drawn_to_zero():
    """Rows of one topic do not differ; there is no division by their variance of zero."""
    assert neighbour_dispersion(np.ones((3, 1)), np.full(3, 10.0), 3.0, 4.0) == 3.0


@pytest.mark.parametrize("min_terms", [1.0, 40.0, 200.0])
def test_turns_equal_their_twin(min_terms):
    """Whatever the shares are, which here change at every section."""
    chance = np.random.default_rng(3)
    for n_sections in (1, 2, 13, 90):
        shares, n_terms = document(chance, n_sections, 3)
        effective = np.full(n_sections, 50.0)
        leading = np.empty(n_sections, dtype=np.int64)
        find_turns(shares, n_terms, effective, min_terms, 0.1, 1.0, leading)
        expected = naive.find_turns(shares, n_terms, effective, min_terms, 0.1, 1.0)
        assert leading.tolist() == expected
