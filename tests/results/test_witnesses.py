"""Witnesses: kept in two bytes a number, and checked when they come from a folder."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st

from topics.counts import Counts
from topics.errors import RunFolderError
from topics.results import OtherFit, Witnesses, rows_of_level
from topics.results.witnesses import MAX_KEPT, STEPS
from topics.shares import fitted_topics

COUNTS = Counts(
    sp.csr_array(np.random.default_rng(0).poisson(1.0, (9, 6))), [f"term{i}" for i in range(6)]
)
ROWS = rows_of_level(COUNTS, "section")


def fits(n_fits, concentration=0.5):
    """Topics and shares of random fits with 3 topics."""
    rng = np.random.default_rng(n_fits)
    return [
        fitted_topics(
            rng.dirichlet(np.full(6, concentration), 3),
            rng.dirichlet(np.full(3, concentration), len(ROWS.n_terms)),
            ROWS.n_terms,
            COUNTS.term_counts.astype(float),
            is_mixture=True,
        )
        for _ in range(n_fits)
    ]


def kept_of(found):
    """The witnesses of these fits."""
    fits = [OtherFit(fit.topic_term, lambda fit=fit: fit) for fit in found]
    return Witnesses.of(fits, ROWS, COUNTS)


@given(st.integers(1, 6), st.sampled_from([0.01, 0.5, 50.0]))
def test_roots_come_back_within_a_step(n_fits, concentration):
    """Square roots of all shares, whose rows sum to 1 again."""
    given_fits = fits(n_fits, concentration)
    witnesses = kept_of(given_fits)
    assert len(witnesses) == n_fits
    pairs = zip(given_fits, witnesses.topic_terms(), witnesses.section_topics(), strict=True)
    for fit, topic_term, section_topic in pairs:
        assert topic_term.shape == (3, 6)
        assert section_topic.shape == (9, 3)
        for shares, kept in ((fit.topic_term, topic_term), (fit.row_topic, section_topic)):
            np.testing.assert_allclose(kept.sum(axis=1), 1)
            assert abs(np.sqrt(kept) - np.sqrt(shares)).max() <= 1 / STEPS


def test_no_fit_has_no_witnesses():
    """There is nothing to keep."""
    assert kept_of([]) is None


def test_the_first_ones_are_kept():
    """At most `MAX_KEPT`."""
    many = fits(MAX_KEPT + 3)
    witnesses = kept_of(many)
    assert len(witnesses) == MAX_KEPT
    first = kept_of(many[:MAX_KEPT])
    for name, array in witnesses.arrays().items():
        assert array.dtype == np.uint16
        np.testing.assert_array_equal(array, first.arrays()[name])


def test_empty_rows_of_a_damaged_file_are_even():
    """No NaN, and rows still sum to 1."""
    arrays = {
        "term_roots": np.zeros((1, 3, 6), np.uint16),
        "section_roots": np.zeros((1, 9, 3), np.uint16),
    }
    witnesses = Witnesses.from_arrays(arrays, (3, 6, 9))
    np.testing.assert_allclose(next(witnesses.topic_terms()), 1 / 6)
    np.testing.assert_allclose(next(witnesses.section_topics()), 1 / 3)


def test_arrays_come_back():
    """As they were written."""
    witnesses = kept_of(fits(4))
    again = Witnesses.from_arrays(witnesses.arrays(), (3, 6, 9))
    for name, array in witnesses.arrays().items():
        assert again.arrays()[name] is array


@pytest.mark.parametrize(
    "changes",
    [
        {"term_roots": None},
        {"section_roots": None},
        {"term_roots": np.zeros((2, 3, 6))},
        {"section_roots": np.zeros((2, 9, 3), np.int16)},
        {"term_roots": np.full((2, 3, 6), "1")},
        {"term_roots": np.zeros((2, 4, 6), np.uint16)},
        {"term_roots": np.zeros((2, 3, 7), np.uint16)},
        {"term_roots": np.zeros((3, 3, 6), np.uint16)},
        {"term_roots": np.zeros((3, 6), np.uint16)},
        {"term_roots": np.array(1, np.uint16)},
        {"section_roots": np.zeros((2, 3, 9), np.uint16)},
        {"section_roots": np.zeros((2, 9, 3, 1), np.uint16)},
        {
            "term_roots": np.zeros((0, 3, 6), np.uint16),
            "section_roots": np.zeros((0, 9, 3), np.uint16),
        },
    ],
)
def test_arrays_that_do_not_fit_are_refused(changes):
    """Missing ones, other types, other shapes, and no witness at all."""
    arrays = {
        "term_roots": np.ones((2, 3, 6), np.uint16),
        "section_roots": np.ones((2, 9, 3), np.uint16),
    }
    changed = {**arrays, **changes}
    with pytest.raises(RunFolderError, match="witnesses do not fit"):
        Witnesses.from_arrays(
            {name: array for name, array in changed.items() if array is not None}, (3, 6, 9)
        )
