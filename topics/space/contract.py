"""What an engine of the map does, and the options that it draws with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from topics.checks import check_choice
from topics.choices import DEFAULT_MIN_DIST, DEFAULT_NEIGHBORS
from topics.errors import OptionError

FEWEST_FOR_UMAP = 10
"""With fewer distinct rows a neighbour graph says nothing; principal axes are drawn instead."""

HELLINGER, EUCLIDEAN = "hellinger", "euclidean"
METRICS = (HELLINGER, EUCLIDEAN)
"""Distances between the rows of a map: between rows of shares, or between points."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class MapOptions:
    """Options that every map engine takes.

    Attributes
    ----------
    n_neighbors : int
        Neighbours per point, the point itself included; 2 or more, lowered if there are fewer
        points. Few show detail, many show the whole.
    min_dist : float in [0, 1]
        Distance on the map below which points are not pulled closer together.
    n_components : {2, 3}
        Coordinates per point.
    random_state : int
    metric : {"hellinger", "euclidean"}
        Distance between rows: Hellinger's between shares, or that between points.

    Raises
    ------
    OptionError
        An option is out of range.
    """

    n_neighbors: int = DEFAULT_NEIGHBORS
    min_dist: float = DEFAULT_MIN_DIST
    n_components: int = 2
    random_state: int = 0
    metric: str = HELLINGER

    def __post_init__(self) -> None:
        check_choice("metric", self.metric, METRICS)
        if self.n_neighbors < 2:
            raise OptionError(f"n_neighbors is {self.n_neighbors}, expected 2 or more")
        if not 0 <= self.min_dist <= 1:
            raise OptionError(f"min_dist is {self.min_dist}, expected 0 to 1")
        if self.n_components not in (2, 3):
            raise OptionError(f"n_components is {self.n_components}, expected 2 or 3")

    def points(self, rows: Floats) -> Floats:
        """The rows as points, whose Euclidean distance is the metric's but for a factor.

        Examples
        --------
        >>> MapOptions().points(np.array([[0.25, 0.0]])).tolist()
        [[0.5, 0.0]]
        """
        points: Floats = np.sqrt(rows) if self.metric == HELLINGER else rows
        return points


@dataclass(frozen=True)
class MapEngine:
    """One way to draw the map and to place new rows on it.

    Attributes
    ----------
    draw : callable
        ``draw(rows, options)`` gives coordinates of shape (n_rows, n_components). The rows
        are distinct, and there are at least `FEWEST_FOR_UMAP` of them.
    place : callable
        ``place(new_rows, fitted_rows, coordinates, options)`` gives coordinates of new
        rows. Fitted rows may repeat and may be few.
    n_components : tuple of int
        Numbers of coordinates that the engine can draw.
    """

    draw: Callable[[Floats, MapOptions], Floats]
    place: Callable[[Floats, Floats, Floats, MapOptions], Floats]
    n_components: tuple[int, ...]
