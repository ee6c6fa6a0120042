"""Labels of a tree's nodes, from the terms of their mean rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from topics.errors import InputError
from topics.shares import merged_terms, rank_terms
from topics.shares.labels import N_CANDIDATES, topic_labels, unique_labels
from topics.trees.tree import Tree


def node_labels(
    tree: Tree,
    leaf_term: NDArray[np.float64],
    terms: NDArray[np.str_],
    leaf_labels: Sequence[str],
    token_ids: NDArray[Any] | None = None,
    token_offsets: NDArray[Any] | None = None,
) -> list[str]:
    """A label for every node, unique over the tree; leaves keep theirs.

    The terms of a node are those that add most to its divergence from its siblings together
    (`rank_terms` with the order "contribution"), in the mean of its leaves, weighted by their
    weights. A node without siblings has its most frequent terms.

    Parameters
    ----------
    tree : Tree
    leaf_term : array, shape (n_leaves, n_vocabulary)
        Shares of terms in each topic or cluster; rows sum to 1.
    terms : array of str, shape (n_vocabulary,)
    leaf_labels : sequence of str
        Labels of the topics or clusters.
    token_ids, token_offsets : array of int, optional
        Terms of every row in reading order, for phrases; as in `topics.Counts`.

    Returns
    -------
    list of str, one per node

    Raises
    ------
    InputError
        The arrays do not fit the tree.

    Examples
    --------
    >>> from topics.trees import build_tree
    >>> words = np.array(["said", "sea", "tide", "law", "court"])
    >>> rows = np.array([[4, 5, 1, 0, 0], [4, 1, 5, 0, 0], [4, 0, 0, 5, 1], [4, 0, 0, 1, 5]]) / 10
    >>> tree = build_tree(rows, [0.3, 0.3, 0.2, 0.2], [2])
    >>> node_labels(tree, rows, words, ["sea", "tide", "law", "court"])[4:]
    ['sea · tide · said', 'law · court · said']
    """
    n = tree.n_leaves
    if np.shape(leaf_term) != (n, len(terms)) or len(leaf_labels) != n:
        raise InputError(
            f"leaf_term has the shape {np.shape(leaf_term)} and there are {len(leaf_labels)} "
            f"labels, expected ({n}, {len(terms)}) and {n}; pass the rows that the tree is of"
        )
    inner = range(n, tree.n_nodes)
    best: dict[int, NDArray[np.int64]] = {}
    for parent in (-1, *inner):
        nodes = tree.children(parent)
        if max(nodes) < n:
            continue
        means = merged_terms(leaf_term, tree.weights[:n], [tree.leaves(node) for node in nodes])
        shares = tree.weights[nodes]
        shares = shares if shares.sum() > 0 else np.ones(len(nodes))
        order = "contribution" if len(nodes) > 1 else "probability"
        ranked = rank_terms(means, shares / shares.sum(), order=order, n_shown=N_CANDIDATES)
        best.update(zip(nodes, ranked, strict=True))
    if not inner:
        return list(leaf_labels)
    top_terms = np.stack([best[node] for node in inner])
    labels = topic_labels(top_terms, terms, token_ids, token_offsets)
    return unique_labels([*leaf_labels, *labels])
