"""Kullback-Leibler divergence of sparse rows: multiplicative updates, one visit a non-zero.

The expected value of a non-zero, its ratio to the value and the ratio's part in the update are
made in one go; neither the product of the factors nor the ratios are ever stored.
"""

from __future__ import annotations

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from topics.kernels.arithmetic import REORDERED
from topics.kernels.scratch import scratch

_ZERO = np.float32(0.0)
_FOUR = np.float32(4.0)


@njit(cache=True, fastmath=REORDERED, inline="always")
def expected_value(row: NDArray[np.float32], other: NDArray[np.float32]) -> np.float32:
    """``row @ other``, in an order that depends on their length only."""
    total = _ZERO
    for k in range(len(row)):
        total += row[k] * other[k]
    return total


@njit(cache=True, fastmath=REORDERED, parallel=True)
def scale_rows(
    values: NDArray[np.float32],
    indices: NDArray[np.int32],
    indptr: NDArray[np.int64],
    factor: NDArray[np.float32],
    mass: NDArray[np.float32],
    quadratic: np.float32,
    extra: NDArray[np.float32],
    n_passes: int,
    tolerance: np.float32,
    least: np.float32,
    rows: NDArray[np.float32],
    score: NDArray[np.float64],
) -> None:
    """Renew `rows` (n_rows, n_topics), above 0, by `n_passes` of the multiplicative update.

    A pass sets ``row`` to the root of ``quadratic * x**2 + mass * x = a`` with
    ``a = extra[i] + row * sum_e values[e] / (row @ factor[t]) * factor[t]``, at least `least`.
    Without `quadratic` that is ``a / mass``. `extra` may have no rows: zeros. A
    row is done when none of its numbers moves by more than the share
    `tolerance` of their sum. ``score[i]`` is ``sum_e values[e] * log(values[e] / (row @
    factor[t]))`` of the row before the first pass.
    """
    n_topics = len(mass)
    for i in prange(len(indptr) - 1):
        row = scratch(n_topics)
        fresh = scratch(n_topics)
        for k in range(n_topics):
            row[k] = max(rows[i, k], least)
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
            rows[i, k] = row[k]
        score[i] = total
