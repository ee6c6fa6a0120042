"""Clusters of new documents: those of their neighbours among the fitted ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.clusters import new_row_clusters, tf_idf_points
from topics.counts import Counts
from topics.notices import StageLog
from topics.results.clusters.data import Clusters, columns_of
from topics.results.clusters.views import CONSENSUS, EMBEDDINGS, TF_IDF, ViewPoints, view_points

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
            f"the clusters of this run are of embeddings, which {counts.n_documents} new documents "
            "do not have; they get no cluster",
        )
        return [], []
    if settings["view"] == TF_IDF:
        old, new = _on_axes_of_tf_idf(fitted, counts)
    else:
        old = _points(fitted, fitted.counts, fitted.shares, n_threads).rows[fitted.rows]
        new = _points(fitted, counts, shares, n_threads)
    is_document = fitted.clusters.level == "document"
    by_level = (new.rows, new.others) if is_document else (new.others, new.rows)
    n_terms = (counts.n_terms_of_documents, counts.n_terms)
    return tuple(  # type: ignore[return-value]
        _columns(fitted, old, points, terms)
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
    (found,) = view_points(settings["view"], settings["level"], counts, of_view)
    return found


def _on_axes_of_tf_idf(fitted: FittedClusters, counts: Counts) -> tuple[Floats, ViewPoints]:
    """Fitted rows, and new ones on the same axes, which do not depend on the new ones."""
    is_document = fitted.clusters.level == "document"
    own = (fitted.counts.by_document() if is_document else fitted.counts.matrix)[fitted.rows]
    new = (counts.by_document(), counts.matrix)
    rows, others = new if is_document else new[::-1]
    state = fitted.clusters.settings["random_state"]
    old, placed, placed_others = tf_idf_points(own, rows, others, random_state=state)
    return old, ViewPoints(placed, placed_others)
