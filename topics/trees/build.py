"""The tree of weighted rows, by agglomeration that loses the least information."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from topics.errors import InputError
from topics.trees.levels import checked_sizes
from topics.trees.merging import least_merges
from topics.trees.order import leaf_order
from topics.trees.tree import Tree, make_tree

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

LEAST_WEIGHT = 1e-9
"""A leaf counts at least this share of the whole weight in costs, so that one without weight
is merged with the leaf that is most like it."""

MAX_LEAVES = 20_000
"""A tree has at most this many leaves: its costs take n² numbers, 3.4 GB for 20,000."""


def build_tree(rows: Any, weights: Any, sizes: Any, *, n_threads: int | None = None) -> Tree:
    r"""The tree of topics or clusters, with nested levels of the asked sizes.

    From single leaves on, the two nodes are merged whose merge loses the least information
    about the columns (agglomerative information bottleneck, Slonim and Tishby 1999). The cost of
    merging :math:`i` and :math:`j` is

    .. math:: (w_i + w_j) \, \mathrm{JS}_{w_i, w_j}(p_i, p_j)
              = w_i \, \mathrm{KL}(p_i \| p) + w_j \, \mathrm{KL}(p_j \| p), \quad
              p = \frac{w_i p_i + w_j p_j}{w_i + w_j}

    where :math:`w` are the weights, :math:`p_i` the rows and :math:`p` the row of the merged
    node. If costs are equal, the nodes with the lowest numbers are merged; the number of a node
    is that of its first leaf.

    Parameters
    ----------
    rows : array, shape (n_leaves, n_columns)
        Shares of terms in each topic, or of terms or topics in each cluster. Non-negative; rows
        are divided by their sums.
    weights : array, shape (n_leaves,)
        Shares of the topics, or sizes of the clusters. Non-negative.
    sizes : iterable of int, or int
        Numbers of nodes per level, from 1 to the number of leaves, in any order; a repeated
        size counts once.
    n_threads : int, optional
        Threads of the costs; the result is the same for every number.

    Raises
    ------
    OptionError
        A size is out of range, or there is none.
    InputError
        No rows, too many, or rows or weights that are negative, not finite, all zero or of other
        shapes.

    Examples
    --------
    >>> rows = np.array([[8, 1, 1], [1, 8, 1], [7, 2, 1], [1, 1, 8], [2, 7, 1]]) / 10
    >>> tree = build_tree(rows, np.full(5, 0.2), [2, 3])
    >>> tree.levels.tolist()
    [[5, 6, 5, 5, 6], [7, 6, 7, 3, 6]]
    """
    p, w = _checked(rows, weights)
    checked_sizes(sizes, len(p))
    mass = np.maximum(w / w.sum(), LEAST_WEIGHT)
    mass /= mass.sum()
    slots, losses = least_merges(p * mass[:, None], mass.copy(), n_threads)
    merges = _as_merges(slots, len(p))
    order = leaf_order(p, mass, merges)
    return make_tree(merges, losses, w, order, sizes)


def _checked(rows: Any, weights: Any) -> tuple[Floats, Floats]:
    """Rows that sum to 1 and weights, as arrays of floats."""
    try:
        p = np.array(rows, dtype=np.float64, order="C")
        w = np.array(weights, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InputError(f"rows and weights of a tree are expected as numbers: {error}") from error
    if p.ndim != 2 or 0 in p.shape or w.shape != (len(p),):
        raise InputError(
            f"rows have the shape {p.shape} and weights {w.shape}, expected (n_leaves, n_columns) "
            "and (n_leaves,) with at least one leaf; pass topic_term and the topics' shares"
        )
    if len(p) > MAX_LEAVES:
        raise InputError(f"there are {len(p)} leaves, expected at most {MAX_LEAVES}; merge some")
    for name, array in (("rows", p), ("weights", w)):
        if not np.isfinite(array).all() or (array < 0).any():
            raise InputError(f"{name} of a tree are expected finite and not negative; fix {name}")
    # Divided by the largest first, so that no sum overflows.
    largest = p.max(axis=1)
    empty = np.flatnonzero(largest == 0)
    if len(empty):
        raise InputError(f"row {empty[0]} of the tree is all zero; leave it out")
    if w.max() == 0:
        raise InputError("the weights of the tree are all zero; pass ones for equal weights")
    p /= largest[:, None]
    p /= p.sum(axis=1, keepdims=True)
    return p, w


def _as_merges(slots: Ints, n_leaves: int) -> Ints:
    """Merges in SciPy's numbers, from rows that keep the number of their first leaf."""
    number = np.arange(n_leaves)
    merges = np.empty_like(slots)
    for merge, (first, second) in enumerate(slots.tolist()):
        merges[merge] = sorted((number[first], number[second]))
        number[first] = n_leaves + merge
    return merges
