"""The document prior from times of counts is the prior from the counts themselves."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from topics.kernels.lda.document_prior import LONGEST, renew_document_prior
from topics.models.lda.partitions.row_counts import (
    renewed_document_prior,
    summed_times,
    times_of_counts,
)


@given(st.integers(1, 30), st.integers(1, 5), st.integers(1, 4), st.integers(0, 2**32 - 1))
def test_prior_equals_that_of_the_kernel(n_rows, n_topics, n_parts, seed):
    """Prior equals that of the kernel."""
    rng = np.random.default_rng(seed)
    counts = rng.gamma(0.3, 20.0, (n_rows, n_topics)).astype(np.float32)
    lengths = counts.sum(axis=1)
    expected = rng.gamma(1.0, 0.2, n_topics) + 1e-3
    found = expected.copy()
    renew_document_prior(counts, lengths, 3, 1e-4, expected)
    parts = np.array_split(np.arange(n_rows), n_parts)
    times = summed_times(times_of_counts(counts[part], lengths[part]) for part in parts)
    np.testing.assert_allclose(renewed_document_prior(times, found, 3, 1e-4), expected, rtol=1e-9)


def test_counts_above_the_longest_are_the_longest():
    """Counts above the longest are the longest."""
    counts = np.array([[LONGEST + 7.0]], np.float32)
    times = times_of_counts(counts, counts[:, 0])
    assert [len(each) for each in times] == [LONGEST + 1, LONGEST + 1]


def test_rows_without_counts_leave_the_prior():
    """Rows without counts leave the prior."""
    prior = np.array([0.3, 0.2])
    times = times_of_counts(np.zeros((3, 2), np.float32), np.zeros(3, np.float32))
    assert renewed_document_prior(times, prior, 5, 1e-4).tolist() == prior.tolist()
