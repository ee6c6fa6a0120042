"""Coordinates of rows of shares, or of points, on a map."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from topics.choices import DEFAULT_MAP_ENGINE, DEFAULT_MIN_DIST, DEFAULT_NEIGHBORS
from topics.space.contract import FEWEST_FOR_UMAP, HELLINGER, MapEngine, MapOptions
from topics.space.engines import map_engine
from topics.space.landmarks import MOST_DRAWN, landmarks_of, place_between, rows_at
from topics.space.principal_axes import principal_axes

Floats = NDArray[np.float64]
Rows = Floats | Sequence[Floats]


def project(
    rows: Rows,
    *,
    engine: str = DEFAULT_MAP_ENGINE,
    n_neighbors: int = DEFAULT_NEIGHBORS,
    min_dist: float = DEFAULT_MIN_DIST,
    n_components: int = 2,
    random_state: int = 0,
    metric: str = HELLINGER,
) -> Floats:
    r"""Coordinates of rows on a map, shape (n_rows, n_components).

    The distance between rows of shares is Hellinger's,
    :math:`H(p, q) = \tfrac{1}{\sqrt 2} \lVert \sqrt p - \sqrt q \rVert`. Equal rows get equal
    coordinates. Fewer than `FEWEST_FOR_UMAP` distinct rows are drawn on their principal axes,
    whatever the engine. The same rows give the same bits on every run and any number of
    threads. Source: McInnes, Healy and Melville 2018; `topics.space.layout` says how our
    layout differs from umap-learn's. Of more than `MOST_DRAWN` rows only `LANDMARKS` are drawn,
    and the others are placed between them (`topics.space.landmarks`).

    Parameters
    ----------
    rows : array, shape (n_rows, n_topics) or (n_rows, n_axes), or a list of such arrays
        Shares, whose rows sum to 1; with the Euclidean metric, any points. Arrays of a list follow
        each other.
    engine : {"topics", "umap-learn"}
    n_neighbors : int
        Two or more; lowered if there are fewer rows.
    min_dist : float in [0, 1]
    n_components : {2, 3}
        3 needs ``engine="umap-learn"``.
    random_state : int
    metric : {"hellinger", "euclidean"}

    Raises
    ------
    OptionError
        An option is out of range, or the engine cannot draw `n_components` coordinates.

    Examples
    --------
    >>> coordinates = project(np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]]))
    >>> coordinates.shape, bool((coordinates[0] == coordinates[2]).all())
    ((3, 2), True)
    """
    options = MapOptions(n_neighbors, min_dist, n_components, random_state, metric)
    chosen = map_engine(engine, options)
    parts = _parts(rows)
    n_rows = sum(map(len, parts))
    if n_rows <= MOST_DRAWN:
        return _drawn(np.concatenate(parts), chosen, options)
    landmarks = rows_at(parts, landmarks_of(n_rows, random_state))
    return _placed(parts, landmarks, _drawn(landmarks, chosen, options), options)


def _parts(rows: Rows) -> list[Floats]:
    return [rows] if isinstance(rows, np.ndarray) else list(rows)


def _placed(
    parts: list[Floats], landmarks: Floats, coordinates: Floats, options: MapOptions
) -> Floats:
    """Coordinates of rows between landmarks."""
    points = options.points(landmarks)
    placed: dict[int, Floats] = {}
    for part in parts:  # documents of one section each have the same array as their sections
        if id(part) not in placed:
            placed[id(part)] = place_between(part, points, coordinates, options.points)
    return np.concatenate([placed[id(part)] for part in parts])


def _drawn(rows: Floats, engine: MapEngine, options: MapOptions) -> Floats:
    """Coordinates of rows that are all drawn."""
    if len(rows) == 0:
        return np.empty((0, options.n_components))
    points = options.points(rows)
    distinct, first, inverse = np.unique(points, axis=0, return_index=True, return_inverse=True)
    if len(distinct) < FEWEST_FOR_UMAP:
        return principal_axes(points, options.n_components)
    return engine.draw(rows[first], options)[inverse.ravel()]


def place_new(
    new_rows: Rows,
    fitted_rows: Rows,
    coordinates: Floats,
    *,
    engine: str = DEFAULT_MAP_ENGINE,
    n_neighbors: int = DEFAULT_NEIGHBORS,
    min_dist: float = DEFAULT_MIN_DIST,
    random_state: int = 0,
    metric: str = HELLINGER,
) -> Floats:
    """Coordinates of new rows on the map of fitted ones, shape (n_rows, n_components).

    A row that equals a fitted one gets its coordinates. The others are placed as the engine
    does it (`topics.space.new_rows`, or ``UMAP.transform``), each independently of the rest. On a
    map of landmarks they are placed between these, as the fitted ones are.

    Parameters
    ----------
    new_rows : array, shape (n_rows, n_topics) or (n_rows, n_axes), or a list of such arrays
    fitted_rows : array, shape (n_fitted_rows, n_topics) or (n_fitted_rows, n_axes), or a list
        At least one row.
    coordinates : array, shape (n_fitted_rows, n_components)
        What `project` gave for `fitted_rows`.
    engine, n_neighbors, min_dist, random_state, metric
        As for `project`.

    Raises
    ------
    OptionError
        As `project`.

    Examples
    --------
    >>> fitted = np.eye(2)
    >>> place_new(fitted[::-1], fitted, np.array([[0.0, 0.0], [4.0, 2.0]])).tolist()
    [[4.0, 2.0], [0.0, 0.0]]
    """
    options = MapOptions(n_neighbors, min_dist, coordinates.shape[1], random_state, metric)
    chosen = map_engine(engine, options)
    new, fitted = _parts(new_rows), _parts(fitted_rows)
    n_fitted = sum(map(len, fitted))
    if not any(map(len, new)):
        return np.empty((0, coordinates.shape[1]))
    if n_fitted > MOST_DRAWN:
        drawn = landmarks_of(n_fitted, random_state)
        return _placed(new, rows_at(fitted, drawn), coordinates[drawn], options)
    return chosen.place(np.concatenate(new), np.concatenate(fitted), coordinates, options)
