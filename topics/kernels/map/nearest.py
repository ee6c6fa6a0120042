"""The nearest of many points: a shortlist from float32 products, then exact distances."""

from __future__ import annotations

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray


@njit(cache=True, nogil=True)
def keep_largest(
    products: NDArray[np.float32],
    half_squares: NDArray[np.float32],
    first: int,
    skip: NDArray[np.int64],
    closeness: NDArray[np.float32],
    index: NDArray[np.int64],
) -> None:
    """Renew the shortlist of every row of `products` with the points of one tile.

    ``closeness`` holds the largest of ``products - half_squares`` so far, falling, and
    ``index`` whose they are; points are numbered from `first` on. It equals a stable
    descending argsort over all tiles. A row passes over the point that `skip` names.
    """
    n_kept = closeness.shape[1]
    for i in range(products.shape[0]):
        least = closeness[i, n_kept - 1]
        for j in range(products.shape[1]):
            value = products[i, j] - half_squares[j]
            if value > least and first + j != skip[i]:
                place = n_kept - 1
                while place > 0 and closeness[i, place - 1] < value:
                    closeness[i, place] = closeness[i, place - 1]
                    index[i, place] = index[i, place - 1]
                    place -= 1
                closeness[i, place] = value
                index[i, place] = first + j
                least = closeness[i, n_kept - 1]


@njit(cache=True, parallel=True)
def sort_by_distance(
    queries: NDArray[np.float64],
    points: NDArray[np.float64],
    index: NDArray[np.int64],
    distance: NDArray[np.float64],
) -> None:
    """Fill `distance` and sort every row of `index` by it, equal ones by number.

    ``distance[i, r] = np.sqrt(((queries[i] - points[index[i, r]]) ** 2).sum())``
    """
    for i in prange(index.shape[0]):
        for r in range(index.shape[1]):
            point = index[i, r]
            total = 0.0
            for d in range(queries.shape[1]):
                gap = queries[i, d] - points[point, d]
                total += gap * gap
            place = r
            while place > 0 and (
                distance[i, place - 1] > total
                or (distance[i, place - 1] == total and index[i, place - 1] > point)
            ):
                distance[i, place] = distance[i, place - 1]
                index[i, place] = index[i, place - 1]
                place -= 1
            distance[i, place] = total
            index[i, place] = point
        for r in range(index.shape[1]):
            distance[i, r] = np.sqrt(distance[i, r])
