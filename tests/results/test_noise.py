"""Where topics have few tokens, stability is compared with that of shuffled tokens."""

import warnings
from dataclasses import replace

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st

import topics
from topics.errors import TopicsWarning
from topics.evaluation import STABILITY_FLOOR, Stability
from topics.results import above_noise, may_be_noise, rows_of_level, shuffled_rows


def noise(state, n_documents=120, length=40, n_terms=300):
    """Counts of documents that are drawn from the same shares of terms."""
    rng = np.random.default_rng(state)
    shares = 1 / (np.arange(n_terms) + 3.0)
    rows = [rng.multinomial(length, shares / shares.sum()) for _ in range(n_documents)]
    return topics.Counts(sp.csr_array(np.stack(rows)), [f"term{i}" for i in range(n_terms)])


@pytest.mark.parametrize("model", ["lda", "nmf"])
def test_no_topic_of_noise_is_stable(model):
    """Although a topic has only 240 tokens, of which fits of the same documents find most."""
    counts = noise(1)
    assert may_be_noise(counts, 20)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", TopicsWarning)
        run = topics.fit(counts, model=model, n_topics=20, level="document", project=False)
        exact = topics.stability(run, 3, method="refit")
    assert run.topics["stability"].max() < STABILITY_FLOOR
    assert exact.values.max() < STABILITY_FLOOR


def test_enough_tokens_are_not_compared_with_noise():
    """Nor are a few documents, which have no unstable topics anyway."""
    assert not may_be_noise(noise(1), 4)
    assert not may_be_noise(noise(1, n_documents=19), 20)


@given(st.integers(0, 2**32 - 1))
def test_shuffled_rows_keep_lengths_and_terms(state):
    """Only what is together with what changes; the same state gives the same rows."""
    rows = rows_of_level(noise(2, n_documents=9, length=15, n_terms=12), "document")
    shuffled = shuffled_rows(rows, state)
    for axis in (0, 1):
        sums = [each.counted_matrix.sum(axis=axis) for each in (rows, shuffled)]
        assert np.array_equal(*sums)
    again = shuffled_rows(rows, state).counted_matrix
    assert (again != shuffled.counted_matrix).nnz == 0


def test_counts_with_fractions_are_not_shuffled():
    """They are no tokens."""
    rows = rows_of_level(noise(2, n_documents=9), "document")
    assert shuffled_rows(replace(rows, counted_matrix=rows.counted_matrix * 0.5), 0) is None


def test_what_noise_reaches_is_zero():
    """Equal topics keep a stability of 1, whatever noise reaches."""
    values = np.array([1.0, 0.5, 0.3])
    stability = Stability(values, values - 0.1, np.ones(3), np.zeros((2, 3), dtype=int))
    assert np.array_equal(above_noise(stability, 0.0).values, values)
    for level in (0.5, 1.0):
        found = above_noise(stability, level)
        assert found.values.tolist() == [1, 0, 0]
        assert found.high.tolist() == [1, 1, 1]
