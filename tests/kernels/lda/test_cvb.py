"""The LDA kernels equal their plain-loop twins."""

import numpy as np
import pytest

from support import naive
from support.lda_rows import N_ROWS, N_TERMS, arrays, problem
from topics.kernels.lda import cvb
from topics.kernels.lda.document_prior import renew_document_prior
from topics.kernels.lda.fold import fold_rows
from topics.models.lda.state import in_chunks


def started(matrix, document_prior, term_topic, inverse_mass):
    """Rows somewhere, and the scales that `guess_scales` gives them."""
    rng = np.random.default_rng(2)
    row_topic = rng.gamma(0.3, 4.0, (N_ROWS, len(document_prior))).astype(np.float32)
    scales = np.zeros(matrix.nnz, np.float32)
    _, *rest = arrays(matrix)
    cvb.guess_scales(*rest, 0, N_ROWS, document_prior, term_topic, inverse_mass, row_topic, scales)
    return row_topic, scales


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("n_topics", [1, 3, 8, 37])
class TestTwins:
    """Every kernel of a sweep, over sizes around the width of a vector."""

    def test_guess_scales_equals_its_twin(self, n_topics, whole):
        """Scales normalise."""
        setting = problem(n_topics, whole)
        row_topic, scales = started(*setting)
        np.testing.assert_allclose(scales, naive.guess_scales(*setting, row_topic), rtol=1e-5)

    def test_row_step_equals_its_twin(self, n_topics, whole):
        """Rows, scales and log-likelihoods after four passes."""
        matrix, prior, term_topic, inverse_mass = setting = problem(n_topics, whole)
        row_topic, scales = started(*setting)
        expected = naive.row_step(matrix, 4, prior, term_topic, inverse_mass, row_topic, scales)
        log_likelihood = np.zeros(N_ROWS)
        cvb.row_step(
            *arrays(matrix), 0, N_ROWS, 4, prior, term_topic, inverse_mass,
            row_topic, scales, log_likelihood,
        )  # fmt: skip
        for got, want in zip((row_topic, scales, log_likelihood), expected, strict=True):
            np.testing.assert_allclose(got, want, rtol=1e-5, atol=1e-5)

    def test_term_step_equals_its_twin(self, n_topics, whole):
        """Contribution, topics and mass, with an earlier contribution to replace."""
        matrix, prior, term_topic, inverse_mass = setting = problem(n_topics, whole)
        row_topic, scales = started(*setting)
        (chunk,) = in_chunks(matrix, 1, n_topics)
        before = np.random.default_rng(1).random((N_TERMS, n_topics)).astype(np.float32) / 100
        before[~np.isin(np.arange(N_TERMS), chunk.terms)] = 0
        chunk.contribution[:] = before[chunk.terms]
        least = np.float32(0.001)
        fresh, moved_topics, moved_mass = naive.term_step(
            matrix, prior, row_topic, inverse_mass, scales, least, before, term_topic
        )
        moved = np.empty((5, n_topics), np.float32)
        cvb.term_step(
            matrix.data, chunk.terms, chunk.term_offsets, chunk.rows, chunk.places, prior,
            row_topic, inverse_mass, scales, least, chunk.contribution, term_topic, moved,
        )  # fmt: skip
        np.testing.assert_allclose(chunk.contribution, fresh[chunk.terms], rtol=1e-5, atol=1e-5)
        np.testing.assert_allclose(term_topic, moved_topics, rtol=1e-5, atol=1e-5)
        np.testing.assert_allclose(moved.sum(axis=0), moved_mass, rtol=1e-5, atol=1e-4)

    def test_fold_rows_equals_its_twin(self, n_topics, whole):
        """Shares and log-likelihoods of rows, the empty one among them."""
        matrix, prior, term_topic, _ = problem(n_topics, whole)
        term_topic = term_topic / term_topic.sum(axis=0)
        shares, log_likelihood = np.empty((N_ROWS, n_topics)), np.empty(N_ROWS)
        fold_rows(*arrays(matrix), term_topic, prior, 7, np.float32(0), shares, log_likelihood)
        for i in range(N_ROWS):
            row = matrix[[i]]
            share, score = naive.fold_row(row.data, row.indices, term_topic, prior, 7, 0.0)
            np.testing.assert_allclose(shares[i], share, rtol=1e-5, atol=1e-6)
            np.testing.assert_allclose(log_likelihood[i], score, rtol=1e-5, atol=1e-5)


def test_solved_share_is_a_root():
    """The fixed point's three steps come near the quadratic's smaller root."""
    _, prior, term_topic, inverse_mass = problem(8)
    row = np.linspace(0.5, 9.0, 8).astype(np.float32) + prior
    share = np.empty(8, np.float32)
    cvb.solve_share(row, term_topic[3], inverse_mass, np.float32(0.1), share)
    rest = 0.1 * inverse_mass * (row - share) * (term_topic[3] - share)
    np.testing.assert_allclose(share, rest, rtol=0.02, atol=1e-4)


def test_document_prior_equals_its_twin():
    """A histogram of whole counts gives what digammas give."""
    rng = np.random.default_rng(0)
    row_topic = rng.gamma(0.3, 5.0, (50, 6)).astype(np.float32)
    lengths = row_topic.sum(axis=1)
    prior = rng.random(6) + 0.05
    want = naive.renew_document_prior(row_topic, lengths, 5, 1e-4, prior)
    renew_document_prior(row_topic, lengths, 5, 1e-4, prior)
    np.testing.assert_allclose(prior, want, rtol=1e-5)
