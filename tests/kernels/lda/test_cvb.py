"""The kernels of variational Bayes, fold-in and prior equal their plain-loop twins."""

import numpy as np
import pytest

from support import naive
from support.lda_rows import LEAST, N_ROWS, N_TERMS, problem, some_stored
from topics.kernels.lda import cvb
from topics.kernels.lda.document_prior import renew_document_prior
from topics.kernels.lda.fold import fold_rows
from topics.kernels.rows import Rows
from topics.models.lda.state import in_chunks


def started(matrix, topics):
    """Random expected counts of the rows, and the scales that `guess_scales` gives them."""
    rng = np.random.default_rng(2)
    row_topic = rng.gamma(0.3, 4.0, (N_ROWS, len(topics.document_prior))).astype(np.float32)
    scales = np.zeros(matrix.nnz, np.float32)
    cvb.guess_scales(Rows.from_csr(matrix), 0, N_ROWS, topics, row_topic, scales)
    return row_topic, scales


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("n_topics", [1, 3, 8, 37])
class TestTwins:
    """Every kernel of a sweep, with numbers of topics around the width of a vector."""

    def test_guess_scales_equals_its_twin(self, n_topics, whole):
        """The scales normalise the shares."""
        matrix, topics = problem(n_topics, whole)
        row_topic, scales = started(matrix, topics)
        expected = naive.guess_scales(matrix, topics, row_topic)
        np.testing.assert_allclose(scales, expected, rtol=2e-6)

    def test_row_step_equals_its_twin(self, n_topics, whole):
        """Rows, scales and log-likelihoods after four passes."""
        matrix, topics = problem(n_topics, whole)
        row_topic, scales = started(matrix, topics)
        stored = some_stored(matrix, n_topics)
        expected = naive.row_step(matrix, 4, topics, stored, row_topic, scales)
        scores = np.zeros(N_ROWS)
        rows = Rows.from_csr(matrix)
        cvb.row_step(rows, 0, N_ROWS, 4, topics, stored, row_topic, scales, scores)
        for got, want in zip((row_topic, scales, scores, stored.in_rows), expected, strict=True):
            np.testing.assert_allclose(got, want, rtol=1e-5, atol=1e-5)

    def test_term_step_equals_its_twin(self, n_topics, whole):
        """Contribution, topics and mass, after an earlier contribution was replaced."""
        matrix, topics = problem(n_topics, whole)
        row_topic, scales = started(matrix, topics)
        stored = some_stored(matrix, n_topics)
        (chunk,) = in_chunks(matrix, 1, stored)
        terms = chunk.columns.terms
        before = np.random.default_rng(1).random((N_TERMS, n_topics)).astype(np.float32) / 100
        before[~np.isin(np.arange(N_TERMS), terms)] = 0
        chunk.contribution[:] = before[terms]
        fresh, moved_topics, moved_mass = naive.term_step(
            matrix, topics, stored, row_topic, scales, before
        )
        moved = np.empty((5, n_topics), np.float32)
        cvb.term_step(
            matrix.data, chunk.columns, row_topic, scales, topics, chunk.stored,
            chunk.contribution, moved,
        )  # fmt: skip
        np.testing.assert_array_equal(stored.in_terms, stored.in_rows)
        np.testing.assert_allclose(chunk.contribution, fresh[terms], rtol=1e-5, atol=1e-6)
        np.testing.assert_allclose(topics.term_topic, moved_topics, rtol=1e-5, atol=1e-6)
        np.testing.assert_allclose(moved.sum(axis=0), moved_mass, rtol=1e-5, atol=1e-5)

    def test_fold_rows_equals_its_twin(self, n_topics, whole):
        """Shares and log-likelihoods of all rows, including the empty one."""
        matrix, topics = problem(n_topics, whole)
        prior = topics.document_prior
        term_topic = topics.term_topic / topics.term_topic.sum(axis=0)
        shares, log_likelihood = np.empty((N_ROWS, n_topics)), np.empty(N_ROWS)
        rows = Rows.from_csr(matrix)
        fold_rows(rows, term_topic, prior, 7, np.float32(0), shares, log_likelihood)
        for i in range(N_ROWS):
            row = matrix[[i]]
            share, score = naive.fold_row(row.data, row.indices, term_topic, prior, 7, 0.0)
            np.testing.assert_allclose(shares[i], share, rtol=1e-5, atol=1e-6)
            np.testing.assert_allclose(log_likelihood[i], score, rtol=1e-5, atol=1e-5)


def test_solved_share_is_a_root():
    """Three steps of the fixed point come close to the smaller root of the quadratic equation."""
    _, topics = problem(8)
    row = np.linspace(0.5, 9.0, 8).astype(np.float32) + topics.document_prior
    term = topics.term_topic[3]
    share = np.empty(8, np.float32)
    cvb.solve_share(row, term, topics.inverse_mass, np.float32(0.1), share)
    rest = 0.1 * topics.inverse_mass * (row - share) * (term - share)
    np.testing.assert_allclose(share, rest, rtol=0.02, atol=1e-4)


def test_document_prior_equals_its_twin():
    """A histogram of whole counts gives the same as digammas."""
    rng = np.random.default_rng(0)
    row_topic = rng.gamma(0.3, 5.0, (50, 6)).astype(np.float32)
    lengths = row_topic.sum(axis=1)
    prior = rng.random(6) + 0.05
    want = naive.renew_document_prior(row_topic, lengths, 5, 1e-4, prior)
    renew_document_prior(row_topic, lengths, 5, 1e-4, prior)
    np.testing.assert_allclose(prior, want, rtol=1e-10)


def test_no_term_falls_below_the_least():
    """Where more is taken away than there is."""
    matrix, topics = problem(3)
    row_topic, scales = started(matrix, topics)
    (chunk,) = in_chunks(matrix, 1, some_stored(matrix, 3))
    chunk.contribution[:] = 1000
    moved = np.empty((1, 3), np.float32)
    cvb.term_step(
        matrix.data, chunk.columns, row_topic, scales, topics, chunk.stored, chunk.contribution,
        moved,
    )  # fmt: skip
    assert (topics.term_topic[chunk.columns.terms] == LEAST).all()
