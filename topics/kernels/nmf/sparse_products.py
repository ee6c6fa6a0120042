"""Products with a factor, summed in an order that does not depend on the threads."""

from __future__ import annotations

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from topics.kernels.arithmetic import REORDERED
from topics.kernels.rows import Rows
from topics.kernels.scratch import scratch

_ZERO = np.float32(0.0)


@njit(cache=True, fastmath=REORDERED, parallel=True)
def multiply(rows: Rows, factor: NDArray[np.float32], result: NDArray[np.float32]) -> None:
    """``result = rows @ factor``, shape (n_rows, n_columns)."""
    values, indices, indptr = rows
    n_columns = factor.shape[1]
    for i in prange(len(indptr) - 1):
        row = scratch(n_columns)
        for k in range(n_columns):
            row[k] = _ZERO
        for e in range(indptr[i], indptr[i + 1]):
            other = factor[indices[e]]
            value = values[e]
            for k in range(n_columns):
                row[k] += value * other[k]
        for k in range(n_columns):
            result[i, k] = row[k]


@njit(cache=True, fastmath=REORDERED, parallel=True)
def gram_parts(factor: NDArray[np.float32], parts: NDArray[np.float32]) -> None:
    """Fill `parts` (n_parts, n_topics, n_topics) with ``F.T @ F`` of consecutive runs F of rows.

    Their sum over the parts is ``factor.T @ factor``. `factor` is not negative: topics that are
    zero in all four rows are skipped.
    """
    n_rows, n_topics = factor.shape
    n_parts = len(parts)
    for p in prange(n_parts):
        part = parts[p]
        part[:] = _ZERO
        i, end = p * n_rows // n_parts, (p + 1) * n_rows // n_parts
        # Four rows at a time, so that each sum is read and written once for the four.
        while i + 4 <= end:
            a, b, c, d = factor[i], factor[i + 1], factor[i + 2], factor[i + 3]
            for k in range(n_topics):
                if a[k] + b[k] + c[k] + d[k] != _ZERO:
                    target = part[k]
                    for j in range(n_topics):
                        target[j] += a[k] * a[j] + b[k] * b[j] + c[k] * c[j] + d[k] * d[j]
            i += 4
        while i < end:
            row = factor[i]
            for k in range(n_topics):
                target = part[k]
                for j in range(n_topics):
                    target[j] += row[k] * row[j]
            i += 1


@njit(cache=True, parallel=True)
def extrapolate(
    now: NDArray[np.float32],
    before: NDArray[np.float32],
    weight: np.float32,
    both_ways: bool,
    result: NDArray[np.float32],
) -> None:
    """``result = max(now + weight * (now - before), 0)``.

    Without `both_ways` only rising numbers are extrapolated: ``max(now - before, 0)``.
    """
    for i in prange(now.shape[0]):
        for k in range(now.shape[1]):
            step = now[i, k] - before[i, k]
            if step < _ZERO and not both_ways:
                step = _ZERO
            result[i, k] = max(now[i, k] + weight * step, _ZERO)
