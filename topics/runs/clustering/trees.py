"""Layers of topics, and of clusters."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from topics.checks import check_choice
from topics.choices import TREES_OF
from topics.errors import InputError
from topics.results.clusters import CLUSTER
from topics.runs.data import RunData
from topics.shares import mean_row
from topics.trees import Tree, build_tree


def tree_of(run: RunData, sizes: Iterable[int] | int, of: str) -> Tree:
    """The tree of the topics or of the clusters of a run; see `TopicRun.tree`."""
    check_choice("of", of, TREES_OF)
    counts = run.counts
    if of == "topics":
        share = mean_row(run.document_topic, counts.n_terms_of_documents, run.n_topics)
        return build_tree(run.topic_term, share, sizes)
    if run.clusters is None:
        raise InputError("the run has no clusters; call run.cluster() first")
    if not run.clusters.table.height:
        raise InputError(
            f"every row is noise ({run.clusters.settings['method']}), so there are no clusters to "
            "nest; cluster the run with leiden or kmeans"
        )
    is_document = run.clusters.level == "document"
    table = run.documents if is_document else run.sections
    labels = table[CLUSTER].fill_null(-1).to_numpy()
    matrix = counts.by_document() if is_document else counts.matrix
    n_clusters = run.clusters.table.height
    terms = np.stack(
        [
            np.asarray(matrix[np.flatnonzero(labels == cluster)].sum(axis=0)).ravel()
            for cluster in range(n_clusters)
        ]
    )
    return build_tree(terms, np.bincount(labels[labels >= 0], minlength=n_clusters), sizes)
