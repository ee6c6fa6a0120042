"""Nearest rows: exact by blocked products, or approximate if there are very many rows."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numba
import numpy as np
from numpy.typing import NDArray

from topics.kernels.map.nearest import keep_largest, sort_by_distance
from topics.kernels.threads import one_blas_thread

EXACT_UP_TO = 50_000
"""Above this many rows, approximate search is cheaper than computing all distances."""

ROWS, POINTS = 256, 1024
"""Size of a tile of products: it fits the cache, and is fixed so that no sum depends on threads."""

SPARE = 8
"""Extra candidates per query, because float32 can misorder close distances."""

Floats = NDArray[np.float64]
Ids = NDArray[np.int64]


def nearest_points(
    queries: Floats, points: Floats, n: int, *, skip: Ids | None = None
) -> tuple[Ids, Floats]:
    """Indices and Euclidean distances of the nearest points, each of shape (n_queries, n).

    A shortlist is made by float32 products and ordered by float64 distances; ties are ordered
    by index. Points that are not on the shortlist are farther, up to the rounding of float32.
    The bits do not depend on the number of threads.

    Parameters
    ----------
    queries : array, shape (n_queries, n_axes)
    points : array, shape (n_points, n_axes)
    n : int
        At most n_points, or one less with `skip`.
    skip : array of int, shape (n_queries,), optional
        A point that each query leaves out, such as itself.

    Examples
    --------
    >>> points = np.array([[0.0, 0.0], [3.0, 0.0], [0.0, 1.0]])
    >>> index, distance = nearest_points(points[:1], points, 2)
    >>> index.tolist(), distance.tolist()
    ([[0, 2]], [[0.0, 1.0]])
    """
    skip = np.full(len(queries), -1) if skip is None else skip
    n_kept = min(n + SPARE, len(points) - int(skip.max(initial=-1) >= 0))
    index = np.zeros((len(queries), n_kept), dtype=np.int64)
    small = queries.astype(np.float32, order="C"), points.astype(np.float32, order="C")
    halves = 0.5 * np.square(small[1]).sum(axis=1)

    def shortlist(begin: int) -> None:
        rows = slice(begin, begin + ROWS)
        closeness = np.full((len(small[0][rows]), n_kept), -np.inf, dtype=np.float32)
        for first in range(0, len(points), POINTS):
            tile = slice(first, first + POINTS)
            products = small[0][rows] @ small[1][tile].T
            keep_largest(products, halves[tile], first, skip[rows], closeness, index[rows])

    # Each product is single-threaded; threads divide the queries.
    with one_blas_thread(), ThreadPoolExecutor(numba.get_num_threads()) as pool:
        list(pool.map(shortlist, range(0, len(queries), ROWS)))
    distance = np.zeros(index.shape)
    sort_by_distance(queries, points, index, distance)
    return index[:, :n].copy(), distance[:, :n].copy()


def neighbour_table(
    points: Floats, n: int, *, random_state: int = 0, exact_up_to: int = EXACT_UP_TO
) -> tuple[Ids, Floats]:
    """Indices and distances of the `n` nearest other points of every point.

    Exact up to `exact_up_to` points; above that by nearest-neighbour descent (Dong, Moses and
    Li 2011), which finds nearly all. The bits do not depend on the number of threads.

    Parameters
    ----------
    points : array, shape (n_points, n_axes)
        Distinct points.
    n : int
        Less than n_points.
    random_state : int
        Seed of the descent.
    exact_up_to : int

    Examples
    --------
    >>> index, _ = neighbour_table(np.array([[0.0], [1.0], [3.0]]), 1)
    >>> index.tolist()
    [[1], [0], [1]]
    """
    if len(points) <= exact_up_to:
        return nearest_points(points, points, n, skip=np.arange(len(points)))
    from pynndescent import NNDescent

    # One thread, because with more the descent takes its steps in another order.
    graph, _ = NNDescent(
        points.astype(np.float32), n_neighbors=n + 1, random_state=random_state, n_jobs=1
    ).neighbor_graph
    index = _without_self(graph.astype(np.int64), n)
    distance = np.zeros(index.shape)
    sort_by_distance(points, points, index, distance)
    return index, distance


def _without_self(graph: Ids, n: int) -> Ids:
    """First `n` entries of every row that are neither the row itself nor missing (-1)."""
    own_row = np.arange(len(graph))[:, None]
    is_other = (graph != own_row) & (graph >= 0)
    order = np.argsort(~is_other, axis=1, kind="stable")[:, :n]
    index = np.take_along_axis(graph, order, axis=1)
    is_filled = np.take_along_axis(is_other, order, axis=1)
    # The next point fills up the rare row with too few.
    return np.where(is_filled, index, (own_row + 1) % len(graph))
