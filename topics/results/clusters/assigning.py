"""Clusters of new documents: those of their neighbours among the fitted ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.clusters import new_row_clusters
from topics.counts import Counts
from topics.notices import StageLog
from topics.results.clusters.data import Clusters, columns_of
from topics.results.clusters.new_rows import FittedViews
from topics.results.clusters.views import EMBEDDINGS
from topics.shares import SomeRows
from topics.values import amount

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class FittedClusters:
    """What new rows need to get a cluster.

    Attributes
    ----------
    clusters : Clusters
    labels : array of int64, shape (n_rows,)
        Clusters of the fitted rows with terms, -1 for noise.
    rows : array of int
        Their numbers.
    """

    clusters: Clusters
    labels: NDArray[np.int64]
    rows: NDArray[np.int64]


def clusters_of_new(
    fitted: FittedClusters,
    views: FittedViews,
    counts: Counts,
    shares: tuple[Floats, Floats],
    log: StageLog,
    n_threads: int | None = None,
) -> tuple[list[pl.Series], list[pl.Series]]:
    """Columns of new documents and of new sections; none where a view needs embeddings.

    Parameters
    ----------
    fitted : FittedClusters
    views : FittedViews
    counts : Counts
        Of the new documents, with the terms of the run.
    shares : pair of arrays
        Shares of the new documents and sections in the topics of the fit.
    log : StageLog
    n_threads : int, optional
    """
    settings = fitted.clusters.settings
    if EMBEDDINGS in settings["view"]:
        log.notice(
            "no-cluster-of-new",
            counts.n_documents,
            "the clusters of this run are of embeddings, which new documents do not have; "
            f"{amount(counts.n_documents, 'document')} without a cluster",
        )
        return [], []
    old, new = views.points(
        settings["view"],
        settings["level"],
        fitted.clusters.members,
        counts,
        shares,
        random_state=settings["random_state"],
        n_threads=n_threads,
    )
    is_document = fitted.clusters.level == "document"
    by_level = (new.rows, new.others) if is_document else (new.others, new.rows)
    n_terms = (counts.n_terms_of_documents, counts.n_terms)
    return tuple(  # type: ignore[return-value]
        _columns(fitted, old.rows[fitted.rows], points, terms)
        for points, terms in zip(by_level, n_terms, strict=True)
    )


def _columns(
    fitted: FittedClusters, old: Floats, points: Any, n_terms: NDArray[Any]
) -> list[pl.Series]:
    rows = np.flatnonzero(n_terms > 0)
    settings = fitted.clusters.settings
    labels, strength, nearest = new_row_clusters(
        [SomeRows(points, rows)], [old], fitted.labels, settings["scale"], settings["n_neighbours"]
    )
    has_noise = bool((fitted.labels < 0).any())
    return columns_of(labels, strength, rows, len(n_terms), nearest if has_noise else None)
