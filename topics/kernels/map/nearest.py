"""The nearest of many points: a shortlist from float32 products, then exact distances."""

from __future__ import annotations

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray


@njit(cache=True, inline="always")
def _insert(
    value: np.float32, point: int, closeness: NDArray[np.float32], index: NDArray[np.int64]
) -> None:
    """Put a point on a shortlist, behind those of larger values, and of equal ones before it."""
    rank = len(closeness)
    while rank > 0 and (
        closeness[rank - 1] < value or (closeness[rank - 1] == value and index[rank - 1] > point)
    ):
        rank -= 1
        if rank + 1 < len(closeness):
            closeness[rank + 1] = closeness[rank]
            index[rank + 1] = index[rank]
    if rank < len(closeness):
        closeness[rank] = value
        index[rank] = point


@njit(cache=True, nogil=True)
def keep_largest(
    products: NDArray[np.float32],
    half_squares: NDArray[np.float32],
    first: int,
    skip: NDArray[np.int64],
    closeness: NDArray[np.float32],
    index: NDArray[np.int64],
) -> None:
    """Update the shortlist of every row of `products` with the points of one tile.

    ``closeness`` contains the largest values of ``products - half_squares`` so far, in
    descending order, and ``index`` the points that they belong to; the first point of the tile
    is number `first`. After all tiles the result equals a stable descending argsort. A row
    leaves out the point ``skip[row]``.

    As ``|q - p|^2 = |q|^2 - 2 (q p - |p|^2 / 2)``, the largest values are the nearest points.
    """
    n_kept = closeness.shape[1]
    for i in range(products.shape[0]):
        least = closeness[i, n_kept - 1]
        for j in range(products.shape[1]):
            value = products[i, j] - half_squares[j]
            if value > least and first + j != skip[i]:
                _insert(value, first + j, closeness[i], index[i])
                least = closeness[i, n_kept - 1]


@njit(cache=True, nogil=True)
def keep_closest(
    products: NDArray[np.float32],
    half_squares: NDArray[np.float32],
    first: int,
    other: int,
    closeness: NDArray[np.float32],
    index: NDArray[np.int64],
) -> None:
    """Update the shortlists of the points of two blocks with each other.

    ``products[i, j]`` is that of the points ``first + i`` and ``other + j``; the blocks are the
    same or have no point in common. Shortlists are those of `keep_largest`, for all points, but
    equal values are ordered by index, so that the order of blocks does not matter.
    """
    is_other = first != other
    last = closeness.shape[1] - 1
    least = closeness[other : other + products.shape[1], last].copy()
    for i in range(products.shape[0]):
        a = first + i
        least_of_a = closeness[a, last]
        for j in range(products.shape[1]):
            b = other + j
            value = products[i, j] - half_squares[b]
            if value >= least_of_a and a != b:
                _insert(value, b, closeness[a], index[a])
                least_of_a = closeness[a, last]
            value = products[i, j] - half_squares[a]
            if value >= least[j] and is_other:
                _insert(value, a, closeness[b], index[b])
                least[j] = closeness[b, last]


@njit(cache=True, parallel=True)
def sort_by_distance(
    queries: NDArray[np.float64],
    points: NDArray[np.float64],
    index: NDArray[np.int64],
    distance: NDArray[np.float64],
) -> None:
    """Fill `distance` and sort every row of `index` by it; ties are ordered by index.

    ``distance[i, r] = np.sqrt(((queries[i] - points[index[i, r]]) ** 2).sum())``
    """
    for i in prange(index.shape[0]):
        for r in range(index.shape[1]):
            point = index[i, r]
            total = 0.0
            for d in range(queries.shape[1]):
                gap = queries[i, d] - points[point, d]
                total += gap * gap
            rank = r
            while rank > 0 and (
                distance[i, rank - 1] > total
                or (distance[i, rank - 1] == total and index[i, rank - 1] > point)
            ):
                distance[i, rank] = distance[i, rank - 1]
                index[i, rank] = index[i, rank - 1]
                rank -= 1
            distance[i, rank] = total
            index[i, rank] = point
        for r in range(index.shape[1]):
            distance[i, r] = np.sqrt(distance[i, r])
