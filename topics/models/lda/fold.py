"""Topic shares of new rows, with the topics frozen."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from topics.kernels.lda.fold import fold_rows
from topics.kernels.rows import Rows

MAX_PASSES, TOLERANCE = 100, 1e-3

KERNELS = (fold_rows,)


def fold_in(
    matrix: Any,
    term_topic: NDArray[np.float32],
    document_prior: NDArray[np.float64],
    tolerance: float = TOLERANCE,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Topic shares of rows, shape (n_rows, n_topics), and their log probabilities, (n_rows,).

    Parameters
    ----------
    matrix : CSR of float32, shape (n_rows, n_vocabulary)
        Counts.
    term_topic : array of float32, shape (n_vocabulary, n_topics)
        Probabilities of the terms: columns sum to 1.
    document_prior : array, shape (n_topics,)
    tolerance : float
        A row is finished when a pass changes none of its shares by more than this.
    """
    shares = np.empty((matrix.shape[0], len(document_prior)))
    log_likelihood = np.empty(matrix.shape[0])
    prior = document_prior.astype(np.float32)
    limit = np.float32(tolerance)
    fold_rows(Rows.from_csr(matrix), term_topic, prior, MAX_PASSES, limit, shares, log_likelihood)
    return shares, log_likelihood
