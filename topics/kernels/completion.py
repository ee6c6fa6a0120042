"""Document completion: split rows at random, fit shares to one half, score the other."""

from __future__ import annotations

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from topics.kernels.chance import uniform
from topics.kernels.rows import Rows

MOST_DRAWN = 65536
"""Tokens of a non-zero that are assigned one by one: for 2**40 of them it would take hours."""


@njit(cache=True, parallel=True)
def split_counts(rows: Rows, random_state: np.uint64, seen: NDArray[np.int64]) -> None:
    """Fill `seen` (n_nonzeros,) with the number of each non-zero's tokens in the seen half.

    Token ``j`` of non-zero ``(i, t)`` is seen if ``uniform(random_state, i, t, j) < 0.5``, and
    half of the tokens from `MOST_DRAWN` on. `rows` have whole counts, int64.
    """
    counts, indices, indptr = rows
    for i in prange(len(indptr) - 1):
        for e in range(indptr[i], indptr[i + 1]):
            n = 0
            for j in range(min(counts[e], MOST_DRAWN)):
                if uniform(random_state, i, indices[e], j) < 0.5:
                    n += 1
            seen[e] = n + max(counts[e] - MOST_DRAWN, 0) // 2


@njit(cache=True, parallel=True)
def fold_in(
    rows: Rows,
    term_topic: NDArray[np.float64],
    prior: NDArray[np.float64],
    max_sweeps: int,
    tolerance: float,
    row_topic: NDArray[np.float64],
) -> None:
    """Fill `row_topic` (n_rows, n_topics) with topic shares of rows, terms frozen.

    Repeats ``share = normalise(prior + sum_t counts[t] * share * term_topic[t] / (share @
    term_topic[t]))`` until no share changes by more than `tolerance`. Rows without counts get
    the normalised prior. `term_topic` is ``topic_term.T``, shape (n_vocabulary, n_topics).
    """
    counts, indices, indptr = rows
    n_topics = term_topic.shape[1]
    prior_sum = 0.0  # a loop: .sum() would be shared among the threads, in any order
    for k in range(n_topics):
        prior_sum += prior[k]
    for i in prange(len(indptr) - 1):
        share = row_topic[i]
        fresh = np.empty(n_topics)
        total = prior_sum
        for k in range(n_topics):
            share[k] = prior[k] / prior_sum
        for e in range(indptr[i], indptr[i + 1]):
            total += counts[e]
        for _ in range(max_sweeps):
            fresh[:] = prior
            for e in range(indptr[i], indptr[i + 1]):
                row = term_topic[indices[e]]
                p = 0.0
                for k in range(n_topics):
                    p += share[k] * row[k]
                if p > 0.0:
                    weight = counts[e] / p
                    for k in range(n_topics):
                        fresh[k] += weight * share[k] * row[k]
            change = 0.0
            for k in range(n_topics):
                value = fresh[k] / total
                change = max(change, abs(value - share[k]))
                share[k] = value
            if change <= tolerance:
                break


@njit(cache=True, parallel=True)
def row_log_likelihood(
    rows: Rows,
    term_topic: NDArray[np.float64],
    row_topic: NDArray[np.float64],
    result: NDArray[np.float64],
) -> None:
    """Fill `result` (n_rows,) with ``sum_t counts[t] * log(row_topic[i] @ term_topic[t])``."""
    counts, indices, indptr = rows
    n_topics = term_topic.shape[1]
    for i in prange(len(indptr) - 1):
        total = 0.0
        for e in range(indptr[i], indptr[i + 1]):
            p = 0.0
            for k in range(n_topics):
                p += row_topic[i, k] * term_topic[indices[e], k]
            total += counts[e] * np.log(p)
        result[i] = total
