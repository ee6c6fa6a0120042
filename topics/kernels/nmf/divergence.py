"""Kullback-Leibler divergence of sparse rows: multiplicative updates, one visit a non-zero.

A visit computes the expected value of the non-zero, the ratio of the value to it, and the
ratio's part of the update; neither the product of the factors nor the ratios are stored.
"""

from __future__ import annotations

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from topics.kernels.arithmetic import REORDERED
from topics.kernels.nmf.arrays import Divergence
from topics.kernels.rows import Rows
from topics.kernels.scratch import scratch

_ZERO = np.float32(0.0)
_FOUR = np.float32(4.0)


@njit(cache=True, fastmath=REORDERED, inline="always")
def expected_value(row: NDArray[np.float32], other: NDArray[np.float32]) -> np.float32:
    """``row @ other``, in an order that depends only on their length."""
    total = _ZERO
    for k in range(len(row)):
        total += row[k] * other[k]
    return total


@njit(cache=True, fastmath=REORDERED, parallel=True)
def scale_rows(
    rows: Rows,
    target: Divergence,
    n_passes: int,
    tolerance: np.float32,
    result: NDArray[np.float32],
    score: NDArray[np.float64],
) -> None:
    """Renew `result` (n_rows, n_topics) by at most `n_passes` multiplicative updates.

    An update of the row ``x`` computes

        a = x * sum_e values[e] / (x @ factor[indices[e]]) * factor[indices[e]] + extra[i]

    and sets ``x`` to ``a / mass``, at least `least`; with a `quadratic` penalty, to the root of
    ``quadratic * x**2 + mass * x = a``. A row is finished when none of its numbers changes by
    more than `tolerance` times their sum. ``score[i]`` is ``sum_e values[e] * log(values[e] /
    (x @ factor[indices[e]]))`` for the row before the first update.
    """
    values, indices, indptr = rows
    factor, mass, quadratic, extra, least = target
    n_topics = len(mass)
    for i in prange(len(indptr) - 1):
        row = scratch(n_topics)
        fresh = scratch(n_topics)
        for k in range(n_topics):
            row[k] = max(result[i, k], least)
        total = 0.0
        for n in range(n_passes):
            for k in range(n_topics):
                fresh[k] = _ZERO
            for e in range(indptr[i], indptr[i + 1]):
                other = factor[indices[e]]
                ratio = values[e] / expected_value(row, other)
                if n == 0:
                    total += np.float64(values[e]) * np.log(np.float64(ratio))
                for k in range(n_topics):
                    fresh[k] += ratio * other[k]
            for k in range(n_topics):
                fresh[k] *= row[k]
            if len(extra) > 0:
                for k in range(n_topics):
                    fresh[k] += extra[i, k]
            if quadratic > _ZERO:
                # The root, without subtracting numbers that are close: 2a / (m + sqrt(m**2 + 4qa)).
                for k in range(n_topics):
                    root = np.sqrt(mass[k] * mass[k] + _FOUR * quadratic * fresh[k])
                    fresh[k] = max((fresh[k] + fresh[k]) / (mass[k] + root), least)
            else:
                for k in range(n_topics):
                    fresh[k] = max(fresh[k] / mass[k], least)
            moved = _ZERO
            whole = _ZERO
            for k in range(n_topics):
                moved = max(moved, abs(fresh[k] - row[k]))
            for k in range(n_topics):
                whole += fresh[k]
            for k in range(n_topics):
                row[k] = fresh[k]
            if moved <= tolerance * whole:
                break
        for k in range(n_topics):
            result[i, k] = row[k]
        score[i] = total
