"""Trees of topics and of clusters: made, kept in a run, stored in its folder, and checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from topics.checks import check_choice
from topics.choices import TREES_OF
from topics.errors import InputError, RunFolderError
from topics.notices import StageLog
from topics.results.clusters import CLUSTER, with_parents
from topics.runs.data import RunData
from topics.shares import mean_row
from topics.storage import read_json, write_json
from topics.trees import MAX_LEAVES, Tree, build_tree, checked_sizes, node_labels
from topics.values import amount

Floats = NDArray[np.float64]

TREES = {"topics": "topic_tree", "clusters": "cluster_tree"}
"""Attributes of a run, by what the tree is of; the file in its folder has the same name."""

FILES = {of: f"{name}.json" for of, name in TREES.items()}
"""Files of a run folder, by what the tree is of."""

TOLERANCE = 1e-9
"""Shares of topics that are summed again differ by less than this."""

NOTICE = "tree-sizes"
"""Code of the notice of levels that a tree cannot have."""


def tree_of(run: RunData, sizes: Iterable[int] | int, of: str) -> Tree:
    """The tree of the topics or of the clusters of a run; see `TopicRun.tree`."""
    check_choice("of", of, TREES_OF)
    leaf_term, weights, labels = _leaves(run, of)
    return _labelled(build_tree(leaf_term, weights, sizes), run, leaf_term, labels)


def kept_tree(run: RunData, sizes: Iterable[int] | int, of: str) -> dict[str, Any]:
    """What a tree changes in a run, by the names of its attributes; see `TopicRun.with_tree`.

    The run before its edits gets a tree with the same levels.
    """
    sizes = list(sizes) if isinstance(sizes, Iterable) else [sizes]
    tree = tree_of(run, sizes, of)
    original = run.original
    if of == "topics":
        if original is not None:
            original = replace(original, topic_tree=tree_of(original, sizes, of))
        return {"topic_tree": tree, "original": original}
    if original is not None:
        original = replace(original, **with_cluster_tree(original, tree))
    return {**with_cluster_tree(run, tree), "original": original}


def with_cluster_tree(run: RunData, tree: Tree) -> dict[str, Any]:
    """A tree of the clusters of a run, and their table with the parents in it."""
    if run.clusters is None:
        return {}
    return {"cluster_tree": tree, "clusters": with_parents(run.clusters, parents_of(tree))}


def parents_of(tree: Tree | None) -> list[str] | None:
    """The label of every leaf's node on the highest level; None without a tree."""
    return None if tree is None else [tree.labels[node] for node in tree.levels[0].tolist()]


def tree_again(run: RunData, tree: Tree | None) -> Tree | None:
    """A tree of the topics of a run with the levels of another one, as far as topics suffice."""
    if tree is None:
        return None
    return tree_of(run, [min(size, run.n_topics) for size in tree.sizes], "topics")


def relabelled_tree(run: RunData, tree: Tree | None) -> Tree | None:
    """The tree of a run's topics with their present labels."""
    if tree is None:
        return None
    return _labelled(tree, run, run.topic_term, run.topics["label"].to_list())


def listed_sizes(tree: Iterable[int] | int, n_clusters: int | None) -> list[int]:
    """Sizes of the levels of a tree of clusters that are not yet found.

    Raises
    ------
    OptionError
        A size is no whole number from 1 on, or larger than the number of clusters that is asked
        for.
    """
    sizes = list(tree) if isinstance(tree, Iterable) else [tree]
    return list(checked_sizes(sizes, n_clusters or MAX_LEAVES)) if sizes else []


def possible_sizes(sizes: Iterable[int], n_leaves: int, log: StageLog) -> list[int]:
    """Sizes of levels that clusters suffice for, with a notice of the others.

    Nobody knows before clustering how many clusters there will be.
    """
    asked = list(sizes)
    possible = [size for size in asked if size <= n_leaves]
    others = [str(size) for size in asked if size > n_leaves]
    log.notice(
        NOTICE,
        len(others),
        f"the tree of {amount(n_leaves, 'cluster')} has no level of {', '.join(others)}; ask for "
        "smaller levels, or for more clusters",
    )
    return possible


