"""The order of a tree's leaves in which neighbours are most alike."""

from __future__ import annotations

import heapq
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

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

    Distances are Hellinger distances; the order is optimal (Bar-Joseph, Gifford and Jaakkola
    2001). The heavier side of the last merge comes first, or the one with
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
    children: list[tuple[int, int]] = []
    for number in reversed(undone):
        first, second = (index[part] for part in merges[number - n].tolist())
        index[number] = len(parts) + len(children)
        children.append((first, second))
    roots = _roots(p, weights, [members[part] for part in parts])
    overlap = roots @ roots.T
    distance = np.sqrt(np.maximum(1 - np.round(overlap, DIGITS), 0))
    distance = np.maximum(distance, distance.T)
    np.fill_diagonal(distance, 0)
    ordered = [parts[i] for i in best_order(distance, children)]
    first, second = sorted(merges[top - n].tolist(), key=lambda number: members[number][0])
    heavier = second if weights[members[second]].sum() > weights[members[first]].sum() else first
    is_first = members[ordered[0]][0] in set(members[heavier])
    return ordered if is_first else ordered[::-1]


def best_order(distance: Floats, children: list[tuple[int, int]]) -> list[int]:
    """Leaves in the order that a tree allows with the smallest sum of distances of neighbours.

    If it is no better than the order in which the child with the lower first leaf comes first,
    it is that one: leaves that were numbered in the best order keep it. (SciPy's
    `optimal_leaf_ordering` misses the best order of half of the trees of eight leaves; its issue
    11227.)

    Parameters
    ----------
    distance : array, shape (n_leaves, n_leaves)
    children : list of pairs, n_leaves - 1
        Node ``n_leaves + i`` has these children; leaves are the first nodes.

    Examples
    --------
    >>> places = np.array([0.0, 3.0, 1.0])
    >>> best_order(np.abs(places - places[:, None]), [(0, 1), (2, 3)])
    [1, 0, 2]
    """
    n = len(distance)
    tree = _Places.of(children, n)
    near = distance[np.ix_(tree.leaves, tree.leaves)]
    costs = tree.costs(near)
    top = 2 * n - 2
    across = costs[: tree.middle[top], tree.middle[top] :]
    u, w = np.unravel_index(int(across.argmin()), across.shape)
    if round(float(np.trace(near, 1) - across[u, w]), DIGITS) <= 0:
        return [int(leaf) for leaf in tree.leaves]
    order = tree.arranged(top, int(u), int(w) + int(tree.middle[top]), near, costs)
    return [int(tree.leaves[place]) for place in order]


class _Places(NamedTuple):
    """A tree whose nodes have leaves at places that follow each other.

    Attributes
    ----------
    leaves : array of int, shape (n_leaves,)
        The leaf at every place.
    children : array of int, shape (n_leaves - 1, 2)
        The first child has the lower places.
    begin, middle, end : array of int, shape (2 * n_leaves - 1,)
        Places of every node, and where those of its second child begin.
    """

    leaves: Ints
    children: Ints
    begin: Ints
    middle: Ints
    end: Ints

    @classmethod
    def of(cls, children: list[tuple[int, int]], n_leaves: int) -> Self:
        """The child with the lower first leaf comes first."""
        first = list(range(n_leaves))
        size = [1] * n_leaves
        for pair in children:
            first.append(min(first[each] for each in pair))
            size.append(sum(size[each] for each in pair))
        pairs = [sorted(pair, key=first.__getitem__) for pair in children]
        begin = np.zeros(2 * n_leaves - 1, dtype=np.int64)
        for node in range(2 * n_leaves - 2, n_leaves - 1, -1):
            one, other = pairs[node - n_leaves]
            begin[one], begin[other] = begin[node], begin[node] + size[one]
        middle = begin.copy()
        middle[n_leaves:] = begin[[other for _, other in pairs]]
        leaves = np.argsort(begin[:n_leaves])
        at = np.array(pairs, dtype=np.int64)
        # Leaves are numbered by their places from here on.
        place_of = np.concatenate([begin[:n_leaves], np.arange(n_leaves, 2 * n_leaves - 1)])
        middle[:n_leaves] = begin[:n_leaves] = np.arange(n_leaves)
        return cls(leaves, place_of[at], begin, middle, begin + np.array(size))

    def costs(self, near: Floats) -> Floats:
        """Sums of distances in the cheapest orders with two given ends, shape (n, n).

        The orders are those of the smallest node that has both places. For a node with the
        children L and R and the ends u and w it is the smallest ``costs[u, m] + near[m, k] +
        costs[k, w]`` over the other ends m of L and k of R; with the best m of each k kept, the
        whole takes n³ steps.
        """
        n = len(self.leaves)
        costs = np.where(np.eye(n, dtype=bool), 0.0, np.inf)
        for pair in self.children.tolist():
            first, second = (self.halves(node) for node in pair)
            for u, m in first:
                joined = np.full((u.stop - u.start, n), np.inf)
                for k in (ends for ends, _ in second):
                    sums = costs[u, m, None] + near[None, m, k]
                    joined[:, k] = sums.min(axis=1)
                for w, k in second:
                    least = (joined[:, k, None] + costs[None, k, w]).min(axis=1)
                    costs[u, w], costs[w, u] = least, least.T
        return costs

    def arranged(self, node: int, u: int, w: int, near: Floats, costs: Floats) -> list[int]:
        """Places of a node's leaves in the cheapest order from one end to the other."""
        if u == w:
            return [u]
        if u > w:
            return self.arranged(node, w, u, near, costs)[::-1]
        first, second = (int(each) for each in self.children[node - len(self.leaves)])
        m = next(others for ends, others in self.halves(first) if ends.start <= u < ends.stop)
        k = next(others for ends, others in self.halves(second) if ends.start <= w < ends.stop)
        sums = costs[u, m, None] + near[m, k] + costs[None, k, w]
        a, b = np.unravel_index(int(sums.argmin()), sums.shape)
        return [
            *self.arranged(first, u, m.start + int(a), near, costs),
            *self.arranged(second, k.start + int(b), w, near, costs),
        ]

    def halves(self, node: int) -> list[tuple[slice, slice]]:
        """Places where an order of a node's leaves can begin, and where such orders end."""
        begin, middle, end = (int(each[node]) for each in (self.begin, self.middle, self.end))
        if end - begin == 1:
            return [(slice(begin, end), slice(begin, end))]
        first, second = slice(begin, middle), slice(middle, end)
        return [(first, second), (second, first)]


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
