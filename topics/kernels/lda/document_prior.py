"""The asymmetric document prior: Minka's fixed point on whole counts."""

from __future__ import annotations

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

LONGEST = 65536
"""Larger counts are treated as this one: the rest adds only a logarithm and would cost memory."""


@njit(cache=True, inline="always")
def _whole(count: float) -> int:
    """The count rounded, at most `LONGEST`."""
    return int(np.rint(min(count, float(LONGEST))))


@njit(cache=True, parallel=True)
def renew_document_prior(
    row_topic: NDArray[np.float32],
    row_lengths: NDArray[np.float32],
    n_steps: int,
    least: float,
    document_prior: NDArray[np.float64],
) -> None:
    """Renew `document_prior` (n_topics,) by `n_steps` of Minka's fixed point (2000).

    ``a[k] *= sum_i(psi(n[i, k] + a[k]) - psi(a[k])) / sum_i(psi(n[i] + A) - psi(A))``, at least
    `least`, with ``n = rint(row_topic)`` and ``A = a.sum()`` kept during a call.

    Rounding matters: expected counts spread small fractions over all topics, which the fixed
    point would take for evidence and drive the prior up.
    """
    # For whole n, psi(n + a) - psi(a) = sum_{j < n} 1 / (a + j) (Wallach 2008). So the sum over
    # rows is sum_j longer[j + 1] / (a + j), where longer[n] rows have a count of n or more.
    n_rows, n_topics = row_topic.shape
    longest = 0
    for i in range(n_rows):
        longest = max(longest, _whole(row_lengths[i]))
    longer = np.zeros(longest + 1)
    for i in range(n_rows):
        longer[_whole(row_lengths[i])] += 1.0
    for n in range(longest - 1, -1, -1):
        longer[n] += longer[n + 1]
    prior_sum = 0.0  # a loop: .sum() would be shared among the threads, in any order
    for k in range(n_topics):
        prior_sum += document_prior[k]
    below = 0.0
    for n in range(longest):
        below += longer[n + 1] / (prior_sum + n)
    if below > 0.0:
        for k in prange(n_topics):
            highest = 0
            for i in range(n_rows):
                highest = max(highest, _whole(row_topic[i, k]))
            more = np.zeros(highest + 1)
            for i in range(n_rows):
                more[_whole(row_topic[i, k])] += 1.0
            for n in range(highest - 1, -1, -1):
                more[n] += more[n + 1]
            a = document_prior[k]
            for _ in range(n_steps):
                above = 0.0
                for n in range(highest):
                    above += more[n + 1] / (a + n)
                a = max(a * above / below, least)
            document_prior[k] = a