def write_trees(run: RunData, folder: Path) -> None:
    """Write the trees of a run."""
    for of, file in FILES.items():
        tree = getattr(run, TREES[of])
        if tree is not None:
            write_json(folder / file, tree.to_dict())


def read_trees(run: RunData, path: Path, files: Mapping[str, str]) -> dict[str, Any]:
    """The trees in a run folder, checked against the run, or None; by attribute.

    Parameters
    ----------
    run : RunData
        With its clusters.
    path : Path
    files : mapping
        Files in the manifest; what is not listed is not read.

    Raises
    ------
    RunFolderError
        A file holds no tree, or not one of this run.
    """
    trees = {name: read_tree(run, of, path, files) for of, name in TREES.items()}
    if run.clusters is not None:
        expected = with_parents(run.clusters, parents_of(trees["cluster_tree"])).table["parent"]
        if not run.clusters.table["parent"].equals(expected, null_equal=True):
            raise RunFolderError(f"clusters.csv of {path} does not fit its tree; cluster it again")
    return trees


def read_tree(
    run: RunData, of: str, path: Path, files: Mapping[str, str], folder: str = ""
) -> Tree | None:
    """One tree of `read_trees`, also from a folder inside; None if there is none."""
    name = f"{folder}{FILES[of]}"
    if name not in files:
        return None
    error = RunFolderError(f"{path / name} is not of the {of} of this run; make the tree again")
    if of == "clusters" and run.clusters is None:
        raise error
    tree = Tree.from_dict(read_json(path / name))
    weights, labels = _weights(run, of)
    n = len(labels)
    if tree.n_leaves != n or list(tree.labels[:n]) != labels:
        raise error
    if not np.allclose(tree.weights[:n], weights, rtol=TOLERANCE, atol=TOLERANCE):
        raise error
    return tree


def _leaves(run: RunData, of: str) -> tuple[Floats, Floats, list[str]]:
    """Shares of terms, weights and labels of the topics or clusters."""
    if of == "clusters" and run.clusters is None:
        raise InputError("the run has no clusters; call run.cluster() first")
    if of == "clusters" and run.clusters is not None and not run.clusters.table.height:
        raise InputError(
            f"every row is noise ({run.clusters.settings['method']}), so there are no clusters to "
            "nest; cluster the run with leiden or kmeans"
        )
    weights, labels = _weights(run, of)
    if of == "topics":
        return run.topic_term, weights, labels
    is_document, clusters = _cluster_column(run)
    matrix = run.counts.by_document() if is_document else run.counts.matrix
    sums = [
        np.asarray(matrix[np.flatnonzero(clusters == cluster)].sum(axis=0)).ravel()
        for cluster in range(len(labels))
    ]
    terms = np.array(sums, dtype=np.float64)
    return terms / terms.sum(axis=1, keepdims=True), weights, labels


def _weights(run: RunData, of: str) -> tuple[Floats, list[str]]:
    """Shares of the topics, or sizes of the clusters, and their labels."""
    if of == "topics" or run.clusters is None:
        weights = mean_row(run.document_topic, run.counts.weights_of_documents, run.n_topics)
        return weights, run.topics["label"].to_list()
    labels = run.clusters.table["label"].to_list()
    clusters = _cluster_column(run)[1]
    sizes = np.bincount(clusters[clusters >= 0], minlength=len(labels))
    return sizes.astype(np.float64), labels


def _cluster_column(run: RunData) -> tuple[bool, NDArray[np.int64]]:
    """Whether documents were clustered, and the cluster of every row, -1 for none."""
    is_document = run.clusters is None or run.clusters.level == "document"
    table = run.documents if is_document else run.sections
    return is_document, table[CLUSTER].fill_null(-1).to_numpy()


def _labelled(tree: Tree, run: RunData, leaf_term: Floats, labels: list[str]) -> Tree:
    """The tree with labels of its nodes."""
    counts = run.counts
    tokens = (counts.token_ids, counts.token_offsets)
    return replace(tree, labels=tuple(node_labels(tree, leaf_term, run.terms, labels, *tokens)))
