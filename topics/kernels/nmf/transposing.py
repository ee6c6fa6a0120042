"""The transpose of sparse rows, on all threads."""

from __future__ import annotations

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray


@njit(cache=True, parallel=True)
def transpose(
    values: NDArray[np.float32],
    indices: NDArray[np.int32],
    indptr: NDArray[np.int64],
    places: NDArray[np.int64],
    flipped_values: NDArray[np.float32],
    flipped_indices: NDArray[np.int32],
    flipped_indptr: NDArray[np.int64],
) -> None:
    """Fill the `flipped` arrays with the transpose of a CSR matrix; its indices are sorted.

    `places`, of shape (n_parts, n_columns), is scratch: each part of the rows is counted and
    then moved by one thread. The result is the same for any number of parts.
    """
    n_rows = len(indptr) - 1
    n_parts, n_columns = places.shape
    for p in prange(n_parts):
        place = places[p]
        place[:] = 0
        for e in range(indptr[p * n_rows // n_parts], indptr[(p + 1) * n_rows // n_parts]):
            place[np.uint64(indices[e])] += 1
    total = 0
    for j in range(n_columns):
        flipped_indptr[j] = total
        for p in range(n_parts):
            begin = total
            total += places[p, j]
            places[p, j] = begin
    flipped_indptr[n_columns] = total
    for p in prange(n_parts):
        place = places[p]
        for i in range(p * n_rows // n_parts, (p + 1) * n_rows // n_parts):
            for e in range(indptr[i], indptr[i + 1]):
                column = np.uint64(indices[e])
                to = place[column]
                flipped_values[to] = values[e]
                flipped_indices[to] = i
                place[column] = to + 1
