"""The kernels that draw topics equal their plain-loop twins, or sums by NumPy."""

import numpy as np
import pytest
import scipy.sparse as sp

from support import naive
from support.lda_rows import LEAST, N_ROWS, N_TERMS, problem, some_stored, topics_of
from topics.kernels.lda import gibbs
from topics.kernels.lda.arrays import Draw, PriorWeights
from topics.kernels.rows import Rows
from topics.models.lda.state import in_chunks


def drawn_problem(n_topics, whole=True):
    """Rows, random topics of their non-zeros, and topics."""
    matrix, topics = problem(n_topics, whole)
    drawn = np.random.default_rng(n_topics).integers(0, n_topics, matrix.nnz).astype(np.int32)
    return matrix, drawn, topics


def draw(matrix, sweep, topics, drawn):
    """New topics by the kernel, and the log-likelihoods; `drawn` is changed."""
    log_likelihood = np.zeros(matrix.shape[0])
    weights = PriorWeights(
        topics.document_prior * topics.inverse_mass, np.empty(N_TERMS, np.float32)
    )
    gibbs.sum_prior_weights(np.arange(N_TERMS, dtype=np.int32), topics.term_topic, weights)
    gibbs.draw_topics(
        Rows.from_csr(matrix), 0, matrix.shape[0], Draw(np.uint64(3), sweep), topics, weights, 4,
        drawn, log_likelihood,
    )  # fmt: skip
    return drawn, log_likelihood


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("n_topics", [1, 3, 8, 37])
class TestTwins:
    """Few and many topics; whole counts and others."""

    def test_draw_topics_equals_its_twin(self, n_topics, whole):
        """In three sweeps, one after another."""
        matrix, drawn, topics = drawn_problem(n_topics, whole)
        for sweep in (1, 2, 3):
            expected = naive.draw_topics(matrix, 3, sweep, topics, drawn)
            got = draw(matrix, sweep, topics, drawn)
            np.testing.assert_array_equal(got[0], expected[0])
            np.testing.assert_allclose(got[1], expected[1], rtol=1e-5, atol=1e-5)

    def test_move_terms_moves_the_counts(self, n_topics, whole):
        """Counts leave their topics before and go to the new ones, in the topics and masses."""
        matrix, drawn, topics = drawn_problem(n_topics, whole)
        term_topic = topics.term_topic
        rng = np.random.default_rng(1)
        before = rng.integers(0, n_topics, matrix.nnz).astype(np.int32)
        term_topic += np.float32(10.0)
        expected = term_topic.astype(float)
        np.add.at(expected, (matrix.indices, drawn), matrix.data)
        np.subtract.at(expected, (matrix.indices, before), matrix.data)
        start = term_topic.sum(axis=0, dtype=float)
        (chunk,) = in_chunks(matrix, 1, some_stored(matrix, n_topics))
        moved = np.empty((5, n_topics), np.float32)
        gibbs.move_terms(matrix.data, chunk.columns, before, drawn, topics, moved)
        np.testing.assert_allclose(term_topic, expected, rtol=1e-6)
        np.testing.assert_allclose(moved.sum(axis=0), expected.sum(axis=0) - start, atol=1e-4)

    def test_counts_by_row_and_by_term(self, n_topics, whole):
        """They equal sums by NumPy."""
        matrix, drawn, _ = drawn_problem(n_topics, whole)
        row_topic = np.ones((N_ROWS, n_topics), np.float32)
        gibbs.count_by_row(Rows.from_csr(matrix), drawn, row_topic)
        row = np.repeat(np.arange(N_ROWS), np.diff(matrix.indptr))
        expected = np.zeros((N_ROWS, n_topics))
        np.add.at(expected, (row, drawn), matrix.data)
        np.testing.assert_allclose(row_topic, expected, rtol=1e-6)
        (chunk,) = in_chunks(matrix, 1, some_stored(matrix, n_topics))
        chunk.contribution[:] = 1
        gibbs.count_by_term(matrix.data, chunk.columns, drawn, chunk.contribution)
        expected = np.zeros((N_TERMS, n_topics))
        np.add.at(expected, (matrix.indices, drawn), matrix.data)
        np.testing.assert_allclose(chunk.contribution, expected[chunk.columns.terms], rtol=1e-6)


def test_topics_are_scattered_evenly():
    """The same for the same random state, others for another; all topics equally often."""
    drawn, again, other = np.empty((3, 70_000), np.int32)
    gibbs.scatter_topics(np.uint64(1), 7, drawn)
    gibbs.scatter_topics(np.uint64(1), 7, again)
    gibbs.scatter_topics(np.uint64(2), 7, other)
    assert (drawn == again).all()
    assert (drawn == other).mean() == pytest.approx(1 / 7, abs=0.005)
    assert abs(np.bincount(drawn, minlength=7) / 10_000 - 1).max() < 0.03


def test_terms_never_fall_below_the_least():
    """Where more counts are taken away than there are."""
    matrix = sp.csr_matrix(np.float32([[3.0]]))
    (chunk,) = in_chunks(matrix, 1, some_stored(matrix, 2))
    topics = topics_of(np.float32([[1.0, 1.0]]), np.float32([1.0, 1.0]))
    moved = np.empty((1, 2), np.float32)
    gibbs.move_terms(matrix.data, chunk.columns, np.int32([0]), np.int32([1]), topics, moved)
    assert topics.term_topic.tolist() == [[LEAST, 4.0]]


def test_topics_are_drawn_with_their_probabilities():
    """One row of two terms over many sweeps, compared with the formula."""
    prior = np.float32([0.5, 1.0, 0.25])
    matrix = sp.csr_matrix(np.float32([[1.0, 2.0]]))
    rng = np.random.default_rng(0)
    term_topic = rng.gamma(1.0, 4.0, (N_TERMS, 3)).astype(np.float32) + np.float32(4.0)
    mass = term_topic.sum(axis=0).astype(float)
    start = np.int32([0, 1])
    row = np.float64([0.0, 2.0, 0.0]) + prior
    without_token = term_topic[0] - np.float64([1.0, 0.0, 0.0])
    expected = row * without_token / (mass - [1.0, 0.0, 0.0])
    n_drawn = np.zeros(3)
    for sweep in range(6_000):
        drawn, _ = draw(matrix, sweep, topics_of(term_topic, prior), start.copy())
        n_drawn[drawn[0]] += 1
    np.testing.assert_allclose(n_drawn / n_drawn.sum(), expected / expected.sum(), atol=0.015)


def test_a_count_that_rounding_swallows():
    """Next to 2**25 tokens of its topic one more is lost in float32, but it still has a topic."""
    counts = np.zeros((1, N_TERMS))
    counts[0, :4] = 2**25, 1, 1, 2
    matrix = sp.csr_matrix(counts.astype(np.float32))
    _, _, topics = drawn_problem(3)
    for sweep in range(20):
        drawn = np.zeros(matrix.nnz, np.int32)
        expected = naive.draw_topics(matrix, 3, sweep, topics, drawn)
        got = draw(matrix, sweep, topics, drawn)
        np.testing.assert_array_equal(got[0], expected[0])
        np.testing.assert_allclose(got[1], expected[1], rtol=1e-5)
