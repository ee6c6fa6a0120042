"""Positions of the topics' numbers on the map, the same in the picture and in the report."""

from __future__ import annotations

import polars as pl


def label_positions(projection: pl.DataFrame, n_topics: int) -> pl.DataFrame:
    """Return topic, x and y of the point that carries each topic's number.

    That is the topic's point nearest to the median of its points. The median itself may lie
    far from all of them, between two islands of the map. Topics without a point have no row.

    Parameters
    ----------
    projection : polars.DataFrame
        Columns topic, x, y; see `drawable_points`.
    n_topics : int

    Examples
    --------
    >>> points = pl.DataFrame({"topic": [1, 1, 1], "x": [0.0, 1.0, 5.0], "y": [0.0, 0.0, 0.0]})
    >>> label_positions(points, 2).rows()
    [(1, 1.0, 0.0)]
    """
    points = drawable_points(projection, n_topics)
    distance = [(pl.col(axis) - pl.col(axis).median().over("topic")) ** 2 for axis in ("x", "y")]
    nearest = points.sort("topic", distance[0] + distance[1], maintain_order=True)
    return nearest.unique("topic", keep="first", maintain_order=True).select("topic", "x", "y")


def drawable_points(projection: pl.DataFrame, n_topics: int) -> pl.DataFrame:
    """Return the rows with finite coordinates and a topic from 0 to `n_topics` - 1."""
    return projection.filter(
        pl.col("x").is_finite()
        & pl.col("y").is_finite()
        & pl.col("topic").is_between(0, n_topics - 1)
    )
