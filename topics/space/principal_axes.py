"""Points on their axes of largest variance: the start of a layout, and the map of few rows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def principal_axes(points: Floats, n_components: int = 2) -> Floats:
    """Coordinates of points on their first principal axes, shape (n_points, n_components).

    Each axis points to its largest entry; axes that the points do not have are 0.

    Examples
    --------
    >>> principal_axes(np.array([[0.0], [2.0]])).tolist()
    [[-1.0, 0.0], [1.0, 0.0]]
    """
    from threadpoolctl import threadpool_limits

    centred = points - points.mean(axis=0)
    with threadpool_limits(1):
        _, axes = np.linalg.eigh(centred.T @ centred)
        axes = axes[:, ::-1][:, :n_components]
        axes = axes * np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(axes.shape[1])])
        coordinates = centred @ axes
    n_missing = n_components - coordinates.shape[1]
    if n_missing:
        coordinates = np.column_stack([coordinates, np.zeros((len(coordinates), n_missing))])
    coordinates[np.abs(coordinates) < 1e-12] = 0.0
    return np.asarray(coordinates, dtype=np.float64)
