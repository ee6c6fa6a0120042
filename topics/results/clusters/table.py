"""clusters.csv: what each cluster of a run is about, and how sure it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.clusters import Silhouette, cluster_labels, cluster_representatives, top_terms
from topics.counts import Counts
from topics.results.clusters.data import CLUSTER, TABLE_SCHEMA, Clusters
from topics.shares import mean_row

Floats = NDArray[np.float64]
Ids = NDArray[np.int64]

N_TOPICS, N_REPRESENTATIVES = 3, 3
"""A cluster names at most this many largest topics and representative documents or sections."""

SMALLEST_SHARE = 0.05
"""Topics with a smaller share of a cluster are not named."""


def clusters_table(
    labels: Ids,
    strength: Floats,
    rows: Ids,
    names: pl.Series,
    counts: Counts,
    level: str,
    *,
    n_shown: int,
    silhouette: Silhouette,
    stability: Floats | None,
    texts: pl.Series | None = None,
) -> pl.DataFrame:
    """One row a cluster; topics are filled in by `with_topics`, parents by `with_parents`.

    Parameters
    ----------
    labels, strength : array, shape (len(rows),)
        -1 is noise.
    rows : array of int
        Numbers of the clustered documents or sections.
    names : polars.Series of String, shape (n_rows,)
        Names of all documents or sections.
    counts : Counts
    level : {"document", "section"}
    n_shown : int
        Number of terms of a cluster.
    silhouette : Silhouette
    stability : array, shape (n_clusters,), or None
    texts : polars.Series of String, shape (n_sections,), optional
        Texts of all sections, in which the phrases of labels are read.
    """
    is_document = level == "document"
    matrix = (counts.by_document() if is_document else counts.matrix)[rows]
    n_clusters = int(labels.max(initial=-1)) + 1
    of_row = np.full(len(names), -1)
    of_row[rows] = labels
    section_cluster = of_row[counts.row_document] if is_document else of_row
    n_sections = np.bincount(section_cluster[section_cluster >= 0], minlength=n_clusters)
    if is_document:
        n_documents = np.bincount(labels[labels >= 0], minlength=n_clusters)
    else:
        pairs = np.unique(np.stack([section_cluster, counts.row_document]), axis=1)
        n_documents = np.bincount(pairs[0][pairs[0] >= 0], minlength=n_clusters)
    read = None if texts is None else texts.__getitem__
    tokens = (counts.token_ids, counts.token_offsets, read)
    terms = [", ".join(counts.terms[row]) for row in top_terms(matrix, labels, n_shown)]
    chosen = cluster_representatives(matrix, labels, strength, N_REPRESENTATIVES)
    return pl.DataFrame(
        {
            "cluster": np.arange(n_clusters),
            "label": cluster_labels(matrix, labels, counts.terms, *tokens),
            "terms": terms,
            "n_documents": n_documents,
            "n_sections": n_sections,
            "silhouette": list(silhouette.by_cluster),
            "stability": [None] * n_clusters if stability is None else stability.tolist(),
            "topics": [""] * n_clusters,
            "representatives": [", ".join(names[rows[each]].to_list()) for each in chosen],
            "parent": [None] * n_clusters,
        },
        schema=TABLE_SCHEMA,
    )


def with_topics(
    clusters: Clusters,
    documents: pl.DataFrame,
    sections: pl.DataFrame,
    document_topic: Floats,
    section_topic: Floats,
) -> Clusters:
    """The clusters with their largest topics, as "7 (62%), 2 (11%)".

    Parameters
    ----------
    clusters : Clusters
    documents, sections : polars.DataFrame
        Tables of the run, with the columns of the clusters.
    document_topic, section_topic : array
        Shares of the topics that the run shows.
    """
    is_document = clusters.level == "document"
    rows, shares = (documents, document_topic) if is_document else (sections, section_topic)
    label = rows[CLUSTER].fill_null(-1).to_numpy()
    n_terms = rows["n_terms"].cast(pl.Float64).to_numpy()
    named = []
    for cluster in range(clusters.table.height):
        members = np.flatnonzero(label == cluster)
        mean = mean_row(shares[members], n_terms[members], shares.shape[1])
        named.append(_named(np.argsort(-mean, kind="stable")[:N_TOPICS].tolist(), mean))
    column = pl.Series("topics", named, dtype=pl.String)
    return replace(clusters, table=clusters.table.with_columns(column))


def with_parents(clusters: Clusters, parents: Sequence[str] | None) -> Clusters:
    """The clusters with the nodes of a tree that they are in; None without a tree."""
    cells = [None] * clusters.table.height if parents is None else list(parents)
    column = pl.Series("parent", cells, dtype=pl.String)
    return replace(clusters, table=clusters.table.with_columns(column))


def _named(topics: Sequence[int], share: Floats) -> str:
    return ", ".join(
        f"{topic} ({share[topic]:.0%})" for topic in topics if share[topic] >= SMALLEST_SHARE
    )
