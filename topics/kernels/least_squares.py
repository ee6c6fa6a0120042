"""Non-negative least squares row by row: coordinate descent that keeps the gradient.

With the gradient kept, a coordinate that stays at zero costs a comparison, one that moves
costs a row of the Gram matrix. Factors of texts are mostly zeros, so that several passes over
a row cost little beside the sparse product that they share.
"""

from __future__ import annotations

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from topics.kernels.arithmetic import REORDERED
from topics.kernels.cvb import scratch

_ZERO = np.float32(0.0)
_LEAST = np.float32(1e-30)  # what is smaller is zero: subnormal numbers are slow


@njit(cache=True, fastmath=REORDERED, parallel=True)
def solve_rows(
    values: NDArray[np.float32],
    indices: NDArray[np.int32],
    indptr: NDArray[np.int64],
    factor: NDArray[np.float32],
    gram: NDArray[np.float32],
    linear: np.float32,
    quadratic: np.float32,
    extra: NDArray[np.float32],
    n_passes: int,
    tolerance: np.float32,
    rows: NDArray[np.float32],
    cross: NDArray[np.float64],
) -> None:
    """Lower, for every row of `rows` (n_rows, n_topics) and without going below 0,

    ``0.5 * row @ gram @ row - product @ row + linear * row.sum() + 0.5 * quadratic * row @ row``

    with ``product = CSR(values, indices, indptr)[i] @ factor + extra[i]``, by passes over its
    coordinates, each set to its best. `extra` may have no rows: zeros. A row
    is done after `n_passes`, or when a pass lowers it by less than the share `tolerance` of
    the first pass. ``cross[i]`` is ``product @ row``.
    """  # noqa: D400
    n_topics = len(gram)
    for i in prange(len(indptr) - 1):
        row = scratch(n_topics)
        product = scratch(n_topics)
        gradient = scratch(n_topics)
        for k in range(n_topics):
            row[k] = rows[i, k]
            product[k] = _ZERO
        if len(extra) > 0:
            for k in range(n_topics):
                product[k] = extra[i, k]
        for e in range(indptr[i], indptr[i + 1]):
            other = factor[indices[e]]
            value = values[e]
            for k in range(n_topics):
                product[k] += value * other[k]
        for k in range(n_topics):
            gradient[k] = linear - product[k] + quadratic * row[k]
        for k in range(n_topics):
            amount = row[k]
            if amount != _ZERO:
                column = gram[k]
                for j in range(n_topics):
                    gradient[j] += amount * column[j]
        first = _ZERO
        for n in range(n_passes):
            gain = _ZERO
            for k in range(n_topics):
                old = row[k]
                slope = gradient[k]
                if old == _ZERO and slope >= _ZERO:
                    continue
                column = gram[k]
                curvature = column[k] + quadratic
                if curvature <= _ZERO:
                    continue
                new = old - slope / curvature
                if new < _LEAST:
                    new = _ZERO
                step = new - old
                if step != _ZERO:
                    row[k] = new
                    for j in range(n_topics):
                        gradient[j] += step * column[j]
                    gradient[k] += step * quadratic
                    gain += step * step * curvature
            if n == 0:
                first = gain
            if gain <= tolerance * first:
                break
        for k in range(n_topics):
            rows[i, k] = row[k]
        total = 0.0
        for k in range(n_topics):
            total += np.float64(product[k]) * np.float64(row[k])
        cross[i] = total
