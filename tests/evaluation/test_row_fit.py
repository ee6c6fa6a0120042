"""The perplexity of single rows equals plain loops, and marks the row that no topic describes."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from topics.errors import InputError
from topics.evaluation import row_fit, row_perplexities
from topics.evaluation.likelihood import SMOOTHING


def naive_perplexities(counts, row_topic, topic_term):
    """Row by row and term by term, from the definition; None for rows without counts."""
    unigram = counts.sum(axis=0) / counts.sum()
    result = []
    for row, weights in zip(counts, row_topic, strict=True):
        if row.sum() == 0:
            result.append((None, None))
            continue
        p = unigram
        if weights.sum() > 0:
            p = (1 - SMOOTHING) * weights @ topic_term / weights.sum() + SMOOTHING * unigram
        result.append(
            tuple(
                np.exp(-sum(c * np.log(q[t]) for t, c in enumerate(row) if c) / row.sum())
                for q in (p, unigram)
            )
        )
    return zip(*result, strict=True)


@pytest.mark.parametrize("seed", range(4))
def test_row_perplexities_equal_the_plain_loop(seed, monkeypatch):
    """Also over empty rows, rows without weight, and parts of the non-zeros."""
    monkeypatch.setattr(row_fit, "SCRATCH", 7)
    rng = np.random.default_rng(seed)
    counts = rng.poisson(0.5, size=(20, 12))
    counts[3] = 0
    row_topic = rng.gamma(0.3, size=(20, 3)) * 40
    row_topic[5] = 0
    topic_term = rng.dirichlet(np.full(12, 0.2), size=3)
    for ours, naive in zip(
        row_perplexities(sp.csr_matrix(counts), row_topic, topic_term),
        naive_perplexities(counts, row_topic, topic_term),
        strict=True,
    ):
        assert ours.mask.tolist() == [value is None for value in naive]
        plain = [value for value in naive if value is not None]
        assert ours.compressed() == pytest.approx(plain, rel=1e-12)


def test_a_row_that_no_topic_describes_is_no_better_than_the_corpus():
    """Rows of a topic's terms are far below the corpus; one of terms that no topic has is not."""
    topic_term = np.zeros((2, 6))
    topic_term[0, :2], topic_term[1, 2:4] = 0.5, 0.5
    counts = sp.csr_matrix([[3, 3, 0, 0, 0, 0], [0, 0, 3, 3, 0, 0], [0, 0, 0, 0, 3, 3]])
    fit, unigram = row_perplexities(counts, np.array([[1, 0], [0, 1], [0.5, 0.5]]), topic_term)
    assert unigram.tolist() == pytest.approx([6, 6, 6])
    assert fit[0] == fit[1] < 2.1
    assert fit[2] > 100


@given(
    arrays(np.int64, st.tuples(st.integers(1, 5), st.just(4)), elements=st.integers(0, 2**40)),
    st.integers(1, 4),
    st.sampled_from([0.0, 1e-300, 1.0, 1e300]),
)
def test_row_perplexities_are_finite_for_counts_and_weights_of_any_size(counts, n_topics, scale):
    """At least 1 wherever the row has counts; nothing is NaN."""
    row_topic = np.full((len(counts), n_topics), scale)
    topic_term = np.zeros((n_topics, 4))
    topic_term[:, 0] = 1.0
    for values in row_perplexities(sp.csr_matrix(counts), row_topic, topic_term):
        assert (values.mask == (counts.sum(axis=1) == 0)).all()
        assert np.isfinite(values.compressed()).all()
        assert (values.compressed() >= 1 - 1e-9).all()


def test_stored_zeros_and_a_corpus_without_counts_are_no_numbers_to_score():
    """A stored zero changes nothing; rows without counts are all masked."""
    topic_term = np.array([[1.0, 0.0]])
    stored = sp.csr_matrix((np.array([2, 0]), ([0, 0], [0, 1])), shape=(1, 2))
    assert row_perplexities(stored, np.ones((1, 1)), topic_term)[0].tolist() == [1.0]
    empty = row_perplexities(sp.csr_matrix((2, 2)), np.ones((2, 1)), topic_term)
    assert [values.tolist() for values in empty] == [[None, None], [None, None]]


def test_shapes_that_do_not_fit_are_named():
    """Three arrays share three sizes."""
    with pytest.raises(InputError, match=r"counts of shape \(2, 3\), got \(2, 1\) and \(1, 4\)"):
        row_perplexities(sp.csr_matrix((2, 3)), np.ones((2, 1)), np.ones((1, 4)) / 4)
