"""The Hellinger distance between rows of shares."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

ROWS = 65_536
"""Distances are computed for this many rows at a time, to bound memory."""

Floats = NDArray[np.float64]


def hellinger(row: Floats, rows: Floats) -> Floats:
    r"""Hellinger distances between one row of shares and others, shape (n_rows,), in [0, 1].

    .. math:: H(p, q) = \tfrac{1}{\sqrt 2} \lVert \sqrt p - \sqrt q \rVert

    Examples
    --------
    >>> hellinger(np.array([1.0, 0.0]), np.array([[1.0, 0.0], [0.0, 1.0]])).tolist()
    [0.0, 1.0]
    """
    root = np.sqrt(row)
    distance = np.empty(len(rows))
    for begin in range(0, len(rows), ROWS):
        part = slice(begin, begin + ROWS)
        distance[part] = np.sqrt(0.5 * np.square(np.sqrt(rows[part]) - root).sum(axis=1))
    return np.minimum(distance, 1.0)
