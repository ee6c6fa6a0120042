"""Positions of labels on the map, the same in the picture and in the report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl


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

    That is its point nearest to the median of its points. The median itself may lie far from
    all of them, between two islands of the map. What has no point has no row.

    Parameters
    ----------
    projection : polars.DataFrame
        Columns x, y and that of the labels; see `drawable_points`.
    n_labels : int
    column : str
        Of the number of each point's topic, cluster, or node in a tree of clusters.

    Examples
    --------
    >>> points = pl.DataFrame({"topic": [1, 1, 1], "x": [0.0, 1.0, 5.0], "y": [0.0, 0.0, 0.0]})
    >>> label_positions(points, 2).rows()
    [(1, 1.0, 0.0)]
    """
    points = drawable_points(projection, n_labels, column)
    distance = [(pl.col(axis) - pl.col(axis).median().over(column)) ** 2 for axis in ("x", "y")]
    nearest = points.sort(column, distance[0] + distance[1], maintain_order=True)
    return nearest.unique(column, keep="first", maintain_order=True).select(column, "x", "y")


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
