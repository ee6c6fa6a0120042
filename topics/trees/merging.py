"""Merges of weighted rows that lose the least information, for few rows and for many."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from topics.kernels.threads import kernel_threads

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

FEW = 2e8
"""Up to this many terms of costs are summed by numpy: the kernel, which is faster, takes longer to
compile than that."""

GRID = 1e13
"""Costs are rounded to 1 / GRID of the whole weight, as the kernel does."""


def least_merges(
    joint: Floats, weights: Floats, n_threads: int | None = None
) -> tuple[Ints, Floats]:
    """Merge the two rows that lose the least until one is left, as `agglomerate` says.

    Parameters
    ----------
    joint : array, shape (n_rows, n_columns)
        Rows times weights. Overwritten.
    weights : array, shape (n_rows,)
        Positive, sum 1. Overwritten.
    n_threads : int, optional

    Returns
    -------
    merges : array of int, shape (n_rows - 1, 2)
        The numbers of the merged rows, the lower one first, which the merged row keeps.
    costs : array, shape (n_rows - 1,)
    """
    merges, costs = np.zeros((len(joint) - 1, 2), dtype=np.int64), np.zeros(len(joint) - 1)
    if len(joint) * joint.size <= FEW:
        _merge_few(joint, weights, merges, costs)
        return merges, costs
    from topics.kernels.trees.agglomeration import agglomerate

    with kernel_threads(n_threads):
        agglomerate(joint, weights, merges, costs)
    return merges, costs


def _merge_few(joint: Floats, weights: Floats, merges: Ints, costs: Floats) -> None:
    """`agglomerate` with every cost computed at once."""
    n = len(joint)
    pairs = np.full((n, n), np.inf)

    def renew(i: int, others: Ints) -> None:
        for j in others.tolist():
            pairs[min(i, j), max(i, j)] = _cost(joint[i], joint[j], weights[i], weights[j])

    for i in range(n):
        renew(i, np.arange(i + 1, n))
    for step in range(n - 1):
        i, j = divmod(int(pairs.argmin()), n)
        merges[step], costs[step] = (i, j), pairs[i, j]
        joint[i] += joint[j]
        weights[i] += weights[j]
        weights[j] = 0.0
        pairs[j], pairs[:, j] = np.inf, np.inf
        kept = np.flatnonzero(weights > 0)
        renew(i, kept[kept != i])


def _cost(first: Floats, second: Floats, weight: float, other: float) -> float:
    """`merge_cost` of the kernel."""
    both = (first > 0) & (second > 0)
    a, b, whole = first[both], second[both], weight + other
    mean = a + b
    lost = float((a * np.log(a / mean) + b * np.log(b / mean)).sum())
    lost += whole * math.log(whole) - weight * math.log(weight) - other * math.log(other)
    return max(math.floor(lost * GRID + 0.5) / GRID, 0.0)
