"""Words of UTF-8 text as numbers: cut and looked up in one pass over the bytes."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from topics.kernels.chance import mixed

OTHER, LETTER, MARK, NUMBER = range(4)
"""Classes of characters: Unicode's L, M and N."""

EMPTY = np.int32(-1)

_STEP = np.uint64(0x100000001B3)
_ONE = np.uint64(1)


@njit(cache=True, inline="always")
def _class_at(
    data: NDArray[np.uint8], i: int, end: int, classes: NDArray[np.uint8]
) -> tuple[int, int]:
    """Class of the character at byte `i`, and the place of the next; `OTHER` from `end` on."""
    if i >= end:
        return OTHER, i
    first = int(data[i])
    if first < 0x80:
        return int(classes[first]), i + 1
    if first < 0xE0:
        return int(classes[((first & 0x1F) << 6) | (int(data[i + 1]) & 0x3F)]), i + 2
    if first < 0xF0:
        high = ((first & 0x0F) << 12) | ((int(data[i + 1]) & 0x3F) << 6)
        return int(classes[high | (int(data[i + 2]) & 0x3F)]), i + 3
    high = ((first & 0x07) << 18) | ((int(data[i + 1]) & 0x3F) << 12)
    low = ((int(data[i + 2]) & 0x3F) << 6) | (int(data[i + 3]) & 0x3F)
    return int(classes[high | low]), i + 4


@njit(cache=True, inline="always")
def _next_word(
    data: NDArray[np.uint8], i: int, end: int, classes: NDArray[np.uint8]
) -> tuple[int, int, int]:
    """Begin, end and characters of the first word from byte `i` on; no characters if none."""
    while i < end:
        begin = i
        kind, i = _class_at(data, i, end, classes)
        n = 1
        while kind == NUMBER:
            kind, after = _class_at(data, i, end, classes)
            if kind in (NUMBER, LETTER):
                n += 1
                i = after
        if kind != LETTER:
            continue
        kind, after = _class_at(data, i, end, classes)
        if kind == OTHER:
            continue
        while kind != OTHER:
            n += 1
            i = after
            kind, after = _class_at(data, i, end, classes)
        return begin, i, n
    return i, i, 0


@njit(cache=True)
def _wider(slots: NDArray[np.int32], hashes: NDArray[np.uint64], n: int) -> NDArray[np.int32]:
    """Table of twice the size, with the first `n` terms in it."""
    new = np.full(2 * len(slots), EMPTY, np.int32)
    mask = np.uint64(len(new) - 1)
    for term in range(n):
        slot = hashes[term] & mask
        while new[slot] != EMPTY:
            slot = (slot + _ONE) & mask
        new[slot] = term
    return new


@njit(cache=True)
def _longer(array: NDArray, least: int) -> NDArray:  # type: ignore[type-arg]
    """Copy with room for twice as many values, or `least`."""
    new = np.empty(max(2 * len(array), least), array.dtype)
    new[: len(array)] = array
    return new


@njit(cache=True)
def number_words(
    data: NDArray[np.uint8],
    offsets: NDArray[np.int64],
    classes: NDArray[np.uint8],
    longest: int,
    slots: NDArray[np.int32],
    hashes: NDArray[np.uint64],
    ends: NDArray[np.int64],
    letters: NDArray[np.uint8],
    n_terms: int,
    n_left_out: int,
) -> tuple[
    NDArray[np.int32],
    NDArray[np.int64],
    int,
    NDArray[np.int32],
    NDArray[np.uint64],
    NDArray[np.int64],
    NDArray[np.uint8],
    int,
]:
    r"""Number every word of the texts; words that are new get the next number.

    A word is what ``\p{N}*\p{L}[\p{L}\p{M}\p{N}]+`` matches, from left to right, in text
    that is in lower case already. The terms are kept in a hash table with open addresses, and
    their bytes are compared, so that no two words can be taken for one.

    Parameters
    ----------
    data, offsets : arrays
        UTF-8 bytes of all texts; text `i` is ``data[offsets[i]:offsets[i + 1]]``.
    classes : array of uint8, shape (1114112,)
        Class of every code point.
    longest : int
        Words of more characters are left out and counted.
    slots, hashes, ends, letters, n_terms : arrays and int
        The terms so far: table of a power of two, hash of every term, end of its bytes, the
        bytes. They may be replaced by longer ones.
    n_left_out : int
        Terms below this number are left out.

    Returns
    -------
    ids : array of int32
        Term of every word.
    lengths : array of int64, shape (n_texts,)
        Words of every text.
    n_too_long : int
    slots, hashes, ends, letters, n_terms
        The terms now.
    """
    n_texts = len(offsets) - 1
    lengths = np.zeros(n_texts, np.int64)
    ids = np.empty(len(data) // 6 + 16, np.int32)
    n = n_too_long = 0
    mask = np.uint64(len(slots) - 1)
    for text in range(n_texts):
        i, end = offsets[text], offsets[text + 1]
        while True:
            begin, i, n_characters = _next_word(data, i, end, classes)
            if n_characters == 0:
                break
            if n_characters > longest:
                n_too_long += 1
                continue
            h = _ONE
            for j in range(begin, i):
                h = (h ^ np.uint64(data[j])) * _STEP
            h = mixed(h)
            size = i - begin
            slot = h & mask
            while True:
                term = slots[slot]
                if term == EMPTY:
                    break
                if hashes[term] == h:
                    first = ends[term - 1] if term else 0
                    is_same = ends[term] - first == size
                    for j in range(size if is_same else 0):
                        is_same = is_same and letters[first + j] == data[begin + j]
                    if is_same:
                        break
                slot = (slot + _ONE) & mask
            if term == EMPTY:
                term = np.int32(n_terms)
                used = ends[n_terms - 1] if n_terms else 0
                if used + size > len(letters):
                    letters = _longer(letters, used + size)
                if n_terms == len(hashes):
                    hashes, ends = _longer(hashes, 0), _longer(ends, 0)
                letters[used : used + size] = data[begin:i]
                hashes[term], ends[term] = h, used + size
                slots[slot] = term
                n_terms += 1
                if 2 * n_terms > len(slots):
                    slots = _wider(slots, hashes, n_terms)
                    mask = np.uint64(len(slots) - 1)
            if term < n_left_out:
                continue
            if n == len(ids):
                ids = _longer(ids, 0)
            ids[n] = term
            n += 1
            lengths[text] += 1
    return ids[:n].copy(), lengths, n_too_long, slots, hashes, ends, letters, n_terms


@njit(cache=True)
def renumber(
    ids: NDArray[np.int32], offsets: NDArray[np.int64], place: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """``place[ids]`` without what is below 0, and the offsets of the rows in it."""
    n = 0
    for i in ids:
        n += place[i] >= 0
    new = np.empty(n, np.int32)
    moved = np.zeros(len(offsets), np.int64)
    n = 0
    for row in range(len(offsets) - 1):
        for i in range(offsets[row], offsets[row + 1]):
            if place[ids[i]] >= 0:
                new[n] = place[ids[i]]
                n += 1
        moved[row + 1] = n
    return new, moved
