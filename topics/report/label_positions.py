"""Positions of labels on the map, the same in the picture and in the report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

_GRID, _WIDTH = 96, 2.5
"""Cells along each axis, and the standard deviation of the kernel in cells."""

_NEARLY, _TINY = 0.9, 1e-9
"""Points whose density is nearly the highest are as good; the one nearest the median counts."""


@dataclass(frozen=True, eq=False)
class MapLayer:
    """Labels of clusters, or of a level of their tree, on the map.

    Attributes
    ----------
    level : int
        0 is shown first; the next one as the reader zooms in.
    labels : sequence of str
    positions : sequence of (x, y) or None
        Of each label; None where no point has it.
    """

    level: int
    labels: Sequence[str]
    positions: Sequence[tuple[float, float] | None]


def label_positions(projection: pl.DataFrame, n_labels: int, column: str = "topic") -> pl.DataFrame:
    """Return label, x and y of the point that carries the label of each topic or cluster.

    That is its point nearest to where its points are densest, compared with all others there. A
    mean or median may lie far from all of them, between two islands of the map, or among the
    points of another topic. What has no point has no row.

    Parameters
    ----------
    projection : polars.DataFrame
        Columns x, y and that of the labels; see `drawable_points`.
    n_labels : int
    column : str
        Of the number of each point's topic, cluster, or node in a tree of clusters.

    Examples
    --------
    >>> points = pl.DataFrame({"topic": [1, 1, 1], "x": [0.0, 0.1, 5.0], "y": [0.0, 0.1, 0.0]})
    >>> label_positions(points, 2).rows()
    [(1, 0.0, 0.0)]
    """
    points = drawable_points(projection, n_labels, column).select(column, "x", "y")
    if not points.height:
        return points
    xy = points.select("x", "y").to_numpy().astype(np.float64)
    cells = _cells(xy)
    everything = _density(cells)
    rows = []
    numbers = points[column].to_numpy()
    order = np.argsort(numbers, kind="stable")
    for own in np.split(order, np.flatnonzero(np.diff(numbers[order])) + 1):
        at_points = tuple(cells[own].T)
        density = _density(cells[own])[at_points]
        # How many of its points are around, and which part of all points there is its own.
        score = density * density / np.maximum(everything[at_points], _TINY)
        gaps = np.abs(xy[own] / 2 - np.median(xy[own] / 2, axis=0)).sum(axis=1)
        rows.append(own[np.where(score >= _NEARLY * score.max(), gaps, np.inf).argmin()])
    return points[rows]


def _cells(xy: NDArray[np.float64]) -> NDArray[np.int64]:
    """Row and column of every point in a grid over all of them, shape (n_points, 2)."""
    low, high = xy.min(axis=0), xy.max(axis=0)
    # Halves, as the difference of two huge coordinates may be infinite.
    width = np.maximum(high / 2 - low / 2, np.finfo(np.float64).tiny)
    scaled = (xy / 2 - low / 2) / width
    cells: NDArray[np.int64] = np.minimum((scaled * _GRID).astype(np.int64), _GRID - 1)
    return cells


def _density(cells: NDArray[np.int64]) -> NDArray[np.float64]:
    """Smoothed numbers of points in the cells of the grid."""
    flat = np.bincount(cells @ np.array([_GRID, 1]), minlength=_GRID * _GRID)
    grid = flat.reshape(_GRID, _GRID).astype(np.float64)
    smoothed: NDArray[np.float64] = gaussian_filter(grid, _WIDTH, mode="constant")
    return smoothed


def layer_of(
    projection: pl.DataFrame, labels: Sequence[str], column: str, level: int = 0
) -> MapLayer:
    """Return the labels at the positions of the points that a column gives each of them.

    Examples
    --------
    >>> points = pl.DataFrame({"cluster": [1, -1], "x": [2.0, 0.0], "y": [3.0, 0.0]})
    >>> layer_of(points, ["sea", "law"], "cluster").positions
    [None, (2.0, 3.0)]
    """
    found = label_positions(projection, len(labels), column).iter_rows()
    positions = {number: (x, y) for number, x, y in found}
    return MapLayer(level, labels, [positions.get(number) for number in range(len(labels))])


def drawable_points(
    projection: pl.DataFrame, n_labels: int, column: str = "topic", lowest: int = 0
) -> pl.DataFrame:
    """Return the rows with finite coordinates and a number from `lowest` to `n_labels` - 1."""
    return projection.filter(
        pl.col("x").is_finite()
        & pl.col("y").is_finite()
        & pl.col(column).is_between(lowest, n_labels - 1)
    )
