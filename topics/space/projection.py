"""2D UMAP of topic shares, under the Hellinger distance."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from topics.errors import OptionError
from topics.space.layout import lay_out, neighbour_graph
from topics.space.neighbours import neighbour_table

FEWEST_FOR_UMAP = 10
"""Below this many different rows a neighbour graph says nothing; axes of variance do."""

START_WIDTH, START_NOISE = 10.0, 1e-3

Floats = NDArray[np.float64]


def place(
    row_topic: Floats,
    *,
    n_neighbors: int = 15,
    min_dist: float = 0.1,
    random_state: int = 0,
) -> Floats:
    r"""Coordinates of rows on a 2D map, shape (n_rows, 2).

    Square roots of shares turn the Hellinger distance into the Euclidean one:
    :math:`H(p, q) = \tfrac{1}{\sqrt 2} \lVert \sqrt p - \sqrt q \rVert`. Rows with the same
    shares get the same place. Fewer than `FEWEST_FOR_UMAP` different rows are laid out on
    their first two axes of variance. The same rows give the same bits on every run and any
    number of threads. Source: McInnes, Healy and Melville 2018; `topics.space.layout` says
    what differs from umap-learn.

    Parameters
    ----------
    row_topic : array, shape (n_rows, n_topics)
        Rows sum to 1.
    n_neighbors : int
        Two or more; lowered where there are fewer rows.
    min_dist : float in [0, 1]
    random_state : int

    Raises
    ------
    OptionError
        `n_neighbors` or `min_dist` out of range.

    Examples
    --------
    >>> map_ = place(np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]]))
    >>> map_.shape, bool((map_[0] == map_[2]).all())
    ((3, 2), True)
    """
    if n_neighbors < 2:
        raise OptionError(f"n_neighbors is {n_neighbors}, expected 2 or more")
    if not 0 <= min_dist <= 1:
        raise OptionError(f"min_dist is {min_dist}, expected 0 to 1")
    if len(row_topic) == 0:
        return np.empty((0, 2))
    points, origin = np.unique(np.sqrt(row_topic), axis=0, return_inverse=True)
    if len(points) < FEWEST_FOR_UMAP:
        return _principal_axes(np.sqrt(row_topic))
    places = _umap(points, min(n_neighbors, len(points) - 1), min_dist, random_state)
    return places[origin.ravel()]


def _umap(points: Floats, n_neighbors: int, min_dist: float, random_state: int) -> Floats:
    """UMAP from a neighbour table and a start on the principal axes."""
    # umap-learn counts a point among its own neighbours.
    table = neighbour_table(points, n_neighbors - 1, random_state=random_state)
    start = _principal_axes(points)
    start *= START_WIDTH / np.abs(start).max()
    # Points on one line would never leave it.
    start += START_NOISE * np.random.default_rng(random_state).standard_normal(start.shape)
    return lay_out(neighbour_graph(*table), start, min_dist=min_dist, random_state=random_state)


def _principal_axes(points: Floats) -> Floats:
    """Points on their first two principal axes; each axis points to its largest entry."""
    from threadpoolctl import threadpool_limits

    centred = points - points.mean(axis=0)
    with threadpool_limits(1):
        _, axes = np.linalg.eigh(centred.T @ centred)
        axes = axes[:, ::-1][:, :2]
        axes = axes * np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(axes.shape[1])])
        placed = centred @ axes
    if placed.shape[1] < 2:
        placed = np.column_stack([placed, np.zeros(len(placed))])
    placed[np.abs(placed) < 1e-12] = 0.0
    return np.asarray(placed, dtype=np.float64)
