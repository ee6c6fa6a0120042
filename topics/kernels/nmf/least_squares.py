"""Non-negative least squares row by row: coordinate descent that keeps the gradient.

With the gradient kept, a coordinate that stays at zero costs one comparison, and one that
changes costs one row of the Gram matrix. Factors of texts are mostly zeros, so several passes
over a row cost little compared with the sparse product that they share. Several rows take
turns, coordinate by coordinate: no row waits for its last step, and a row of the Gram
matrix that is in the cache serves them all.
"""

from __future__ import annotations

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from topics.kernels.arithmetic import REORDERED
from topics.kernels.nmf.arrays import LeastSquares
from topics.kernels.rows import Rows
from topics.kernels.scratch import GAP

_ZERO = np.float32(0.0)
_ONE = np.float32(1.0)
_LEAST = np.float32(1e-30)  # smaller numbers become 0: subnormal ones are slow
_BLOCK = 8  # rows that take turns


@njit(cache=True, fastmath=REORDERED, parallel=True)
def solve_rows(
    rows: Rows,
    target: LeastSquares,
    n_passes: int,
    tolerance: np.float32,
    result: NDArray[np.float32],
    cross: NDArray[np.float64],
) -> None:
    """Lower the least squares of every row ``x`` of `result` (n_rows, n_topics), keeping x >= 0.

    The objective of row ``i`` is, with ``product = rows[i] @ factor + extra[i]``,

        0.5 * x @ gram @ x - product @ x + linear * x.sum() + 0.5 * quadratic * x @ x

    A pass sets one coordinate after another to its best value. A row is finished after
    `n_passes`, or when a pass gains less than `tolerance` times the gain of the first.
    ``cross[i]`` is ``product @ x`` at the end.
    """
    values, indices, indptr = rows
    factor, gram, linear, quadratic, extra = target
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
                row[k] = result[i, k]
                product[k] = _ZERO
            if len(extra) > 0:
                for k in range(n_topics):
                    product[k] = extra[i, k]
            for e in range(indptr[i], indptr[i + 1]):
                other = factor[indices[e]]
                value = values[e]
                for k in range(n_topics):
                    product[k] += value * other[k]
            # gradient = gram @ x - product + linear + quadratic * x, kept up to date from here.
            for k in range(n_topics):
                gradient[k] = linear - product[k] + quadratic * row[k]
            for k in range(n_topics):
                amount = row[k]
                if amount != _ZERO:
                    column = gram[k]
                    for j in range(n_topics):
                        gradient[j] += amount * column[j]
        for p in range(n_passes):
            continues = False
            for r in range(n):
                # A negative gain marks a row that is finished.
                if gain[r] > tolerance * first[r]:
                    continues, gain[r] = True, _ZERO
                else:
                    gain[r] = -_ONE
            if not continues:
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
                result[begin + r, k] = row[k]
            total = 0.0
            for k in range(n_topics):
                total += np.float64(product[k]) * np.float64(row[k])
            cross[begin + r] = total
