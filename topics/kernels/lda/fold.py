"""Topic shares of new rows with the topics frozen, and the probability of their tokens."""

from __future__ import annotations

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from topics.kernels.arithmetic import REORDERED
from topics.kernels.rows import Rows
from topics.kernels.scratch import scratch, sum_of

_ONE = np.float32(1.0)
_ZERO = np.float32(0.0)


@njit(cache=True, fastmath=REORDERED, parallel=True)
def fold_rows(
    rows: Rows,
    term_topic: NDArray[np.float32],
    document_prior: NDArray[np.float32],
    max_passes: int,
    tolerance: np.float32,
    row_topic: NDArray[np.float64],
    log_likelihood: NDArray[np.float64],
) -> None:
    """Fill `row_topic` (n_rows, n_topics) with shares that sum to 1; rows are independent.

    `term_topic` (n_vocabulary, n_topics) has columns that sum to 1. Let ``row`` be the expected
    counts of a row plus `document_prior`, and ``p = term_topic[t]``. The share of a token is
    the root of ``g = c * (row - g) * p``, that is ``c * row * p / (1 + c * p)``. A pass sets
    ``row = document_prior + sum_t counts[t] * share / share.sum()`` and divides ``c`` by that
    sum. A row is finished when no number changes by more than `tolerance` times its sum.

    ``log_likelihood[i]`` is ``sum_t counts[t] * log p(t | other tokens of the row)`` with
    ``p = (row - token * share) @ term_topic[t] / (n - token + document_prior.sum())``.
    """
    counts, indices, indptr = rows
    n_topics = len(document_prior)
    prior_sum = np.float64(sum_of(document_prior))
    for i in prange(len(indptr) - 1):
        begin, end = indptr[i], indptr[i + 1]
        row = scratch(n_topics)
        fresh = scratch(n_topics)
        share = scratch(n_topics)
        scales = np.empty(end - begin, np.float32)
        n = 0.0
        for e in range(begin, end):
            n += counts[e]
        # All counts spread as the prior is: row.sum() == n + prior_sum.
        start = np.float32(n / prior_sum) + _ONE
        for k in range(n_topics):
            row[k] = start * document_prior[k]
        for e in range(begin, end):
            total = _ZERO
            for k in range(n_topics):
                total += row[k] * term_topic[indices[e], k]
            scales[e - begin] = _ONE / total
        limit = tolerance * np.float32(n + prior_sum)
        for _ in range(max_passes):
            for k in range(n_topics):
                fresh[k] = document_prior[k]
            for e in range(begin, end):
                term = term_topic[indices[e]]
                scale = scales[e - begin] * min(counts[e], _ONE)
                for k in range(n_topics):
                    x = scale * term[k]
                    share[k] = x * row[k] / (_ONE + x)
                total = sum_of(share)
                scales[e - begin] = scale / total
                weight = counts[e] / total
                for k in range(n_topics):
                    fresh[k] += weight * share[k]
            change = _ZERO
            for k in range(n_topics):
                change = max(change, abs(fresh[k] - row[k]))
            for k in range(n_topics):
                row[k] = fresh[k]
            if change <= limit:
                break
        score = 0.0
        for e in range(begin, end):
            term = term_topic[indices[e]]
            token = min(counts[e], _ONE)
            for k in range(n_topics):
                x = scales[e - begin] * token * term[k]
                share[k] = x * row[k] / (_ONE + x)
            scale = token / sum_of(share)
            for k in range(n_topics):
                # From here on the probability of the term with each topic, not a share.
                share[k] = max(row[k] - scale * share[k], document_prior[k]) * term[k]
            others = n - token + prior_sum
            score += counts[e] * np.log(np.float64(sum_of(share)) / others)
        log_likelihood[i] = score
        total64 = 0.0
        for k in range(n_topics):
            total64 += row[k]
        for k in range(n_topics):
            row_topic[i, k] = row[k] / total64
