"""A tree as text."""

from __future__ import annotations

from collections.abc import Sequence

from topics.errors import InputError
from topics.trees.tree import Tree


def show(tree: Tree, labels: Sequence[str] | None = None) -> str:
    """The tree as lines of text: share, number and label of every node, children indented.

    A node that does not split at a level appears once, where it begins. A leaf has its number
    in brackets.

    Parameters
    ----------
    tree : Tree
    labels : sequence of str, one per node, optional
        As `node_labels` returns them; by default those of the tree.

    Raises
    ------
    InputError
        There is not one label per node.

    Examples
    --------
    >>> import numpy as np
    >>> from topics.trees import build_tree
    >>> tree = build_tree(np.array([[9, 1, 0], [0, 1, 9], [8, 2, 0]]) / 10, [1, 2, 1], [2])
    >>> print(show(tree, ["sea", "law", "tide", "water"]))
    50.0%  water
      25.0%  [0] sea
      25.0%  [2] tide
    50.0%  [1] law
    """
    labels = tree.labels if labels is None else labels
    if len(labels) != tree.n_nodes:
        raise InputError(
            f"there are {len(labels)} labels, expected {tree.n_nodes}, one per node; "
            "pass what node_labels returns"
        )
    children: list[list[int]] = [[] for _ in range(tree.n_nodes)]
    top = tree.children(-1)
    for node in tree.listed():
        parent = int(tree.parents[node])
        if parent >= 0:
            children[parent].append(node)
    total = float(tree.weights[top].sum()) or 1.0
    lines = []
    # A stack instead of recursion: a tree may be deeper than Python's limit.
    stack = [(node, 0) for node in reversed(top)]
    while stack:
        node, depth = stack.pop()
        number = f"[{node}] " if node < tree.n_leaves else ""
        label = " ".join(labels[node].split())
        lines.append(f"{'  ' * depth}{tree.weights[node] / total:.1%}  {number}{label}")
        stack.extend((child, depth + 1) for child in reversed(children[node]))
    return "\n".join(lines)
