"""In how many sliding windows terms occur, alone and together."""

from __future__ import annotations

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

ABSENT = -1
"""Slot of a term that is not counted, and index of a term that is not in the window."""


@njit(cache=True, inline="always")
def _enter(slot, start, n_here, began, active, where, n_active):  # type: ignore[no-untyped-def]
    """The number of terms in the window after one came in at window `start`."""
    n_here[slot] += 1
    if where[slot] == ABSENT:
        where[slot] = n_active
        active[n_active] = slot
        began[slot] = start
        n_active += 1
    return n_active


@njit(cache=True, inline="always")
def _leave(slot, start, began, active, where, n_active, together):  # type: ignore[no-untyped-def]
    """The number of terms in the window after one left; `start` is the first window without it.

    The windows that it shared with every term that is still there are added up. Those shared
    with a term that left earlier were added when that one left.
    """
    since = began[slot]
    row = together[slot]
    row[slot] += start - since
    for i in range(n_active):
        other = active[i]
        if other != slot:
            row[other] += start - max(since, began[other])
    n_active -= 1
    last = active[n_active]
    active[where[slot]] = last
    where[last] = where[slot]
    where[slot] = ABSENT
    return n_active


@njit(cache=True, parallel=True)
def count_windows(
    token_ids: NDArray[np.int32],
    offsets: NDArray[np.int64],
    parts: NDArray[np.int64],
    slot_of: NDArray[np.int32],
    window: int,
    forgets: bool,
    together: NDArray[np.int64],
) -> None:
    """Add the windows of every part of the texts to `together` (n_parts, n_slots, n_slots).

    Text ``i`` is ``token_ids[offsets[i]:offsets[i + 1]]``. Windows move by one token, and a text
    that is shorter than one is a window. Part ``p`` has the texts from ``parts[p]`` up to
    ``parts[p + 1]`` and a matrix of its own. In the sum of a matrix and its transpose, the entry
    ``(s, t)`` is the number of windows with both terms; the diagonal of the matrix itself is the
    number of windows with a term.

    Parameters
    ----------
    token_ids : array of int32
        Negative ids are words that have a position and no slot.
    offsets, parts : array of int64
    slot_of : array of int32
        Slot of every id, or `ABSENT`.
    window : int
    forgets : bool
        Whether a term counts as gone as soon as one of its occurrences leaves the window, until
        it comes in again. Otherwise it is gone when its last occurrence has left.
    together : array of int64
        Integers, so that the sum over parts is the same in any order.
    """
    n_slots = together.shape[1]
    for p in prange(len(parts) - 1):
        n_here = np.zeros(n_slots, np.int64)
        began = np.zeros(n_slots, np.int64)
        active = np.zeros(n_slots, np.int64)
        where = np.full(n_slots, ABSENT, np.int64)
        table = together[p]
        for text in range(parts[p], parts[p + 1]):
            begin, end = offsets[text], offsets[text + 1]
            size = min(window, end - begin)
            n_active = 0
            for e in range(begin, begin + size):
                slot = slot_of[token_ids[e]] if token_ids[e] >= 0 else ABSENT
                if slot != ABSENT:
                    n_active = _enter(slot, 0, n_here, began, active, where, n_active)
            for e in range(begin + size, end):
                start = e - begin - size + 1
                left = token_ids[e - size]
                slot = slot_of[left] if left >= 0 else ABSENT
                if slot != ABSENT:
                    n_here[slot] -= 1
                    if where[slot] != ABSENT and (forgets or n_here[slot] == 0):
                        n_active = _leave(slot, start, began, active, where, n_active, table)
                slot = slot_of[token_ids[e]] if token_ids[e] >= 0 else ABSENT
                if slot != ABSENT:
                    n_active = _enter(slot, start, n_here, began, active, where, n_active)
            n_windows = end - begin - size + 1
            while n_active > 0:
                slot = active[n_active - 1]
                n_active = _leave(slot, n_windows, began, active, where, n_active, table)
            for e in range(end - size, end):
                slot = slot_of[token_ids[e]] if token_ids[e] >= 0 else ABSENT
                if slot != ABSENT:
                    n_here[slot] = 0
