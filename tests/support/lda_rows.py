"""Small rows, priors and topics for the tests of the LDA kernels."""

import numpy as np
import scipy.sparse as sp

N_ROWS, N_TERMS = 23, 31


def problem(n_topics, whole=True):
    """Rows (one of them empty), priors and topics; some counts above 1, some below."""
    rng = np.random.default_rng(n_topics)
    counts = rng.poisson(0.4, (N_ROWS, N_TERMS)).astype(np.float32)
    if not whole:
        counts *= rng.random((N_ROWS, N_TERMS), dtype=np.float32)
    counts[5] = 0
    term_topic = rng.gamma(0.5, 4.0, (N_TERMS, n_topics)).astype(np.float32) + np.float32(0.01)
    document_prior = rng.gamma(1.0, 0.2, n_topics).astype(np.float32) + np.float32(0.01)
    return sp.csr_matrix(counts), document_prior, term_topic, 1 / term_topic.sum(axis=0)


def arrays(matrix):
    """CSR arrays in the kernels' types."""
    return matrix.data, matrix.indices.astype(np.int32), matrix.indptr.astype(np.int64)
