"""The kernels that draw topics equal their plain-loop twins, or a product of NumPy."""

import numpy as np
import pytest
import scipy.sparse as sp

from support import naive
from support.lda_rows import N_ROWS, N_TERMS, arrays, problem
from topics.kernels.lda import gibbs
from topics.models.lda.state import in_chunks

LEAST = np.float32(0.001)


def drawn_problem(n_topics, whole=True):
    """Rows, topics drawn for them, priors and topics."""
    matrix, document_prior, term_topic, _ = problem(n_topics, whole)
    drawn = np.random.default_rng(n_topics).integers(0, n_topics, matrix.nnz).astype(np.int32)
    return matrix, drawn, document_prior, term_topic


def draw(matrix, sweep, document_prior, term_topic, drawn):
    """The kernel: `drawn` anew and the log-likelihoods."""
    inverse_mass = 1 / term_topic.sum(axis=0)
    prior_part, log_likelihood = np.empty(N_TERMS, np.float32), np.zeros(matrix.shape[0])
    terms = np.arange(N_TERMS, dtype=np.int32)
    prior = document_prior * inverse_mass
    gibbs.sum_prior_part(terms, prior, term_topic, prior_part)
    gibbs.draw_topics(
        *arrays(matrix), 0, matrix.shape[0], np.uint64(3), sweep, document_prior, term_topic,
        inverse_mass, prior, prior_part, LEAST, 4, drawn, log_likelihood,
    )  # fmt: skip
    return drawn, log_likelihood


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("n_topics", [1, 3, 8, 37])
class TestTwins:
    """Few and many topics; counts that are whole and such that are not."""

    def test_draw_topics_equals_its_twin(self, n_topics, whole):
        """Three sweeps, one after the other."""
        matrix, drawn, prior, term_topic = drawn_problem(n_topics, whole)
        for sweep in (1, 2, 3):
            expected = naive.draw_topics(
                matrix, 3, sweep, prior, term_topic, 1 / term_topic.sum(axis=0), LEAST, drawn
            )
            got = draw(matrix, sweep, prior, term_topic, drawn)
            np.testing.assert_array_equal(got[0], expected[0])
            np.testing.assert_allclose(got[1], expected[1], rtol=1e-5, atol=1e-5)

    def test_move_terms_moves_the_counts(self, n_topics, whole):
        """From their topics to others, or the same: the topics and their masses."""
        matrix, drawn, _, term_topic = drawn_problem(n_topics, whole)
        rng = np.random.default_rng(1)
        before = rng.integers(0, n_topics, matrix.nnz).astype(np.int32)
        term_topic += np.float32(10.0)
        expected = term_topic.astype(float)
        np.add.at(expected, (matrix.indices, drawn), matrix.data)
        np.subtract.at(expected, (matrix.indices, before), matrix.data)
        start = term_topic.sum(axis=0)
        (chunk,) = in_chunks(matrix, 1, n_topics)
        moved = np.empty((5, n_topics), np.float32)
        gibbs.move_terms(
            matrix.data, chunk.terms, chunk.term_offsets, chunk.places, before, drawn, LEAST,
            term_topic, moved,
        )  # fmt: skip
        np.testing.assert_allclose(term_topic, expected, rtol=1e-5)
        np.testing.assert_allclose(moved.sum(axis=0), expected.sum(axis=0) - start, atol=1e-2)

    def test_counts_by_row_and_by_term(self, n_topics, whole):
        """As summed by NumPy."""
        matrix, drawn, _, _ = drawn_problem(n_topics, whole)
        row_topic = np.ones((N_ROWS, n_topics), np.float32)
        gibbs.count_by_row(matrix.data, matrix.indptr.astype(np.int64), drawn, row_topic)
        expected = np.zeros((N_ROWS, n_topics))
        np.add.at(
            expected, (np.repeat(np.arange(N_ROWS), np.diff(matrix.indptr)), drawn), matrix.data
        )
        np.testing.assert_allclose(row_topic, expected, rtol=1e-5)
        (chunk,) = in_chunks(matrix, 1, n_topics)
        chunk.contribution[:] = 1
        gibbs.count_by_term(
            matrix.data, chunk.term_offsets, chunk.places, drawn, chunk.contribution
        )
        expected = np.zeros((N_TERMS, n_topics))
        np.add.at(expected, (matrix.indices, drawn), matrix.data)
        np.testing.assert_allclose(chunk.contribution, expected[chunk.terms], rtol=1e-5)


def test_topics_are_scattered_evenly():
    """The same for the same random state, others for another; every topic as often."""
    drawn, again, other = np.empty((3, 70_000), np.int32)
    gibbs.scatter_topics(np.uint64(1), 7, drawn)
    gibbs.scatter_topics(np.uint64(1), 7, again)
    gibbs.scatter_topics(np.uint64(2), 7, other)
    assert (drawn == again).all()
    assert abs((drawn == other).mean() - 1 / 7) < 0.02
    assert abs(np.bincount(drawn, minlength=7) / 10_000 - 1).max() < 0.05


def test_terms_never_fall_below_the_least():
    """Counts taken from where there are fewer."""
    matrix = sp.csr_matrix(np.float32([[3.0]]))
    (chunk,) = in_chunks(matrix, 1, 2)
    term_topic, moved = np.float32([[1.0, 1.0]]), np.empty((1, 2), np.float32)
    before, drawn = np.int32([0]), np.int32([1])
    gibbs.move_terms(
        matrix.data, chunk.terms, chunk.term_offsets, chunk.places, before, drawn, LEAST,
        term_topic, moved,
    )  # fmt: skip
    assert term_topic.tolist() == [[LEAST, 4.0]]


def test_topics_are_drawn_as_often_as_they_are_likely():
    """One row of one term over many sweeps, against the probabilities written out."""
    prior = np.float32([0.5, 1.0, 0.25])
    matrix = sp.csr_matrix(np.float32([[1.0, 2.0]]))
    rng = np.random.default_rng(0)
    term_topic = rng.gamma(1.0, 4.0, (N_TERMS, 3)).astype(np.float32) + np.float32(4.0)
    mass = term_topic.sum(axis=0).astype(float)
    start = np.int32([0, 1])
    row = np.float64([0.0, 2.0, 0.0]) + prior
    taken = term_topic[0] - np.float64([1.0, 0.0, 0.0])
    expected = row * taken / (mass - [1.0, 0.0, 0.0])
    seen = np.zeros(3)
    for sweep in range(6_000):
        drawn, _ = draw(matrix, sweep, prior, term_topic, start.copy())
        seen[drawn[0]] += 1
    np.testing.assert_allclose(seen / seen.sum(), expected / expected.sum(), atol=0.02)


def test_a_count_that_rounding_swallows():
    """Beside 2**25 tokens of its topic one more is lost in float32: it still has a topic."""
    counts = np.zeros((1, N_TERMS))
    counts[0, :4] = 2**25, 1, 1, 2
    matrix = sp.csr_matrix(counts.astype(np.float32))
    _, _, prior, term_topic = drawn_problem(3)
    for sweep in range(20):
        drawn = np.zeros(matrix.nnz, np.int32)
        expected = naive.draw_topics(
            matrix, 3, sweep, prior, term_topic, 1 / term_topic.sum(axis=0), LEAST, drawn
        )
        got = draw(matrix, sweep, prior, term_topic, drawn)
        np.testing.assert_array_equal(got[0], expected[0])
        np.testing.assert_allclose(got[1], expected[1], rtol=1e-5)
