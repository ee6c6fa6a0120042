"""How many terms of a row each topic drew: mean and variance over the posterior, by sampling."""

from __future__ import annotations

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from topics.kernels.chance import mixed
from topics.kernels.rows import Rows

Floats = NDArray[np.float64]

MOST_PARTS = 64
"""A count is drawn in at most this many parts of equal weight, so that no row takes forever."""

_STEP = np.uint64(6364136223846793005)  # Knuth's multiplier: the upper bits are good
_ODD = np.uint64(1442695040888963407)
_TO_UNIT = 1.0 / 9007199254740992.0


@njit(cache=True, parallel=True)
def sample_topic_counts(
    rows: Rows,
    term_topic: Floats,
    document_prior: Floats,
    row_topic: Floats,
    random_state: np.uint64,
    n_sweeps: int,
    mean: Floats,
    variance: Floats,
) -> None:
    """Fill mean and variance of the counts of every row's terms in each topic.

    Collapsed Gibbs sampling with fixed terms (Griffiths and Steyvers 2004): a token of term ``t``
    gets topic ``k`` with a probability proportional to ``(n[k] + document_prior[k]) *
    term_topic[t, k]``, where ``n`` are the counts of the row's other tokens. It begins with tokens
    drawn by ``row_topic``; the first quarter of the `n_sweeps` is left out. Chance depends on the
    row and its place only, and each row is of one thread, so bits do not depend on threads.
    """
    n_topics = len(document_prior)
    n_left_out = n_sweeps // 4
    for i in prange(len(rows.indptr) - 1):
        begin, end = rows.indptr[i], rows.indptr[i + 1]
        n_tokens = 0
        for place in range(begin, end):
            n_tokens += min(MOST_PARTS, max(1, int(np.ceil(rows.values[place]))))
        term = np.empty(n_tokens, np.int64)
        weight = np.empty(n_tokens, np.float64)
        topic = np.empty(n_tokens, np.int64)
        token = 0
        for place in range(begin, end):
            count = np.float64(rows.values[place])
            parts = min(MOST_PARTS, max(1, int(np.ceil(count))))
            for _ in range(parts):
                term[token], weight[token] = rows.indices[place], count / parts
                token += 1
        counts = np.zeros(n_topics)
        ends = np.empty(n_topics)
        state = mixed(mixed(random_state) ^ np.uint64(i))
        for k in range(n_topics):
            mean[i, k] = variance[i, k] = 0.0
        for sweep in range(n_sweeps + 1):
            for token in range(n_tokens):
                if sweep:
                    counts[topic[token]] -= weight[token]
                total = 0.0
                for k in range(n_topics):
                    base = counts[k] + document_prior[k] if sweep else row_topic[i, k]
                    total += base * term_topic[term[token], k]
                    ends[k] = total
                state = state * _STEP + _ODD
                left = float(mixed(state) >> np.uint64(11)) * _TO_UNIT * total
                chosen = n_topics - 1
                for k in range(n_topics):
                    if left < ends[k]:
                        chosen = k
                        break
                topic[token] = chosen
                counts[chosen] += weight[token]
            if sweep > n_left_out:
                for k in range(n_topics):
                    mean[i, k] += counts[k]
                    variance[i, k] += counts[k] * counts[k]
        n_kept = n_sweeps - n_left_out
        for k in range(n_topics):
            average = mean[i, k] / n_kept
            mean[i, k] = average
            variance[i, k] = max(0.0, variance[i, k] / n_kept - average * average)
