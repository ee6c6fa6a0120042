"""UMAP's two loops: how strongly neighbours belong together, and where points move.

A point moves against the places that the others had when the epoch began, so that threads
share points and no bit depends on their number. McInnes, Healy and Melville 2018; umap-learn
moves both ends of an edge at once and one edge after the other.
"""

from __future__ import annotations

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from topics.kernels.arithmetic import REORDERED
from topics.kernels.chance import mixed

BINS_SHIFT = 20
"""Bits of a float32 that are dropped for the number of its bin: eight bins an octave."""

_SEARCHES = 64
_SURE = 1e-5
_LEAST_SCALE = 1e-3
_FARTHEST = np.float32(4.0)


@njit(cache=True, parallel=True)
def fill_memberships(distance: NDArray[np.float64], membership: NDArray[np.float64]) -> None:
    """Fill `membership`, of the same shape (n_points, n_others), in (0, 1].

    ``exp(-(distance - rho) / sigma)`` with ``rho`` the first distance above 0 and ``sigma``
    such that a row sums to ``log2(n_others + 1)``, but at least a thousandth of its mean.
    """
    n_others = distance.shape[1]
    target = np.log2(n_others + 1.0)
    for i in prange(distance.shape[0]):
        rho = 0.0
        total = 0.0
        for r in range(n_others):
            if rho == 0.0:
                rho = distance[i, r]
            total += distance[i, r]
        low, high, sigma = 0.0, np.inf, 1.0
        for _ in range(_SEARCHES):
            mass = 0.0
            for r in range(n_others):
                mass += np.exp(-max(distance[i, r] - rho, 0.0) / sigma)
            if abs(mass - target) < _SURE:
                break
            if mass > target:
                high = sigma
                sigma = (low + high) / 2.0
            else:
                low = sigma
                sigma = sigma * 2.0 if high == np.inf else (low + high) / 2.0
        sigma = max(sigma, _LEAST_SCALE * total / (n_others + 1.0))
        for r in range(n_others):
            gap = max(distance[i, r] - rho, 0.0)
            membership[i, r] = np.exp(-gap / sigma) if gap > 0.0 else 1.0


@njit(cache=True, fastmath=REORDERED, parallel=True)
def move_points(
    before: NDArray[np.float32],
    indptr: NDArray[np.int64],
    indices: NDArray[np.int32],
    frequency: NDArray[np.float32],
    epoch: int,
    step: np.float32,
    random_state: np.uint64,
    attraction: NDArray[np.float32],
    repulsion: NDArray[np.float32],
    first_bin: int,
    n_strangers: int,
    after: NDArray[np.float32],
) -> None:
    """Fill `after` (n_points, 2) with the places of one epoch later than `before`.

    An edge of the CSR graph is drawn in its `frequency` (0 to 1) of all epochs. Then its point
    moves to the other end by ``attraction`` and away from `n_strangers` chance points by
    ``repulsion``, both looked up by the squared distance and at most 4 along an axis, by their
    sum times `step`.
    """
    n_points = before.shape[0]
    last_bin = len(attraction) - 1
    for i in prange(n_points):
        x, y = before[i, 0], before[i, 1]
        state = mixed(mixed(random_state ^ np.uint64(i)) ^ np.uint64(epoch)) | np.uint64(1)
        begin, degree = indptr[i], indptr[i + 1] - indptr[i]
        # The last edge has the last word: each has it in turn.
        turn = np.int64(((state >> np.uint64(32)) * np.uint64(degree)) >> np.uint64(32))
        for k in range(degree):
            e = begin + k + turn if k + turn < degree else begin + k + turn - degree
            if np.int32((epoch + 1) * frequency[e]) == np.int32(epoch * frequency[e]):
                continue
            j = np.int64(indices[e])
            # All forces of an edge start from one place: none waits for the one before.
            shift_x = shift_y = np.float32(0.0)
            for stranger in range(n_strangers + 1):
                if stranger:
                    state ^= state << np.uint64(13)
                    state ^= state >> np.uint64(7)
                    state ^= state << np.uint64(17)
                    j = np.int64(((state >> np.uint64(32)) * np.uint64(n_points)) >> np.uint64(32))
                dx, dy = x - before[j, 0], y - before[j, 1]
                bits = int(np.float32(dx * dx + dy * dy).view(np.int32))
                place = min(max((bits >> BINS_SHIFT) - first_bin, 0), last_bin)
                force = repulsion[place] if stranger else attraction[place]
                shift_x += min(max(force * dx, -_FARTHEST), _FARTHEST)
                shift_y += min(max(force * dy, -_FARTHEST), _FARTHEST)
            x += shift_x * step
            y += shift_y * step
        after[i, 0] = x
        after[i, 1] = y
