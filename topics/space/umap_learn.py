"""Map engine "umap-learn": ``umap.UMAP`` of McInnes, Healy and Melville 2018.

With a random state it works on one thread. The first map of a process and its first new rows are
compiled: for 300 rows this took 7 s and 3 s, for 5,000 rows, where umap-learn searches neighbours
by descent, 30 s and 50 s.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray

from topics.kernels.threads import kernel_threads
from topics.space.contract import FEWEST_FOR_UMAP, HELLINGER, MapEngine, MapOptions
from topics.space.new_rows import equal_rows, place_at_medoids

CONNECTED = 2.0
"""Neighbours up to this distance count; the largest Hellinger distance is 1.

By default umap-learn drops neighbours at distance 1, which share no topic, and gives a row
without neighbours no coordinates.
"""

BATCH = 5_000
"""New rows are placed this many at a time; umap-learn halves its epochs above 10,000."""

Floats = NDArray[np.float64]


def draw(rows: Floats, options: MapOptions) -> Floats:
    """Coordinates of distinct rows, shape (n_rows, n_components)."""
    return np.asarray(_fitted(rows, options).embedding_, dtype=np.float64)


def place(
    new_rows: Floats, fitted_rows: Floats, coordinates: Floats, options: MapOptions
) -> Floats:
    """Coordinates of new rows by ``UMAP.transform``; a row that equals a fitted one gets its own.

    A run stores no UMAP object. Its state is made again from what the run does store: the
    shares give the index of neighbours, and the coordinates take the place of the layout. So
    a run that was loaded places rows as the run in memory does, to the bit.
    """
    distinct = np.unique(fitted_rows, axis=0, return_index=True)[1]
    if len(distinct) < FEWEST_FOR_UMAP:
        return place_at_medoids(options.points(new_rows), options.points(fitted_rows), coordinates)
    equal = equal_rows(new_rows, fitted_rows)
    placed = coordinates[equal]
    # UMAP.transform would move them: it recognises the whole of the fitted rows, not one.
    others = np.flatnonzero(equal < 0)
    if not len(others):
        return placed
    embedding = coordinates[distinct].astype(np.float32)
    model = _fitted(fitted_rows[distinct], options, init=embedding, n_epochs=0)
    # n_epochs = 0 kept the start; umap-learn has scaled it.
    model.embedding_, model.n_epochs = embedding, None
    for begin in range(0, len(others), BATCH):
        rows = others[begin : begin + BATCH]
        placed[rows] = _transformed(model, new_rows[rows], fitted_rows[distinct[0]])
    return placed


def _fitted(rows: Floats, options: MapOptions, **more: Any) -> Any:
    """A UMAP of distinct rows."""
    with _one_thread():
        from umap import UMAP

        return UMAP(
            metric=options.metric,
            n_neighbors=min(options.n_neighbors, len(rows) - 1),
            min_dist=options.min_dist,
            n_components=options.n_components,
            random_state=options.random_state,
            n_jobs=1,
            disconnection_distance=CONNECTED if options.metric == HELLINGER else np.inf,
            **more,
        ).fit(rows)


def _transformed(model: Any, new_rows: Floats, fitted_row: Floats) -> Floats:
    """Coordinates of new rows, each independent of the others."""
    # umap-learn divides the strengths of all edges by the strongest. With a fitted row among
    # the rows that is always 1, whatever the other rows are.
    n_anchors = 1
    # As many rows as were fitted would move the fitted points as well.
    if len(new_rows) + n_anchors == len(model.embedding_):
        n_anchors = 2
    rows = np.concatenate([new_rows, np.tile(fitted_row, (n_anchors, 1))])
    with _one_thread():
        placed = model.transform(rows)[: len(new_rows)]
    return np.asarray(placed, dtype=np.float64)


@contextmanager
def _one_thread() -> Iterator[None]:
    """Run umap-learn on one thread, also of BLAS, and keep its warnings from the user."""
    from threadpoolctl import threadpool_limits

    # The start is made of eigenvectors, whose bits depend on the threads of BLAS.
    with warnings.catch_warnings(), threadpool_limits(1), kernel_threads(1):
        warnings.simplefilter("ignore")
        yield


ENGINE = MapEngine(draw=draw, place=place, n_components=(2, 3))
