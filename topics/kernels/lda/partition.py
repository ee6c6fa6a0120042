"""Topics of the rows of one partition, and their counts in whole numbers.

Counts of partitions are summed in fixed point: whole numbers give the same sum in any order, so
that the sum does not depend on how many workers there are, or which of them has a partition.
"""

from __future__ import annotations

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from topics.kernels.lda.arrays import Topics
from topics.kernels.rows import Rows
from topics.kernels.scratch import scratch


@njit(cache=True, parallel=True)
def assign_topics(
    rows: Rows, topics: Topics, row_topic: NDArray[np.float32], drawn: NDArray[np.int32]
) -> None:
    """Fill `drawn` (n_nonzeros,) with the most probable topic of every non-zero.

    ``drawn[e] = argmax((row_topic[i] + document_prior) * term_topic[t] * inverse_mass)``, the
    first of equal ones.
    """
    _, indices, indptr = rows
    term_topic, inverse_mass, document_prior, _ = topics
    n_topics = len(document_prior)
    for i in prange(len(indptr) - 1):
        row = scratch(n_topics)
        for k in range(n_topics):
            row[k] = (row_topic[i, k] + document_prior[k]) * inverse_mass[k]
        for e in range(indptr[i], indptr[i + 1]):
            best = 0
            highest = row[0] * term_topic[indices[e], 0]
            for k in range(1, n_topics):
                weight = row[k] * term_topic[indices[e], k]
                if weight > highest:
                    best, highest = k, weight
            drawn[e] = best


@njit(cache=True)
def add_drawn(
    rows: Rows, drawn: NDArray[np.int32], scale: float, counts: NDArray[np.int32]
) -> None:
    """``counts[t, drawn[e]] += rint(scale * value)`` for every non-zero of term ``t``."""
    values, indices, _ = rows
    for e in range(len(drawn)):
        counts[indices[e], drawn[e]] += np.int32(np.rint(scale * values[e]))


@njit(cache=True, parallel=True)
def add_rounded(
    terms: NDArray[np.int32],
    contribution: NDArray[np.float32],
    scale: float,
    counts: NDArray[np.int32],
) -> None:
    """``counts[terms] += rint(scale * contribution)``; `terms` are distinct."""
    for j in prange(len(terms)):
        for k in range(contribution.shape[1]):
            counts[terms[j], k] += np.int32(np.rint(scale * contribution[j, k]))
