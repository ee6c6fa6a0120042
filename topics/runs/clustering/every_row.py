"""Clusters of every row: copies, and most of very many rows, have those of their neighbours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from topics.clusters import Clustering, NeighbourGraph, new_row_clusters
from topics.counts import Counts
from topics.results.clusters import ViewPoints
from topics.shares import SomeRows

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class ClusteredRows:
    """The cluster of every row with counted terms.

    Attributes
    ----------
    rows : array of int64, shape (n_counted,)
        Numbers of the rows, ascending.
    labels, nearest : array of int64, shape (n_counted,)
    strength : array, shape (n_counted,)
        As `Clustering` has them.
    """

    rows: NDArray[np.int64]
    labels: NDArray[np.int64]
    strength: Floats
    nearest: NDArray[np.int64]

    @property
    def n_noise(self) -> int:
        """Number of rows of no cluster."""
        return int((self.labels < 0).sum())


def with_other_rows(
    found: Clustering,
    rows: NDArray[np.int64],
    views: list[ViewPoints],
    points: list[Floats],
    graph: NeighbourGraph,
    counts: Counts,
    level: str,
) -> ClusteredRows:
    """The clusters of `rows`, and those of the other documents or sections with counted terms.

    Parameters
    ----------
    found : Clustering
        Of the rows.
    rows : array of int64
        The rows that made the clusters, ascending.
    views : list of ViewPoints
    points : list of array
        Points of `rows` in each view.
    graph : NeighbourGraph
        Of the rows.
    counts : Counts
    level : {"document", "section"}
    """
    n_terms = counts.n_terms_of_documents if level == "document" else counts.n_terms
    every = np.flatnonzero(n_terms > 0)
    others = np.setdiff1d(every, rows, assume_unique=True)
    of_others = new_row_clusters(
        [SomeRows(each.rows, others) for each in views],
        points,
        found.labels,
        graph.scale,
        graph.n_neighbours,
    )
    order = np.argsort(np.concatenate([rows, others]))
    labels, strength, nearest = (
        np.concatenate(pair)[order]
        for pair in zip((found.labels, found.strength, found.nearest), of_others, strict=True)
    )
    return ClusteredRows(every, labels, strength, nearest)
