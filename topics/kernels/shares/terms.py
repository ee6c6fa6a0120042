"""Expected counts of terms in topics, and how many tokens of known topic they are worth."""

from __future__ import annotations

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from topics.kernels.rows import Rows

Floats = NDArray[np.float64]


@njit(cache=True, parallel=True)
def sum_term_information(
    rows: Rows, row_topic: Floats, topic_term: Floats, counts: Floats, known: Floats
) -> None:
    """Add the sums over rows ``i`` of counts ``X`` of the probabilities of topics, and of squares.

    With ``p = row_topic[i][:, None] * topic_term``, divided by its sums over topics where these
    are above 0::

        counts += sum(X[i] * p)
        known += sum(X[i] * p**2)

    Each topic is of one thread, and its sums run in the order of the rows, so bits do not depend
    on threads.

    Parameters
    ----------
    rows : Rows
    row_topic : array, shape (n_rows, n_topics)
    topic_term, counts, known : array, shape (n_topics, n_vocabulary)
    """
    n_topics = len(topic_term)
    total = np.empty(len(rows.indices))
    for i in prange(len(rows.indptr) - 1):
        for place in range(rows.indptr[i], rows.indptr[i + 1]):
            total[place] = 0.0
        for k in range(n_topics):
            share, terms = row_topic[i, k], topic_term[k]
            for place in range(rows.indptr[i], rows.indptr[i + 1]):
                total[place] += share * terms[rows.indices[place]]
    for k in prange(n_topics):
        terms = topic_term[k]
        for i in range(len(rows.indptr) - 1):
            share = row_topic[i, k]
            for place in range(rows.indptr[i], rows.indptr[i + 1]):
                if total[place] > 0:
                    term = rows.indices[place]
                    p = share * terms[term] / total[place]
                    counts[k, term] += rows.values[place] * p
                    known[k, term] += rows.values[place] * p * p
