"""Agglomeration of weighted rows, always the pair that loses the least information."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from topics.kernels.arithmetic import REORDERED

CHUNK = 128
"""Sums in single precision are this long; sums of sums are in double precision."""

MARGIN = 1e-6
"""A sum of x ln x in single precision is wrong by less than this, relative to the sum.

All terms have one sign. A chunk in vectors of 8 numbers takes 16 additions, each wrong by at most
6e-8 of what was added until then; logarithms and products add 3e-7. 1e-8 is usual.
"""

TAIL = 0.01
"""The smallest cells of a row, which have at most this share of its weight, are taken together in
the first bound of a cost. On 50 topics of 20 Newsgroups the others are an eighth of the columns."""

HEAVY, SINGLE, EXACT = 0, 1, 2
"""What the bound of a pair is made of: heavy cells, all cells in single precision, or the cost."""

GRID = 1e13
"""Costs are rounded to 1 / GRID of the whole weight, so that equal costs are equal numbers."""

Floats = NDArray[np.float64]
Floats32 = NDArray[np.float32]
Ints = NDArray[np.int64]
Kinds = NDArray[np.int8]


class Rows(NamedTuple):
    """Rows times weights, what follows from them, and the weights; those of 0 are no more.

    The first `n_heavy` entries of a row of `columns` and `heavy` are its heavy cells, `heavy_sums`
    their sums of x ln x, and `tails` the sums of its other cells.
    """

    joint: Floats
    single: Floats32
    own: Floats
    weights: Floats
    columns: NDArray[np.uint32]
    heavy: Floats32
    n_heavy: Ints
    heavy_sums: Floats
    tails: Floats


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


@njit(cache=True)
def _find_heavy(rows: Rows, i: int) -> None:
    """The heavy cells of row `i`: those from a power of two on that leaves at most `TAIL`."""
    by_exponent = np.zeros(1200)
    for t in range(rows.joint.shape[1]):
        if rows.joint[i, t] > 0:
            by_exponent[math.frexp(rows.joint[i, t])[1] + 1100] += rows.joint[i, t]
    lowest, tail = 0, 0.0
    while lowest < 1199 and tail + by_exponent[lowest] <= TAIL * rows.weights[i]:
        tail += by_exponent[lowest]
        lowest += 1
    least = math.ldexp(0.5, lowest - 1100)
    n, total = 0, 0.0
    for t in range(rows.joint.shape[1]):
        if rows.joint[i, t] >= least and rows.single[i, t] > 0:
            rows.columns[i, n] = t
            rows.heavy[i, n] = rows.single[i, t]
            total += _x_log_x(rows.joint[i, t])
            n += 1
    rows.n_heavy[i], rows.heavy_sums[i] = n, total
    # Cells that single precision cannot hold are part of the tail, too.
    rows.tails[i] = tail + 1e-30


@njit(cache=True, parallel=True)
def _find_all_heavy(rows: Rows) -> None:
    """`_find_heavy` of every row."""
    for i in prange(len(rows.joint)):
        _find_heavy(rows, i)


@njit(cache=True)
def _x_log_x_of_row(row: Floats32) -> Floats32:
    """``row * np.log(row)`` in single precision."""
    result = np.empty_like(row)
    for t in range(len(row)):
        result[t] = row[t] * _natural_log(row[t])
    return result


@njit(cache=True, fastmath=REORDERED)
def _sum(values: Floats32) -> float:
    """``values.sum()``."""
    total = np.float32(0.0)
    for t in range(len(values)):
        total += values[t]
    return float(total)


@njit(cache=True)
def _heavy_bound(rows: Rows, logs: Floats32, i: int, j: int) -> float:
    """A number that the cost is not below, from the heavy cells of row `j`.

    The cost is m(w_i, w_j) less the sum of m(a, b) over the cells, where m(a, b) is
    (a + b) ln(a + b) - a ln a - b ln b. As m is concave and doubling both doubles it, a sum of it
    is at most that of the summed cells: so the tail of `j` is one cell.
    """
    both, own, mass = 0.0, 0.0, 0.0
    row, index = rows.single[i], rows.columns[j]
    # Copied first: only of cells next to each other the compiler makes vectors.
    cells, cell_logs = np.empty(CHUNK, dtype=np.float32), np.empty(CHUNK, dtype=np.float32)
    for begin in range(0, rows.n_heavy[j], CHUNK):
        n = min(CHUNK, rows.n_heavy[j] - begin)
        for t in range(n):
            cells[t] = row[index[begin + t]]
            cell_logs[t] = logs[index[begin + t]]
        both += _chunk_sum(cells[:n], rows.heavy[j, begin : begin + n])
        own += _sum(cell_logs[:n])
        mass += _sum(cells[:n])
    rest = max(rows.weights[i] - mass * (1 - MARGIN), 0.0) + MARGIN * rows.weights[i]
    shared = both - own - rows.heavy_sums[j] + MARGIN * (abs(both) + abs(own))
    shared += _mixing(rest, rows.tails[j])
    return max(float(_mixing(rows.weights[i], rows.weights[j]) - shared), 0.0)


@njit(cache=True)
def _mixing(a: float, b: float) -> float:
    """``xlogy(a + b, a + b) - xlogy(a, a) - xlogy(b, b)``."""
    return float(_x_log_x(a + b) - _x_log_x(a) - _x_log_x(b))


@njit(cache=True, parallel=True)
def fill_bounds(rows: Rows, bounds: Floats) -> None:
    """``bounds[i, j] <= merge_cost(i, j)`` for i < j."""
    n = len(rows.weights)
    for place in prange(n):
        # The first rows have most pairs: long and short ones in turn.
        half = int(np.int64(place)) // 2
        i = half if place % 2 == 0 else n - 1 - half
        logs = _x_log_x_of_row(rows.single[i])
        for j in range(i + 1, n):
            bounds[i, j] = _heavy_bound(rows, logs, i, j)


@njit(cache=True, parallel=True)
def _renew_bounds(rows: Rows, bounds: Floats, kind: Kinds, k: int) -> None:
    """`fill_bounds` for the pairs of row `k`, without the rows whose weight is 0."""
    logs = _x_log_x_of_row(rows.single[k])
    for row in prange(len(rows.weights)):
        other = np.int64(row)
        if other == k or rows.weights[other] == 0:
            continue
        first, second = (k, other) if k < other else (other, k)
        bounds[first, second] = _heavy_bound(rows, logs, k, int(other))
        kind[first, second] = HEAVY


@njit(cache=True, parallel=True)
def _refine_bounds(rows: Rows, bounds: Floats, kind: Kinds, i: int, most: float) -> None:
    """Bounds by all cells for the pairs of row `i` and later ones that are at most `most`."""
    single, own, weights = rows.single, rows.own, rows.weights
    for row in prange(i + 1, len(weights)):
        j = np.int64(row)
        if weights[j] == 0 or kind[i, j] != HEAVY or bounds[i, j] > most:
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
    """The row of the smallest bound, and the smallest nearest one that is of all cells."""
    i, best, limit = -1, np.inf, np.inf
    for row in range(len(weights)):
        j = nearest[row]
        if weights[row] == 0 or j < 0:
            continue
        if bounds[row, j] < best:
            i, best = row, bounds[row, j]
        if kind[row, j] != HEAVY:
            limit = min(limit, bounds[row, j])
    return i, limit


@njit(cache=True)
def _cheapest_pair(rows: Rows, bounds: Floats, kind: Kinds, nearest: Ints) -> tuple[int, int]:
    """The pair with the lowest cost; the bounds that are in question become costs."""
    weights = rows.weights
    while True:
        i, limit = _lowest(bounds, weights, kind, nearest)
        j = nearest[i]
        if kind[i, j] == EXACT:
            return i, j
        if kind[i, j] == HEAVY:
            _refine_bounds(rows, bounds, kind, i, max(limit, bounds[i, j]))
        else:
            bounds[i, j] = merge_cost(rows.joint[i], rows.joint[j], weights[i], weights[j])
            kind[i, j] = EXACT
        _find_nearest(bounds, weights, i, nearest)


@njit(cache=True)
def _merge(rows: Rows, i: int, j: int) -> None:
    """Add row `j` to row `i`, with what follows from it."""
    rows.own[i] = 0.0
    for t in range(rows.joint.shape[1]):
        rows.joint[i, t] += rows.joint[j, t]
        rows.single[i, t] = rows.joint[i, t]
        rows.own[i] += _x_log_x(rows.joint[i, t])
    rows.weights[i] += rows.weights[j]
    rows.weights[j] = 0.0
    _find_heavy(rows, i)


@njit(cache=True)
def rows_of(joint: Floats, weights: Floats) -> Rows:
    """The rows with what follows from them."""
    n, width = joint.shape
    single = joint.astype(np.float32)
    columns, heavy = np.empty((n, width), dtype=np.uint32), np.empty((n, width), dtype=np.float32)
    parts = (np.zeros(n, dtype=np.int64), np.zeros(n), np.zeros(n))
    rows = Rows(joint, single, _own_sums(joint), weights, columns, heavy, *parts)
    _find_all_heavy(rows)
    return rows


@njit(cache=True)
def agglomerate(joint: Floats, weights: Floats, merges: Ints, costs: Floats) -> None:
    """Merge the two rows with the lowest `merge_cost` until one is left; fill merges and costs.

    The heavy cells of rows give a bound below every cost. Where it is the smallest, all cells in
    single precision give a closer one, and where that is the smallest, the cost itself is
    computed. So every choice is made by exact costs. If costs are equal, the pair whose first row,
    then second row, has the lowest number is merged. A merged row has the lowest number of its
    leaves.

    Parameters
    ----------
    joint : array, shape (n_rows, n_columns)
        Rows times weights. Overwritten.
    weights : array, shape (n_rows,)
        Positive, sum 1. Overwritten.
    merges : array, shape (n_rows - 1, 2)
        Output: the numbers of the merged rows, the lower one first.
    costs : array, shape (n_rows - 1,)
        Output.
    """
    n = len(joint)
    rows = rows_of(joint, weights)
    bounds = np.full((n, n), np.inf)
    kind = np.full((n, n), HEAVY, dtype=np.int8)
    fill_bounds(rows, bounds)
    nearest = np.full(n, -1, dtype=np.int64)
    for i in range(n):
        _find_nearest(bounds, weights, i, nearest)
    for step in range(n - 1):
        i, j = _cheapest_pair(rows, bounds, kind, nearest)
        merges[step, 0], merges[step, 1], costs[step] = i, j, bounds[i, j]
        _merge(rows, i, j)
        _renew_bounds(rows, bounds, kind, i)
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
