"""The transpose of sparse rows, on all threads."""

from __future__ import annotations

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from topics.kernels.rows import Rows


@njit(cache=True, parallel=True)
def transpose(rows: Rows, offsets: NDArray[np.int64], transposed: Rows) -> None:
    """Fill `transposed` with ``rows.T`` in CSR form; its indices are sorted.

    `offsets`, of shape (n_parts, n_columns), is scratch: the rows are split into parts, and one
    thread counts and then moves each part. The result is the same for any number of parts.
    """
    values, indices, indptr = rows
    new_values, new_indices, new_indptr = transposed
    n_rows = len(indptr) - 1
    n_parts, n_columns = offsets.shape
    for p in prange(n_parts):
        offset = offsets[p]
        offset[:] = 0
        for e in range(indptr[p * n_rows // n_parts], indptr[(p + 1) * n_rows // n_parts]):
            offset[np.uint64(indices[e])] += 1
    # offsets[p, j] counted column j in part p; now it becomes where that run begins.
    total = 0
    for j in range(n_columns):
        new_indptr[j] = total
        for p in range(n_parts):
            begin = total
            total += offsets[p, j]
            offsets[p, j] = begin
    new_indptr[n_columns] = total
    for p in prange(n_parts):
        offset = offsets[p]
        for i in range(p * n_rows // n_parts, (p + 1) * n_rows // n_parts):
            for e in range(indptr[i], indptr[i + 1]):
                column = np.uint64(indices[e])
                to = offset[column]
                new_values[to] = values[e]
                new_indices[to] = i
                offset[column] = to + 1
