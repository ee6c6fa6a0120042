"""Non-negative least squares row by row: coordinate descent that keeps the gradient.

With the gradient kept, a coordinate that stays at zero costs a comparison, one that moves
costs a row of the Gram matrix. Factors of texts are mostly zeros, so that several passes over
a row cost little beside the sparse product that they share. Some rows take turns, coordinate
by coordinate: none waits for its own last step, and a row of the Gram matrix serves them all.
"""

from __future__ import annotations

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from topics.kernels.arithmetic import REORDERED
from topics.kernels.scratch import GAP

_ZERO = np.float32(0.0)
_ONE = np.float32(1.0)
_LEAST = np.float32(1e-30)  # what is smaller is zero: subnormal numbers are slow
_BLOCK = 8  # rows that take turns


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
    """Lower a quadratic of every row of `rows` (n_rows, n_topics), which stay 0 or more.

    The quadratic is
    ``0.5 * row @ gram @ row - product @ row + linear * row.sum() + 0.5 * quadratic * row @ row``

    with ``product = CSR(values, indices, indptr)[i] @ factor + extra[i]``, by passes over its
    coordinates, each set to its best. `extra` may have no rows: zeros. A row
    is done after `n_passes`, or when a pass lowers it by less than the share `tolerance` of
    the first pass. ``cross[i]`` is ``product @ row``.
    """
    n_topics = len(gram)
    n_rows = len(indptr) - 1
    for b in prange((n_rows + _BLOCK - 1) // _BLOCK):
        begin = b * _BLOCK
        n = min(_BLOCK, n_rows - begin)
        space = np.empty((3 * _BLOCK, n_topics + GAP), np.float32)
        block, products, gradients = space[:_BLOCK], space[_BLOCK:], space[2 * _BLOCK :]
        first, gain = np.zeros(_BLOCK, np.float32), np.ones(_BLOCK, np.float32)
        for r in range(n):
            i = begin + r
            row, product, gradient = block[r], products[r], gradients[r]
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
        for p in range(n_passes):
            goes_on = False
            for r in range(n):
                # A row that is done has a gain below zero.
                if gain[r] > tolerance * first[r]:
                    goes_on, gain[r] = True, _ZERO
                else:
                    gain[r] = -_ONE
            if not goes_on:
                break
            for k in range(n_topics):
                column = gram[k]
                curvature = column[k] + quadratic
                if curvature <= _ZERO:
                    continue
                for r in range(n):
                    old = block[r, k]
                    slope = gradients[r, k]
                    if (old == _ZERO and slope >= _ZERO) or gain[r] < _ZERO:
                        continue
                    new = old - slope / curvature
                    if new < _LEAST:
                        new = _ZERO
                    step = new - old
                    if step != _ZERO:
                        block[r, k] = new
                        gradient = gradients[r]
                        for j in range(n_topics):
                            gradient[j] += step * column[j]
                        gradient[k] += step * quadratic
                        gain[r] += step * step * curvature
            if p == 0:
                first[:] = gain
        for r in range(n):
            row, product = block[r], products[r]
            for k in range(n_topics):
                rows[begin + r, k] = row[k]
            total = 0.0
            for k in range(n_topics):
                total += np.float64(product[k]) * np.float64(row[k])
            cross[begin + r] = total
