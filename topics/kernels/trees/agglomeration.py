"""Agglomeration of weighted rows, always the pair that loses the least information."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from topics.kernels.arithmetic import REORDERED

CHUNK = 128
"""Sums in single precision are this long; sums of sums are in double precision."""

BLOCK = 16
"""Rows are compared in blocks of this many, so that a chunk of them stays in the cache."""

MARGIN = 1e-6
"""A sum of x ln x in single precision is wrong by less than this, relative to the sum.

All terms have one sign. A chunk in vectors of 8 numbers takes 16 additions, each wrong by at most
6e-8 of what was added until then; logarithms and products add 3e-7. 1e-8 is usual.
"""

COARSE, SINGLE, EXACT = 0, 1, 2
"""What the bound of a pair is made of: sums over groups of columns, over all columns in single
precision, or the cost itself."""

GRID = 1e13
"""Costs are rounded to 1 / GRID of the whole weight, so that equal costs are equal numbers."""

Floats = NDArray[np.float64]
Floats32 = NDArray[np.float32]
Ints = NDArray[np.int64]
Kinds = NDArray[np.int8]


class Rows(NamedTuple):
    """Rows times weights, what follows from them, and the weights; those of 0 are no more."""

    joint: Floats
    single: Floats32
    own: Floats
    weights: Floats


@njit(cache=True, inline="always")
def _natural_log(x: np.float32) -> np.float32:
    """``np.log(x)`` in single precision, -88 for 0: Cephes' logf without branches, for vectors."""
    bits = np.float32(x).view(np.int32)
    exponent = np.int32(np.int32(bits - np.int32(0x3F3504F3)) >> np.int32(23))
    shifted = np.int32(bits - np.int32(exponent << np.int32(23)))
    t = np.int32(shifted).view(np.float32) - np.float32(1.0)
    z = t * t
    y = np.float32(7.0376836292e-2)
    y = y * t - np.float32(1.1514610310e-1)
    y = y * t + np.float32(1.1676998740e-1)
    y = y * t - np.float32(1.2420140846e-1)
    y = y * t + np.float32(1.4249322787e-1)
    y = y * t - np.float32(1.6668057665e-1)
    y = y * t + np.float32(2.0000714765e-1)
    y = y * t - np.float32(2.4999993993e-1)
    y = y * t + np.float32(3.3333331174e-1)
    y = y * t * z - np.float32(0.5) * z
    return t + y + np.float32(exponent) * np.float32(0.69314718056)


@njit(cache=True, fastmath=REORDERED)
def _chunk_sum(a: Floats32, b: Floats32) -> float:
    """``(s * np.log(s)).sum()`` with ``s = a + b``."""
    total = np.float32(0.0)
    # An index from 0 on: only then does the compiler use vectors.
    for t in range(len(a)):
        s = a[t] + b[t]
        total += s * _natural_log(s)
    return float(total)


@njit(cache=True)
def _row_sum(a: Floats32, b: Floats32) -> float:
    """`_chunk_sum` of whole rows."""
    total = 0.0
    for begin in range(0, len(a), CHUNK):
        end = min(begin + CHUNK, len(a))
        total += _chunk_sum(a[begin:end], b[begin:end])
    return total


@njit(cache=True)
def _x_log_x(x: float) -> float:
    """``x * np.log(x)``, 0 for 0."""
    return float(x * np.log(x)) if x > 0 else 0.0


@njit(cache=True)
def merge_cost(a: Floats, b: Floats, weight_a: float, weight_b: float) -> float:
    """Information lost by a merge, in nats: ``(weight_a + weight_b)`` times the divergence.

    Equals ``xlogy(a, a / s).sum() + xlogy(b, b / s).sum()`` with ``s = a + b``, less the same of
    the weights; rounded to `GRID`. `a` and `b` are rows times their weights.
    """
    weight = weight_a + weight_b
    total = _x_log_x(weight) - _x_log_x(weight_a) - _x_log_x(weight_b)
    for t in range(len(a)):
        if a[t] > 0 and b[t] > 0:
            s = a[t] + b[t]
            total += a[t] * np.log(a[t] / s) + b[t] * np.log(b[t] / s)
    return max(float(np.floor(total * GRID + 0.5)) / GRID, 0.0)


