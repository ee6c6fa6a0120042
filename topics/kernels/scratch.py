"""Scratch rows that are far from other arrays in memory, and sums in a fixed order."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from topics.kernels.arithmetic import REORDERED

_ZERO = np.float32(0.0)
GAP = 64  # floats: more than one step of a vectorised loop covers


@njit(cache=True, inline="always")
def scratch(n: int) -> NDArray[np.float32]:
    """An uninitialised float32 row of length `n` with unused space on both sides."""
    return np.empty(n + 2 * GAP, np.float32)[GAP : GAP + n]


@njit(cache=True, fastmath=REORDERED, inline="always")
def sum_of(row: NDArray[np.float32]) -> np.float32:
    """``row.sum()``, in an order that depends only on its length."""
    total = _ZERO
    for k in range(len(row)):
        total += row[k]
    return total
