"""UMAP's two loops: membership strengths of neighbours, and one epoch of the layout.

A point moves relative to the coordinates that the others had at the beginning of the epoch.
This lets threads divide the points, and no bit depends on the number of threads. umap-learn
moves both ends of an edge at once, one edge after the other.
Source: McInnes, Healy and Melville 2018.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from topics.kernels.arithmetic import REORDERED
from topics.kernels.chance import mixed

BINS_SHIFT = 20
"""A float32 shifted right by this many bits is the number of its bin: eight bins per octave."""

_BISECTIONS = 64
_TOLERANCE = 1e-5
_LEAST_SCALE = 1e-3
_LARGEST_FORCE = np.float32(4.0)


class Edges(NamedTuple):
    """A CSR graph: point ``i`` has the neighbours ``indices[indptr[i]:indptr[i + 1]]``.

    ``frequency``, in (0, 1], is the share of epochs that draw the edge.
    """

    frequency: NDArray[np.float32]
    indices: NDArray[np.int32]
    indptr: NDArray[np.int64]


class Forces(NamedTuple):
    """Attraction and repulsion per unit of distance, by the bin of the squared distance.

    ``first_bin`` is the bin of the first entry; squared distances outside the table take the
    nearest entry.
    """

    attraction: NDArray[np.float32]
    repulsion: NDArray[np.float32]
    first_bin: int


@njit(cache=True, parallel=True)
def fill_memberships(distance: NDArray[np.float64], membership: NDArray[np.float64]) -> None:
    """Fill `membership`, of the same shape (n_points, n_others), with strengths in (0, 1].

    ``exp(-max(distance - rho, 0) / sigma)`` with ``rho`` the first distance above 0 and
    ``sigma`` such that a row sums to ``log2(n_others + 1)``, but at least a thousandth of the
    row's mean distance.
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
        # Bisection: the sum grows with sigma.
        low, high, sigma = 0.0, np.inf, 1.0
        for _ in range(_BISECTIONS):
            mass = 0.0
            for r in range(n_others):
                mass += np.exp(-max(distance[i, r] - rho, 0.0) / sigma)
            if abs(mass - target) < _TOLERANCE:
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
    edges: Edges,
    epoch: int,
    step: np.float32,
    random_state: np.uint64,
    forces: Forces,
    n_negative: int,
    after: NDArray[np.float32],
) -> None:
    """Fill `after` (n_points, 2) with the coordinates one epoch later than `before`.

    For each edge (i, j) that is drawn in this epoch, with j_1, j_2, … the `n_negative` negative
    samples::

        gap = lambda j: x_i - before[j]
        pull = attraction[|gap(j)|^2] * gap(j)
        push = sum over s of repulsion[|gap(j_s)|^2] * gap(j_s)
        x_i += step * (pull + push)

    Each term is at most 4 along an axis.
    """
    frequency, indices, indptr = edges
    attraction, repulsion, first_bin = forces
    n_points = before.shape[0]
    last_bin = len(attraction) - 1
    for i in prange(n_points):
        x, y = before[i, 0], before[i, 1]
        state = mixed(mixed(random_state ^ np.uint64(i)) ^ np.uint64(epoch)) | np.uint64(1)
        begin, degree = indptr[i], indptr[i + 1] - indptr[i]
        # The last edge has the most influence, so each epoch begins at a random one.
        turn = np.int64(((state >> np.uint64(32)) * np.uint64(degree)) >> np.uint64(32))
        for k in range(degree):
            e = begin + k + turn if k + turn < degree else begin + k + turn - degree
            if np.int32((epoch + 1) * frequency[e]) == np.int32(epoch * frequency[e]):
                continue
            j = np.int64(indices[e])
            # All forces of an edge are taken at the same coordinates: none waits for another.
            shift_x = shift_y = np.float32(0.0)
            for sample in range(n_negative + 1):
                if sample:  # the first is the neighbour, the others are negative samples
                    state ^= state << np.uint64(13)
                    state ^= state >> np.uint64(7)
                    state ^= state << np.uint64(17)
                    j = np.int64(((state >> np.uint64(32)) * np.uint64(n_points)) >> np.uint64(32))
                dx, dy = x - before[j, 0], y - before[j, 1]
                bits = int(np.float32(dx * dx + dy * dy).view(np.int32))
                entry = min(max((bits >> BINS_SHIFT) - first_bin, 0), last_bin)
                force = repulsion[entry] if sample else attraction[entry]
                shift_x += min(max(force * dx, -_LARGEST_FORCE), _LARGEST_FORCE)
                shift_y += min(max(force * dy, -_LARGEST_FORCE), _LARGEST_FORCE)
            x += shift_x * step
            y += shift_y * step
        after[i, 0] = x
        after[i, 1] = y
