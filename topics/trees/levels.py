"""Nested levels: the merges undone until a level has its number of nodes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from topics.errors import OptionError
from topics.shares import merged_shares

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def checked_sizes(sizes: Any, n_leaves: int) -> tuple[int, ...]:
    """The sizes of levels, ascending and each once.

    Raises
    ------
    OptionError
        No size, or one that is no whole number from 1 to the number of leaves.

    Examples
    --------
    >>> checked_sizes([20, 5, 20], 50)
    (5, 20)
    """
    listed = list(sizes) if isinstance(sizes, Iterable) and not isinstance(sizes, str) else [sizes]
    for size in listed:
        is_whole = type(size) is int or isinstance(size, np.integer)
        if not is_whole or not 1 <= size <= n_leaves:
            raise OptionError(
                f"sizes has {size!r}, expected whole numbers from 1 to {n_leaves}, the number of "
                "topics or clusters; ask for smaller levels, or fit more topics"
            )
    if not listed:
        raise OptionError("sizes is empty, expected numbers of nodes per level, such as [5, 20]")
    return tuple(sorted({int(size) for size in listed}))


def members_after(merges: Ints, n_leaves: int, n_merges: int) -> Ints:
    """For every leaf, the merged set that it is in after the first merges.

    Sets have SciPy's numbers: leaves by number, then ``n_leaves + m`` for merge ``m``.

    Examples
    --------
    >>> members_after(np.array([[0, 2], [1, 3]]), 3, 1).tolist()
    [3, 1, 3]
    """
    above = np.arange(n_leaves + n_merges)
    for merge in range(n_merges - 1, -1, -1):
        # Sets above were resolved before, as merges are read from the last one.
        for part in merges[merge]:
            above[part] = above[n_leaves + merge]
    return above[:n_leaves]


def cut_levels(
    merges: Ints, weights: Floats, order: Ints, sizes: Any
) -> tuple[tuple[int, ...], Ints, Ints, Floats]:
    """Sizes, levels, parents and weights of a `Tree`.

    Parameters
    ----------
    merges, order
        As in `Tree`.
    weights : array, shape (n_leaves,)
    sizes : iterable of int

    Raises
    ------
    OptionError
        As for `checked_sizes`.

    Examples
    --------
    >>> merges = np.array([[0, 2], [1, 3]])
    >>> parts = cut_levels(merges, np.array([1.0, 2.0, 4.0]), np.array([2, 0, 1]), [2, 1])
    >>> [np.asarray(part).tolist() for part in parts]
    [[1, 2], [[3, 3, 3], [4, 1, 4]], [4, 3, 4, -1, 3], [1.0, 2.0, 4.0, 7.0, 5.0]]
    """
    n_leaves = len(weights)
    sizes = checked_sizes(sizes, n_leaves)
    sets = np.stack([members_after(merges, n_leaves, n_leaves - size) for size in sizes])
    node_of = {leaf: leaf for leaf in range(n_leaves)}
    for row in sets:
        for number in row[order].tolist():
            node_of.setdefault(number, len(node_of))
    levels = np.array([[node_of[number] for number in row] for row in sets.tolist()], np.int64)
    parents = np.full(len(node_of), -1, dtype=np.int64)
    # From the lowest level up, a node's parent is the first other node above it.
    below = np.arange(n_leaves)
    for row in levels[::-1]:
        differs = row != below
        parents[below[differs]] = row[differs]
        below = row
    members: list[list[int]] = [[leaf] for leaf in range(n_leaves)]
    members += [[] for _ in range(len(node_of) - n_leaves)]
    for row in levels:
        is_new = [not members[node] for node in range(len(members))]
        for leaf, node in enumerate(row.tolist()):
            if is_new[node]:
                members[node].append(leaf)
    totals = merged_shares(np.asarray(weights, dtype=np.float64)[None, :], members)[0]
    return sizes, levels, parents, totals
