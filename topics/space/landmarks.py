"""A map of very many rows: some of them are drawn, the others are placed between these."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from topics.notices import report_step
from topics.space.neighbours import nearest_points
from topics.space.new_rows import NEIGHBOURS, SMALLEST_DISTANCE, equal_rows, medoids

MOST_DRAWN = 100_000
"""A map of more rows is drawn with `LANDMARKS` of them."""

LANDMARKS = 20_000
"""Number of rows that are drawn. Placing a row takes a product with each of them."""

CHUNK_ROWS = 32_768
"""Rows are placed this many at a time, to bound memory."""

STEPS = 8
"""Steps towards the geometric median: the map shows no difference that later ones make."""

Floats = NDArray[np.float64]


def landmarks_of(n_rows: int, random_state: int) -> NDArray[np.int64]:
    """Numbers of the rows that are drawn, ascending: a sample at random."""
    generator = np.random.default_rng(random_state)
    return np.sort(generator.choice(n_rows, LANDMARKS, replace=False))


def rows_at(parts: Sequence[Floats], numbers: NDArray[np.int64]) -> Floats:
    """Rows of arrays that follow each other, by ascending numbers, without joining the arrays.

    Examples
    --------
    >>> rows_at([np.eye(2), 3 * np.eye(2)], np.array([1, 2])).tolist()
    [[0.0, 1.0], [3.0, 0.0]]
    """
    ends = np.cumsum([0, *map(len, parts)])
    bounds = np.searchsorted(numbers, ends)
    return np.concatenate(
        [part[numbers[bounds[i] : bounds[i + 1]] - ends[i]] for i, part in enumerate(parts)]
    )


def place_between(
    rows: Floats,
    points: Floats,
    coordinates: Floats,
    points_of: Callable[[Floats], Floats] = np.asarray,
) -> Floats:
    r"""Coordinates of rows between those of their nearest landmarks, shape (n_rows, n_components).

    The geometric median of the `NEIGHBOURS` nearest landmarks, which is the place :math:`x` with
    the smallest

    .. math:: \sum_r h_r^{-2} \, \lVert x - x_r \rVert

    with :math:`h_r` the distance of landmark :math:`r` to the row and :math:`x_r` its
    coordinates. Like a medoid it is not drawn to a distant landmark, and it lets the many rows
    around one landmark lie apart. By Weiszfeld's steps from the medoid. A row that equals a
    landmark gets its coordinates.

    Parameters
    ----------
    rows : array, shape (n_rows, n_axes)
    points : array, shape (n_landmarks, n_axes)
    coordinates : array, shape (n_landmarks, n_components)
    points_of : callable, optional
        Makes points of rows, as `MapOptions.points`.

    Examples
    --------
    >>> points, coordinates = np.eye(2), np.array([[0.0, 0.0], [4.0, 2.0]])
    >>> place_between(np.array([[0.0, 1.0]]), points, coordinates).tolist()
    [[4.0, 2.0]]
    """
    placed = np.empty((len(rows), coordinates.shape[1]))
    n = min(NEIGHBOURS, len(points))
    for first in range(0, len(rows), CHUNK_ROWS):
        report_step(first, len(rows))
        new_points = points_of(rows[first : first + CHUNK_ROWS])
        index, distance = nearest_points(new_points, points, n)
        weight = np.square(1.0 / np.maximum(distance, SMALLEST_DISTANCE))
        own = _medians(coordinates[index], weight)
        equal = equal_rows(new_points, points)
        own[equal >= 0] = coordinates[equal[equal >= 0]]
        placed[first : first + CHUNK_ROWS] = own
    return placed


def _medians(neighbours: Floats, weight: Floats) -> Floats:
    """Geometric medians of the rows of `neighbours`, shape (n_rows, n_components)."""
    best = medoids(neighbours, weight)
    rows = np.arange(len(neighbours))
    place: Floats = neighbours[rows, best]
    # A landmark with half of the weight is the median itself; elsewhere the medoid, which is on a
    # landmark, is left first.
    is_settled = weight[rows, best] >= 0.5 * weight.sum(axis=1)
    pull = weight.copy()
    pull[rows, best] = 0.0
    moving = ~is_settled
    place[moving] = 0.5 * (place[moving] + _pulled(neighbours[moving], pull[moving], place[moving]))
    for _ in range(STEPS):
        place[moving] = _pulled(neighbours[moving], weight[moving], place[moving])
    return place


def _pulled(neighbours: Floats, weight: Floats, place: Floats) -> Floats:
    """The weighted mean of neighbours, each also weighted by its nearness to the place."""
    gap = np.sqrt(np.square(neighbours - place[:, None]).sum(axis=2))
    pull = weight / np.maximum(gap, SMALLEST_DISTANCE)
    summed = np.maximum(pull.sum(axis=1, keepdims=True), SMALLEST_DISTANCE)
    moved: Floats = (pull[:, :, None] * neighbours).sum(axis=1) / summed
    return moved