@njit(cache=True, parallel=True)
def _own_sums(joint: Floats) -> Floats:
    """``xlogy(joint, joint).sum(axis=1)``."""
    result = np.zeros(len(joint))
    for i in prange(len(joint)):
        for t in range(joint.shape[1]):
            result[i] += _x_log_x(joint[i, t])
    return result


@njit(cache=True)
def _bound(own: float, both: float, weight_a: float, weight_b: float) -> float:
    """A number that the cost is not below, from sums in single precision."""
    weight = weight_a + weight_b
    mixing = _x_log_x(weight) - _x_log_x(weight_a) - _x_log_x(weight_b)
    return max(mixing + own - both - MARGIN * abs(both), 0.0)


@njit(cache=True, parallel=True)
def fill_bounds(single: Floats32, own: Floats, weights: Floats, bounds: Floats) -> None:
    """``bounds[i, j] <= merge_cost(i, j)`` for i < j, by little."""
    n, width = single.shape
    n_blocks = (n + BLOCK - 1) // BLOCK
    for pair in prange(n_blocks * n_blocks):
        first, second = np.int64(pair) // n_blocks, np.int64(pair) % n_blocks
        if second < first:
            continue
        sums = np.zeros((BLOCK, BLOCK))
        for begin in range(0, width, CHUNK):
            end = min(begin + CHUNK, width)
            for i in range(first * BLOCK, min(first * BLOCK + BLOCK, n)):
                for j in range(max(second * BLOCK, i + 1), min(second * BLOCK + BLOCK, n)):
                    part = _chunk_sum(single[i, begin:end], single[j, begin:end])
                    sums[i - first * BLOCK, j - second * BLOCK] += part
        for i in range(first * BLOCK, min(first * BLOCK + BLOCK, n)):
            for j in range(max(second * BLOCK, i + 1), min(second * BLOCK + BLOCK, n)):
                both = sums[i - first * BLOCK, j - second * BLOCK]
                bounds[i, j] = _bound(own[i] + own[j], both, weights[i], weights[j])


@njit(cache=True, parallel=True)
def group_columns(joint: Floats, group: Ints, grouped: Floats) -> None:
    """``np.add.at(grouped.T, group, joint.T)``: sums of the columns of each group."""
    for i in prange(len(joint)):
        for t in range(joint.shape[1]):
            grouped[i, group[t]] += joint[i, t]


@njit(cache=True, parallel=True)
def _renew_bounds(single: Floats32, own: Floats, weights: Floats, bounds: Floats, k: int) -> None:
    """`fill_bounds` for the pairs of row `k`, without the rows whose weight is 0."""
    for row in prange(len(single)):
        other = np.int64(row)
        if other == k or weights[other] == 0:
            continue
        both = _row_sum(single[other], single[k])
        bound = _bound(own[k] + own[other], both, weights[k], weights[other])
        first, second = (k, other) if k < other else (other, k)
        bounds[first, second] = bound


@njit(cache=True, parallel=True)
def _refine_bounds(
    single: Floats32, own: Floats, weights: Floats, bounds: Floats, kind: Kinds, i: int, most: float
) -> None:
    """Bounds over all columns for the pairs of row `i` and later ones that are at most `most`."""
    for row in prange(i + 1, len(single)):
        j = np.int64(row)
        if weights[j] == 0 or kind[i, j] != COARSE or bounds[i, j] > most:
            continue
        bound = _bound(own[i] + own[j], _row_sum(single[i], single[j]), weights[i], weights[j])
        bounds[i, j] = max(bound, bounds[i, j])
        kind[i, j] = SINGLE


@njit(cache=True)
def _find_nearest(bounds: Floats, weights: Floats, i: int, nearest: Ints) -> None:
    """The first later row with the smallest bound; -1 where there is none."""
    best, nearest[i] = np.inf, -1
    for j in range(i + 1, len(weights)):
        if weights[j] > 0 and bounds[i, j] < best:
            best, nearest[i] = bounds[i, j], j


