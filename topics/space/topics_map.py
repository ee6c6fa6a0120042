"""Map engine "topics": our UMAP, with the same bits on any number of threads.

It draws two coordinates: the layout kernel keeps both of a point in registers.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from topics.space.contract import MapEngine, MapOptions
from topics.space.layout import lay_out, neighbour_graph
from topics.space.neighbours import neighbour_table
from topics.space.new_rows import place_at_medoids
from topics.space.principal_axes import principal_axes

START_WIDTH = 10.0
"""The start reaches this far from the origin on its first axis, as in umap-learn."""

START_NOISE = 1e-3
"""Standard deviation of the noise on the start; points on one line would never leave it."""

Floats = NDArray[np.float64]


def draw(rows: Floats, options: MapOptions) -> Floats:
    """Coordinates of distinct rows, shape (n_rows, 2), by `topics.space.layout`."""
    points = options.points(rows)
    # umap-learn counts a point among its own neighbours.
    n = min(options.n_neighbors, len(points) - 1) - 1
    table = neighbour_table(points, n, random_state=options.random_state)
    start = principal_axes(points)
    start *= START_WIDTH / np.abs(start).max()
    noise = np.random.default_rng(options.random_state).standard_normal(start.shape)
    start += START_NOISE * noise
    return lay_out(
        neighbour_graph(*table),
        start,
        min_dist=options.min_dist,
        random_state=options.random_state,
    )


def place(
    new_rows: Floats, fitted_rows: Floats, coordinates: Floats, options: MapOptions
) -> Floats:
    """Coordinates of new rows: those of the most central of their nearest fitted rows."""
    return place_at_medoids(options.points(new_rows), options.points(fitted_rows), coordinates)


ENGINE = MapEngine(draw=draw, place=place, n_components=(2,))
