"""New rows on a map that stands: beside their nearest fitted rows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from topics.space.neighbours import nearest_points

NEIGHBOURS = 5

Floats = NDArray[np.float64]


def place_beside(row_topic: Floats, fitted_row_topic: Floats, places: Floats) -> Floats:
    r"""Places of new rows on the map of fitted ones, shape (n_rows, 2).

    The mean of the places of the `NEIGHBOURS` nearest fitted rows under the Hellinger distance
    :math:`h`, weighted by :math:`h^{-2}`. A row that equals a fitted one gets its place.

    Parameters
    ----------
    row_topic : array, shape (n_rows, n_topics)
    fitted_row_topic : array, shape (n_fitted_rows, n_topics)
        At least one row.
    places : array, shape (n_fitted_rows, 2)

    Examples
    --------
    >>> fitted, places = np.eye(2), np.array([[0.0, 0.0], [4.0, 2.0]])
    >>> place_beside(np.array([[0.0, 1.0], [0.5, 0.5]]), fitted, places).tolist()
    [[4.0, 2.0], [2.0, 1.0]]
    """
    n = min(NEIGHBOURS, len(fitted_row_topic))
    index, distance = nearest_points(np.sqrt(row_topic), np.sqrt(fitted_row_topic), n)
    is_there = distance[:, 0] == 0
    nearness = 1.0 / np.square(np.where(is_there[:, None], 1.0, distance))
    weights = nearness / nearness.sum(axis=1, keepdims=True)
    # einsum adds in order, without BLAS.
    placed = np.einsum("ij,ijk->ik", weights, places[index])
    return np.where(is_there[:, None], places[index[:, 0]], placed)