@njit(cache=True)
def _lowest(bounds: Floats, weights: Floats, kind: Kinds, nearest: Ints) -> tuple[int, float]:
    """The row of the smallest bound, and the smallest nearest one that is not of groups."""
    i, best, limit = -1, np.inf, np.inf
    for row in range(len(weights)):
        j = nearest[row]
        if weights[row] == 0 or j < 0:
            continue
        if bounds[row, j] < best:
            i, best = row, bounds[row, j]
        if kind[row, j] != COARSE:
            limit = min(limit, bounds[row, j])
    return i, limit


@njit(cache=True)
def _cheapest_pair(rows: Rows, bounds: Floats, kind: Kinds, nearest: Ints) -> tuple[int, int]:
    """The pair with the lowest cost; the bounds that are in question become costs."""
    while True:
        i, limit = _lowest(bounds, rows.weights, kind, nearest)
        j = nearest[i]
        if kind[i, j] == EXACT:
            return i, j
        if kind[i, j] == COARSE:
            most = max(limit, bounds[i, j])
            _refine_bounds(rows.single, rows.own, rows.weights, bounds, kind, i, most)
        else:
            weights = rows.weights
            bounds[i, j] = merge_cost(rows.joint[i], rows.joint[j], weights[i], weights[j])
            kind[i, j] = EXACT
        _find_nearest(bounds, rows.weights, i, nearest)


@njit(cache=True)
def _add_row(joint: Floats, single: Floats32, own: Floats, i: int, j: int) -> None:
    """``joint[i] += joint[j]``, with what follows from it."""
    own[i] = 0.0
    for t in range(joint.shape[1]):
        joint[i, t] += joint[j, t]
        single[i, t] = joint[i, t]
        own[i] += _x_log_x(joint[i, t])


@njit(cache=True)
def agglomerate(
    joint: Floats, grouped: Floats, weights: Floats, merges: Ints, costs: Floats
) -> None:
    """Merge the two rows with the lowest `merge_cost` until one is left; fill merges and costs.

    Grouping columns loses information, so the cost of a merge by sums of columns is a bound below
    the cost, and a close one if columns of a group have similar rows. Where it is the smallest,
    sums over all columns in single precision give a closer bound, and where that is the smallest,
    the cost itself is computed. So every choice is made by exact costs. If costs are equal, the
    pair whose first row, then second row, has the lowest number is merged. A merged row has the
    lowest number of its leaves.

    Parameters
    ----------
    joint : array, shape (n_rows, n_columns)
        Rows times weights. Overwritten.
    grouped : array, shape (n_rows, n_groups)
        As `group_columns` fills it; without groups, the bounds are of all columns at once.
        Overwritten.
    weights : array, shape (n_rows,)
        Positive, sum 1. Overwritten.
    merges : array, shape (n_rows - 1, 2)
        Output: the numbers of the merged rows, the lower one first.
    costs : array, shape (n_rows - 1,)
        Output.
    """
    n = len(joint)
    rows = Rows(joint, joint.astype(np.float32), _own_sums(joint), weights)
    has_groups = grouped.shape[1] > 0
    first = Rows(grouped, grouped.astype(np.float32), _own_sums(grouped), weights)
    if not has_groups:
        first = rows
    new_kind = COARSE if has_groups else SINGLE
    bounds = np.full((n, n), np.inf)
    kind = np.full((n, n), new_kind, dtype=np.int8)
    fill_bounds(first.single, first.own, weights, bounds)
    nearest = np.full(n, -1, dtype=np.int64)
    for i in range(n):
        _find_nearest(bounds, weights, i, nearest)
    for step in range(n - 1):
        i, j = _cheapest_pair(rows, bounds, kind, nearest)
        merges[step, 0], merges[step, 1], costs[step] = i, j, bounds[i, j]
        _add_row(rows.joint, rows.single, rows.own, i, j)
        if has_groups:
            _add_row(first.joint, first.single, first.own, i, j)
        weights[i] += weights[j]
        weights[j] = 0.0
        kind[i, :] = new_kind
        kind[:, i] = new_kind
        _renew_bounds(first.single, first.own, weights, bounds, i)
        for row in range(n):
            if weights[row] == 0:
                continue
            if row == i or nearest[row] == i or nearest[row] == j:
                _find_nearest(bounds, weights, row, nearest)
            elif row < i and (
                bounds[row, i] < bounds[row, nearest[row]]
                or (bounds[row, i] == bounds[row, nearest[row]] and i < nearest[row])
            ):
                nearest[row] = i
