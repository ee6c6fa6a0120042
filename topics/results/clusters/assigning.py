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
from topics.results.clusters.views import CONSENSUS, EMBEDDINGS, TF_IDF, ViewPoints, view_points
from topics.values import amount

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class FittedClusters:
    """What new rows need to get a cluster.

    Attributes
    ----------
    clusters : Clusters
    fit_level : str
        Rows that the members of a consensus were fitted on.
    counts : Counts
        Of the fitted documents.
    shares : pair of arrays
        Shares of the fitted documents and sections in the topics of the fit.
    labels : array of int64, shape (n_rows,)
        Clusters of the fitted rows with terms, -1 for noise.
    rows : array of int
        Their numbers.
    """

    clusters: Clusters
    fit_level: str
    counts: Counts
    shares: tuple[Floats, Floats]
    labels: NDArray[np.int64]
    rows: NDArray[np.int64]


def clusters_of_new(
    fitted: FittedClusters,
    counts: Counts,
    shares: tuple[Floats, Floats],
    log: StageLog,
    n_threads: int | None = None,
) -> tuple[list[pl.Series], list[pl.Series]]:
    """Columns of new documents and of new sections; none where a view needs embeddings.

    Parameters
    ----------
    fitted : FittedClusters
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
    old, new = (
        _points(fitted, each, own, n_threads)
        for each, own in ((fitted.counts, fitted.shares), (counts, shares))
    )
    if settings["view"] == TF_IDF:
        new = _on_axes_of(fitted, counts)
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
    labels, strength = new_row_clusters(
        [points[rows]], [old], fitted.labels, settings["scale"], settings["n_neighbours"]
    )
    return columns_of(labels, strength, rows, len(n_terms))


def _points(
    fitted: FittedClusters, counts: Counts, shares: tuple[Floats, Floats], n_threads: int | None
) -> ViewPoints:
    settings, members = fitted.clusters.settings, fitted.clusters.members
    of_view = [shares]
    if settings["view"] == CONSENSUS and members is not None:
        of_view = list(members.shares(counts, fitted.fit_level, n_threads))
    (found,) = view_points(
        settings["view"],
        settings["level"],
        counts,
        of_view,
        random_state=settings["random_state"],
    )
    return found


def _on_axes_of(fitted: FittedClusters, counts: Counts) -> ViewPoints:
    """New rows on the axes of tf-idf that the fitted ones have."""
    from topics.clusters import tf_idf_points

    is_document = fitted.clusters.level == "document"
    own = (fitted.counts.by_document() if is_document else fitted.counts.matrix)[fitted.rows]
    new = (counts.by_document(), counts.matrix)
    rows, others = new if is_document else new[::-1]
    state = fitted.clusters.settings["random_state"]
    _, placed, placed_others = tf_idf_points(own, rows, others, random_state=state)
    return ViewPoints(placed, placed_others)
