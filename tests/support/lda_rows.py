"""Small rows, priors and topics for the tests of the LDA kernels."""

import numpy as np
import scipy.sparse as sp

from topics.kernels.lda.arrays import StoredShares, Topics

N_ROWS, N_TERMS = 23, 31
LEAST = np.float32(0.001)


def problem(n_topics, whole=True):
    """Counts (one row empty) and topics; if not `whole`, some counts are below 1."""
    rng = np.random.default_rng(n_topics)
    counts = rng.poisson(0.4, (N_ROWS, N_TERMS)).astype(np.float32)
    if not whole:
        counts *= rng.random((N_ROWS, N_TERMS), dtype=np.float32)
    counts[5] = 0
    term_topic = rng.gamma(0.5, 4.0, (N_TERMS, n_topics)).astype(np.float32) + np.float32(0.01)
    document_prior = rng.gamma(1.0, 0.2, n_topics).astype(np.float32) + np.float32(0.01)
    return sp.csr_matrix(counts), topics_of(term_topic, document_prior)


def topics_of(term_topic, document_prior):
    """What the kernels take, with the mass that `term_topic` has."""
    return Topics(term_topic, 1 / term_topic.sum(axis=0), document_prior, LEAST)


def some_stored(matrix, n_topics, share=0.3):
    """Random shares for a part of the non-zeros, some of them in no term yet."""
    rng = np.random.default_rng(n_topics)
    positions = np.flatnonzero(rng.random(matrix.nnz) < share)
    in_rows, in_terms = rng.dirichlet(np.ones(n_topics), (2, len(positions))).astype(np.float32)
    in_terms[::3] = 0
    return StoredShares(positions, np.arange(len(positions), dtype=np.int32), in_rows, in_terms)
