"""New rows on a map that stands: beside their nearest fitted rows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from topics.space.neighbours import nearest_points

NEIGHBOURS = 5

Floats = NDArray[np.float64]


def place_beside(row_topic: Floats, fitted_row_topic: Floats, places: Floats) -> Floats:
    r"""Places of new rows on the map of fitted ones, shape (n_rows, 2).

    The place of that one of the `NEIGHBOURS` nearest fitted rows from which the others lie least
    far, each weighted by :math:`h^{-2}` with :math:`h` its Hellinger distance to the new row. A
    mean of their places would fall between islands of the map. A row that equals a fitted one
    gets its place.

    Parameters
    ----------
    row_topic : array, shape (n_rows, n_topics)
    fitted_row_topic : array, shape (n_fitted_rows, n_topics)
        At least one row.
    places : array, shape (n_fitted_rows, 2)

    Examples
    --------
    >>> fitted, places = np.eye(2), np.array([[0.0, 0.0], [4.0, 2.0]])
    >>> place_beside(np.array([[0.0, 1.0], [0.9, 0.1]]), fitted, places).tolist()
    [[4.0, 2.0], [0.0, 0.0]]
    """
    n = min(NEIGHBOURS, len(fitted_row_topic))
    index, distance = nearest_points(np.sqrt(row_topic), np.sqrt(fitted_row_topic), n)
    is_there = distance[:, 0] == 0
    weight = np.square(1.0 / np.where(is_there[:, None], 1.0, distance))
    near = places[index]
    far = np.empty(index.shape)
    for one in range(n):
        gap = np.sqrt(np.square(near - near[:, one : one + 1]).sum(axis=2))
        far[:, one] = (weight * gap).sum(axis=1)
    best = np.where(is_there, 0, far.argmin(axis=1))
    placed: Floats = near[np.arange(len(near)), best]
    return placed
