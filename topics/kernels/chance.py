"""Random numbers from counters: a hash of where a number is used, never of when."""

from __future__ import annotations

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_TO_UNIT = 1.0 / 9007199254740992.0

STEP = np.uint64(6364136223846793005)
"""Knuth's multiplier, for states that are drawn one after the other: the upper bits are good."""


@njit(cache=True, inline="always")
def mixed(state: np.uint64) -> np.uint64:
    """A well mixed hash of 64 bits: the finaliser of SplitMix64 (Steele, Lea and Flood 2014)."""
    z = state + _GOLDEN
    z = (z ^ (z >> np.uint64(30))) * _MIX_1
    z = (z ^ (z >> np.uint64(27))) * _MIX_2
    return z ^ (z >> np.uint64(31))


@njit(cache=True, inline="always")
def unit(bits: np.uint64) -> float:
    """The number in [0, 1) that the upper bits say."""
    return float(bits >> np.uint64(11)) * _TO_UNIT


@njit(cache=True, inline="always")
def uniform(random_state: np.uint64, row: int, column: int, draw: int) -> float:
    """A number in [0, 1) that depends only on its four arguments."""
    z = mixed(random_state)
    z = mixed(z ^ np.uint64(row))
    z = mixed(z ^ np.uint64(column))
    return unit(mixed(z ^ np.uint64(draw)))


@njit(cache=True, parallel=True)
def fill_exponential(random_state: np.uint64, draw: int, result: NDArray[np.float32]) -> None:
    """``result[i, j] = -log(1 - uniform(random_state, i, j, draw))``, exponential with mean 1."""
    for i in prange(result.shape[0]):
        for j in range(result.shape[1]):
            result[i, j] = -np.log(1.0 - uniform(random_state, i, j, draw))
