"""The asymmetric document prior: Minka's fixed point on whole counts."""

from __future__ import annotations

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

LONGEST = 65536


@njit(cache=True, inline="always")
def _whole(count: float) -> int:
    return int(np.rint(min(count, float(LONGEST))))


@njit(cache=True, parallel=True)
def renew_document_prior(
    row_topic: NDArray[np.float32],
    row_lengths: NDArray[np.float32],
    n_steps: int,
    least: float,
    document_prior: NDArray[np.float64],
) -> None:
    """Move `document_prior` (n_topics,) by `n_steps` of Minka's fixed point (2000).

    ``a[k] *= sum_i(psi(n[i, k] + a[k]) - psi(a[k])) / sum_i(psi(n[i] + A) - psi(A))`` with
    ``n = rint(row_topic)``, ``A = a.sum()`` held during a call. For whole ``n`` the
    difference of digammas is ``sum_{j < n} 1 / (a + j)`` (Wallach 2008), so that a histogram
    of counts is enough. Rounding matters: soft counts spread crumbs over every topic, and
    the fixed point then takes them for evidence and drives the prior up. Counts above
    `LONGEST` are taken for that: what is beyond it adds a logarithm and would cost memory.
    """
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
