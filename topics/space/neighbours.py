"""Nearest rows: exact by blocked products, or approximate if there are very many rows."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numba
import numpy as np
from numpy.typing import NDArray

from topics.kernels.map.nearest import keep_closest, keep_largest, sort_by_distance
from topics.kernels.threads import one_blas_thread

EXACT_UP_TO = 50_000
"""Above this many rows, approximate search is cheaper than computing all distances."""

ROWS, POINTS = 512, 512
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

    _in_threads(shortlist, len(queries))
    distance = np.zeros(index.shape)
    sort_by_distance(queries, points, index, distance)
    return index[:, :n].copy(), distance[:, :n].copy()


def all_distances(points: Floats) -> Floats:
    """Euclidean distances of all pairs of points, shape (n_points, n_points).

    The bits do not depend on the number of threads.

    Examples
    --------
    >>> all_distances(np.array([[0.0, 0.0], [3.0, 4.0]])).tolist()
    [[0.0, 5.0], [5.0, 0.0]]
    """
    squares = np.square(points).sum(axis=1)
    distance = np.empty((len(points), len(points)))

    def fill(begin: int) -> None:
        rows = slice(begin, begin + ROWS)
        squared = squares[rows, None] + squares - 2.0 * (points[rows] @ points.T)
        np.sqrt(np.maximum(squared, 0.0), out=distance[rows])

    _in_threads(fill, len(points))
    np.fill_diagonal(distance, 0.0)  # rounding may leave a little
    return distance


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
        return _exact_table(points, n)
    from pynndescent import NNDescent

    # One thread, because with more the descent takes its steps in another order.
    graph, _ = NNDescent(
        points.astype(np.float32), n_neighbors=n + 1, random_state=random_state, n_jobs=1
    ).neighbor_graph
    index = _without_self(graph.astype(np.int64), n)
    distance = np.zeros(index.shape)
    sort_by_distance(points, points, index, distance)
    return index, distance


def _exact_table(points: Floats, n: int) -> tuple[Ids, Floats]:
    """`nearest_points` of every point among the others; each product serves both its points."""
    n_kept = min(n + SPARE, len(points) - 1)
    index = np.zeros((len(points), n_kept), dtype=np.int64)
    closeness = np.full(index.shape, -np.inf, dtype=np.float32)
    small = points.astype(np.float32, order="C")
    halves = 0.5 * np.square(small).sum(axis=1)

    def compare(first: int, other: int) -> None:
        products = small[first : first + ROWS] @ small[other : other + ROWS].T
        keep_closest(products, halves, first, other, closeness, index)

    firsts = list(range(0, len(points), ROWS))
    with one_blas_thread(), ThreadPoolExecutor(numba.get_num_threads()) as pool:
        for pairs in [[(first, first) for first in firsts], *rounds(firsts)]:
            list(pool.map(compare, *zip(*pairs, strict=True)))
    distance = np.zeros(index.shape)
    sort_by_distance(points, points, index, distance)
    return index[:, :n].copy(), distance[:, :n].copy()


def rounds(players: list[int]) -> list[list[tuple[int, int]]]:
    """All pairs, in rounds in which each player plays once or not at all (the circle method).

    Examples
    --------
    >>> rounds([0, 1, 2, 3])
    [[(0, 3), (1, 2)], [(0, 2), (1, 3)], [(0, 1), (2, 3)]]
    """
    circle: list[int | None] = [*players, *([None] if len(players) % 2 else [])]
    half = len(circle) // 2
    found = []
    for _ in range(len(circle) - 1):
        met = zip(circle[:half], reversed(circle[half:]), strict=True)
        pairs = [(min(a, b), max(a, b)) for a, b in met if a is not None and b is not None]
        found.append(sorted(pairs))
        circle = [circle[0], circle[-1], *circle[1:-1]]
    return found


def _in_threads(work: Callable[[int], None], n_rows: int) -> None:
    """Call `work` for every first row of a tile; threads divide the tiles, not the products."""
    with one_blas_thread(), ThreadPoolExecutor(numba.get_num_threads()) as pool:
        list(pool.map(work, range(0, n_rows, ROWS)))


def _without_self(graph: Ids, n: int) -> Ids:
    """First `n` entries of every row that are neither the row itself nor missing (-1)."""
    own_row = np.arange(len(graph))[:, None]
    is_other = (graph != own_row) & (graph >= 0)
    order = np.argsort(~is_other, axis=1, kind="stable")[:, :n]
    index = np.take_along_axis(graph, order, axis=1)
    is_filled = np.take_along_axis(is_other, order, axis=1)
    # The next point fills up the rare row with too few.
    return np.where(is_filled, index, (own_row + 1) % len(graph))
