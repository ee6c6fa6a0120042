"""The order of a tree's leaves in which neighbours are most alike."""

from __future__ import annotations

import heapq

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import leaves_list, optimal_leaf_ordering
from scipy.spatial.distance import squareform

from topics.kernels.threads import one_blas_thread

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

ORDERED = 400
"""At most this many sets are ordered at once, as the time grows with their cube. Larger trees are
ordered from the top: this many sets first, then the leaves inside each."""

DIGITS = 12
"""Distances are rounded to this many digits, so that equal distances are equal numbers."""


def leaf_order(p: Floats, weights: Floats, merges: Ints) -> Ints:
    """Leaves in the order of the tree that has the smallest sum of distances between neighbours.

    Distances are Hellinger distances, the order is SciPy's optimal leaf ordering (Bar-Joseph,
    Gifford and Jaakkola 2001). The heavier side of the last merge comes first, or the one with
    leaf 0 if both are equal.

    Parameters
    ----------
    p : array, shape (n_leaves, n_columns)
        Rows sum to 1.
    weights : array, shape (n_leaves,)
    merges : array of int, shape (n_leaves - 1, 2)
        As in `Tree`.

    Examples
    --------
    >>> p = np.array([[0.7, 0.3, 0.0], [0.0, 0.1, 0.9], [0.9, 0.1, 0.0], [0.0, 0.3, 0.7]])
    >>> leaf_order(p, np.ones(4) / 4, np.array([[0, 2], [1, 3], [4, 5]])).tolist()
    [2, 0, 3, 1]
    """
    with one_blas_thread():
        return _leaf_order(p, weights, merges)


def _leaf_order(p: Floats, weights: Floats, merges: Ints) -> Ints:
    """`leaf_order` on one thread."""
    n = len(p)
    members = _members(merges, n)
    sets = [2 * n - 2]
    while max(sets) >= n:
        parts = [_ordered_parts(p, weights, merges, members, each) for each in sets]
        if len(sets) > 1:
            means = _roots(p, weights, [members[each] for each in sets])
            for i, part in enumerate(parts):
                before = means[i - 1] if i > 0 else None
                after = means[i + 1] if i + 1 < len(parts) else None
                if len(part) > 1 and _is_better_reversed(p, weights, members, part, before, after):
                    part.reverse()
        sets = [number for part in parts for number in part]
    return np.array(sets, dtype=np.int64)


def _members(merges: Ints, n_leaves: int) -> list[list[int]]:
    """Leaves of every set, ascending."""
    members = [[leaf] for leaf in range(n_leaves)]
    for first, second in merges.tolist():
        members.append(sorted(members[first] + members[second]))
    return members


def _roots(p: Floats, weights: Floats, members: list[list[int]]) -> Floats:
    """Square roots of the sets' mean rows."""
    means = np.stack([weights[each] @ p[each] / weights[each].sum() for each in members])
    roots: Floats = np.sqrt(means)
    return roots


def _ordered_parts(
    p: Floats, weights: Floats, merges: Ints, members: list[list[int]], top: int
) -> list[int]:
    """The parts of a set, at most `ORDERED`, in optimal order; a leaf is its only part."""
    n = len(p)
    if top < n:
        return [top]
    heap, undone = [-top], []
    while len(heap) < ORDERED and -heap[0] >= n:
        number = -heapq.heappop(heap)
        undone.append(number)
        for part in merges[number - n].tolist():
            heapq.heappush(heap, -part)
    # Parts by their first leaves, so that their numbers here do not depend on the merges.
    parts = sorted((-number for number in heap), key=lambda number: members[number][0])
    index = {number: i for i, number in enumerate(parts)}
    linkage, counts = [], [1.0] * len(parts)
    for height, number in enumerate(reversed(undone), 1):
        first, second = sorted(index[part] for part in merges[number - n].tolist())
        index[number] = len(counts)
        counts.append(counts[first] + counts[second])
        linkage.append([first, second, float(height), counts[-1]])
    roots = _roots(p, weights, [members[part] for part in parts])
    overlap = roots @ roots.T
    distance = np.sqrt(np.maximum(1 - np.round(overlap, DIGITS), 0))
    distance = np.maximum(distance, distance.T)
    np.fill_diagonal(distance, 0)
    linked = optimal_leaf_ordering(np.array(linkage), squareform(distance, checks=False))
    ordered = [parts[i] for i in leaves_list(linked).tolist()]
    first, second = sorted(merges[top - n].tolist(), key=lambda number: members[number][0])
    heavier = second if weights[members[second]].sum() > weights[members[first]].sum() else first
    is_first = members[ordered[0]][0] in set(members[heavier])
    return ordered if is_first else ordered[::-1]


def _is_better_reversed(
    p: Floats,
    weights: Floats,
    members: list[list[int]],
    part: list[int],
    before: Floats | None,
    after: Floats | None,
) -> bool:
    """Whether the ends of a part are nearer to the sets around it the other way round."""
    begin, end = _roots(p, weights, [members[part[0]], members[part[-1]]])
    gain = 0.0
    for root, inner, outer in ((before, begin, end), (after, end, begin)):
        if root is not None:
            gain += float(np.linalg.norm(root - inner) - np.linalg.norm(root - outer))
    return round(gain, DIGITS) > 0
