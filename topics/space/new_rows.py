"""New rows on a finished map: each on the point of one of its nearest fitted rows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from topics.space.neighbours import nearest_points

NEIGHBOURS = 5
"""A new row is placed by this many of its nearest fitted rows."""

SMALLEST_DISTANCE = 1e-12
"""Distances below this are rounding; rows that differ by so little are one point of the map."""

Floats = NDArray[np.float64]


def equal_rows(rows: Floats, fitted: Floats) -> NDArray[np.int64]:
    """Index of the first fitted row with the same bits, -1 where there is none, shape (n_rows,).

    A search for the nearest row cannot say: many rows can be as near as rounding tells.

    Parameters
    ----------
    rows : array, shape (n_rows, n_axes)
    fitted : array, shape (n_fitted_rows, n_axes)
        At least one row.

    Examples
    --------
    >>> equal_rows(np.array([[0.0, 1.0], [0.9, 0.1]]), np.eye(2)).tolist()
    [1, -1]
    """
    keys, fitted_keys = _row_bytes(rows), _row_bytes(fitted)
    order = np.argsort(fitted_keys, kind="stable")
    found = np.searchsorted(fitted_keys, keys, sorter=order)
    index: NDArray[np.int64] = order[np.minimum(found, len(order) - 1)]
    return np.where(fitted_keys[index] == keys, index, -1)


def _row_bytes(rows: Floats) -> NDArray[np.void]:
    rows = np.ascontiguousarray(rows)
    return rows.view(np.dtype((np.void, rows.strides[0]))).ravel()


def place_at_medoids(new_points: Floats, fitted_points: Floats, coordinates: Floats) -> Floats:
    r"""Coordinates of new rows, each those of a fitted row, shape (n_rows, n_components).

    A new row takes the position of the medoid of its `NEIGHBOURS` nearest fitted rows; a mean
    could fall between clusters. The medoid is the neighbour :math:`m` with the smallest

    .. math:: \sum_r h_r^{-2} \, \lVert x_m - x_r \rVert

    with :math:`h_r` the distance of neighbour :math:`r` to the new row and
    :math:`x_r` its coordinates. A row that equals a fitted one gets its coordinates.

    Parameters
    ----------
    new_points : array, shape (n_rows, n_axes)
        As `MapOptions.points` makes them.
    fitted_points : array, shape (n_fitted_rows, n_axes)
        At least one row.
    coordinates : array, shape (n_fitted_rows, n_components)

    Examples
    --------
    >>> fitted, coordinates = np.eye(2), np.array([[0.0, 0.0], [4.0, 2.0]])
    >>> place_at_medoids(np.array([[0.0, 1.0], [0.9, 0.1]]), fitted, coordinates).tolist()
    [[4.0, 2.0], [0.0, 0.0]]
    """
    n = min(NEIGHBOURS, len(fitted_points))
    index, distance = nearest_points(new_points, fitted_points, n)
    equal = equal_rows(new_points, fitted_points)
    is_fitted = equal >= 0
    index[is_fitted, 0] = equal[is_fitted]
    weight = np.square(1.0 / np.maximum(distance, SMALLEST_DISTANCE))
    neighbours = coordinates[index]
    medoid = np.where(is_fitted, 0, medoids(neighbours, weight))
    placed: Floats = neighbours[np.arange(len(neighbours)), medoid]
    return placed


def medoids(neighbours: Floats, weight: Floats) -> NDArray[np.int64]:
    """Number of the neighbour with the smallest weighted sum of distances to the others.

    Parameters
    ----------
    neighbours : array, shape (n_rows, n_neighbours, n_components)
    weight : array, shape (n_rows, n_neighbours)

    Returns
    -------
    array of int, shape (n_rows,)
    """
    cost = np.empty(weight.shape)
    for m in range(weight.shape[1]):
        gap = np.sqrt(np.square(neighbours - neighbours[:, m : m + 1]).sum(axis=2))
        cost[:, m] = (weight * gap).sum(axis=1)
    nearest: NDArray[np.int64] = cost.argmin(axis=1)
    return nearest
