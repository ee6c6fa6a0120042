"""The tree of topics or clusters: levels, nodes and the order of its leaves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from topics.trees.levels import cut_levels
from topics.trees.storing import checked_labels, checked_parts, plain_parts

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Tree:
    """Nested levels of topics or clusters.

    A node is a set of leaves. Leaves have the numbers 0 to `n_leaves` - 1, nodes of several
    leaves the numbers from `n_leaves` on: level by level from the top, in the order of the
    leaves. A node that does not split at the next level is the same node on both, so every node
    of several leaves has at least two children.

    Attributes
    ----------
    sizes : tuple of int
        Number of nodes on each level, ascending.
    levels : array of int, shape (n_levels, n_leaves)
        The node that each leaf belongs to.
    parents : array of int, shape (n_nodes,)
        -1 for nodes of the top level.
    weights : array, shape (n_nodes,)
        Weight of every node: the sum of its leaves', added by ascending number.
    order : array of int, shape (n_leaves,)
        Leaves in the order in which they are listed; the leaves of a node are next to each other.
    merges : array of int, shape (n_leaves - 1, 2)
        The merges that made the tree, first to last: leaves by number, the result of merge ``m``
        as ``n_leaves + m`` (SciPy's convention; not the numbers of nodes).
    losses : array, shape (n_leaves - 1,)
        Information lost by each merge, in nats, with weights that sum to 1.
    labels : tuple of str
        A label for every node, as `node_labels` makes them; empty where none were made.

    Examples
    --------
    >>> from topics.trees import build_tree
    >>> rows = np.array([[0.9, 0.1, 0.0], [0.0, 0.1, 0.9], [0.8, 0.2, 0.0]])
    >>> tree = build_tree(rows, [0.3, 0.5, 0.2], [2])
    >>> tree.levels.tolist(), tree.parents.tolist(), tree.weights.tolist()
    ([[3, 1, 3]], [3, -1, 3, -1], [0.3, 0.5, 0.2, 0.5])
    >>> tree.children(3), tree.leaves(3), tree.nodes(0)
    ([0, 2], [0, 2], [3, 1])
    """

    sizes: tuple[int, ...]
    levels: Ints
    parents: Ints
    weights: Floats
    order: Ints
    merges: Ints
    losses: Floats
    labels: tuple[str, ...] = ()

    @property
    def n_leaves(self) -> int:
        """Number of topics or clusters."""
        return len(self.order)

    @property
    def n_nodes(self) -> int:
        """Number of leaves and of nodes of several leaves."""
        return len(self.parents)

    def nodes(self, level: int) -> list[int]:
        """Nodes of a level, 0 is the top, in the order in which they are listed."""
        return list(dict.fromkeys(self.levels[level][self.order].tolist()))

    def listed(self) -> list[int]:
        """All nodes by the position of their first leaf."""
        return sorted(range(self.n_nodes), key=self._first_positions().__getitem__)

    def children(self, node: int) -> list[int]:
        """Nodes right below a node, in the order in which they are listed; -1 gives the top."""
        below = np.flatnonzero(self.parents == node).tolist()
        first = self._first_positions()
        return sorted(below, key=first.__getitem__)

    def leaves(self, node: int) -> list[int]:
        """Leaves of a node, by ascending number."""
        if node < self.n_leaves:
            return [node]
        rows = np.flatnonzero((self.levels == node).any(axis=1))
        return [int(leaf) for leaf in np.flatnonzero(self.levels[rows[0]] == node)]

    def cut(self, sizes: Any) -> Tree:
        """The same tree with levels of other sizes, without labels.

        Raises
        ------
        OptionError
            As for `build_tree`.
        """
        return make_tree(self.merges, self.losses, self.weights[: self.n_leaves], self.order, sizes)

    def to_dict(self) -> dict[str, Any]:
        """The tree as lists and numbers, for JSON."""
        return plain_parts(self)

    @classmethod
    def from_dict(cls, value: Any) -> Tree:
        """The tree of `to_dict`, checked: what can be derived is derived again and compared.

        Raises
        ------
        RunFolderError
            The value is no tree: wrong types, sizes or numbers, a circle, nodes that do not nest.
        """
        merges, losses, weights, order, sizes = checked_parts(value)
        tree = make_tree(merges, losses, weights[: len(order)], order, sizes)
        checked_parts(value, tree)
        return replace(tree, labels=checked_labels(value, tree.n_nodes))

    def _first_positions(self) -> list[int]:
        """The position of every node's first leaf in the order of the leaves."""
        first = [self.n_leaves] * self.n_nodes
        for position in range(self.n_leaves - 1, -1, -1):
            leaf = int(self.order[position])
            for node in (leaf, *self.levels[:, leaf].tolist()):
                first[node] = position
        return first


def make_tree(merges: Ints, losses: Floats, weights: Any, order: Ints, sizes: Any) -> Tree:
    """The tree with levels of the sizes, from merges, weights of leaves and their order."""
    sizes, levels, parents, node_weights = cut_levels(merges, np.asarray(weights), order, sizes)
    arrays = (levels, parents, node_weights, order, merges, losses)
    for array in arrays:
        array.setflags(write=False)
    return Tree(sizes, *arrays)
