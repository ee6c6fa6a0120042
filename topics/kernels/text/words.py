"""Words of UTF-8 text as numbers: found and looked up in one pass over the bytes.

The reason for the kernel is memory: with columns of strings, counting takes 12 times the memory of
the text, and with this kernel 3.9 times.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from topics.kernels.chance import mixed

OTHER, LETTER, MARK, NUMBER, IDEOGRAPH = range(5)
"""Classes of characters: Unicode's L, M and Nd, and all others.

Letters of the script Han are `IDEOGRAPH` instead of `LETTER`: each can be a word by itself.
"""

EMPTY = np.int32(-1)
"""A free slot of a hash table."""

_STEP = np.uint64(0x100000001B3)
_ONE = np.uint64(1)


class Words(NamedTuple):
    """The words numbered so far, in a hash table with open addressing.

    ``slots`` (its length is a power of two, at least half of it `EMPTY`) has the numbers of words
    by hash. Word `i` has the hash ``hashes[i]`` and the bytes ``letters[ends[i - 1]:ends[i]]``.
    Arrays that are full are replaced by longer ones.
    """

    slots: NDArray[np.int32]
    hashes: NDArray[np.uint64]
    ends: NDArray[np.int64]
    letters: NDArray[np.uint8]
    n_words: int


@njit(cache=True, inline="always")
def _class_at(
    data: NDArray[np.uint8], i: int, end: int, classes: NDArray[np.uint8]
) -> tuple[int, int]:
    """Class of the character at byte `i`, and the offset of the next; `OTHER` from `end` on."""
    if i >= end:
        return OTHER, i
    first = int(data[i])
    if first < 0x80:
        return int(classes[first]), i + 1
    # 110xxxxx 10xxxxxx, 1110xxxx 10xxxxxx 10xxxxxx, or 11110xxx and three of 10xxxxxx.
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
    r"""Begin, end and number of characters of the first word from byte `i` on; 0 if there is none.

    The pattern ``\p{Nd}*\p{L}[\p{L}\p{M}\p{Nd}]+|\p{Nd}+\p{L}|[\p{L}&&\p{Han}]`` by hand: in
    "7 20th a 3d x2", "20th", "3d" and "x2".
    """
    while i < end:
        begin = i
        kind, i = _class_at(data, i, end, classes)
        n = 1
        while kind == NUMBER:
            kind, after = _class_at(data, i, end, classes)
            if kind in (NUMBER, LETTER, IDEOGRAPH):
                n += 1
                i = after
        if kind not in (LETTER, IDEOGRAPH):
            continue
        is_word = n > 1 or kind == IDEOGRAPH
        kind, after = _class_at(data, i, end, classes)
        if kind == OTHER and not is_word:
            continue
        while kind != OTHER:
            n += 1
            i = after
            kind, after = _class_at(data, i, end, classes)
        return begin, i, n
    return i, i, 0


@njit(cache=True)
def _doubled(slots: NDArray[np.int32], hashes: NDArray[np.uint64], n: int) -> NDArray[np.int32]:
    """Hash table of twice the size, with the first `n` words in it."""
    new = np.full(2 * len(slots), EMPTY, np.int32)
    mask = np.uint64(len(new) - 1)
    for word in range(n):
        slot = hashes[word] & mask
        while new[slot] != EMPTY:
            slot = (slot + _ONE) & mask
        new[slot] = word
    return new


@njit(cache=True)
def _longer(array: NDArray, least: int) -> NDArray:  # type: ignore[type-arg]
    """Copy with twice the length, or the length `least` if that is more."""
    new = np.empty(max(2 * len(array), least), array.dtype)
    new[: len(array)] = array
    return new


@njit(cache=True, nogil=True)
def number_words(
    data: NDArray[np.uint8],
    offsets: NDArray[np.int64],
    classes: NDArray[np.uint8],
    longest: int,
    words: Words,
    n_stop_words: int,
) -> tuple[NDArray[np.int32], NDArray[np.int64], int, Words]:
    r"""Numbers of all words of the texts; a new word gets the next number.

    A word is what ``\p{Nd}*\p{L}[\p{L}\p{M}\p{Nd}]+|\p{Nd}+\p{L}|[\p{L}&&\p{Han}]`` matches, from
    left to right, in text that is already in lower case. Words with equal hashes are compared byte
    by byte.

    Parameters
    ----------
    data, offsets : arrays
        UTF-8 bytes of all texts; text `i` is ``data[offsets[i]:offsets[i + 1]]``.
    classes : array of uint8, shape (1114112,)
        Class of every code point.
    longest : int
        Words of more characters are left out.
    words : Words
        The words so far.
    n_stop_words : int
        Words below this number are left out.

    Returns
    -------
    ids : array of int32
        Number of every word that is not left out, in reading order.
    lengths : array of int64, shape (n_texts,)
        How many of them each text has.
    n_too_long : int
        How many words were left out because they have more than `longest` characters.
    words : Words
        The words so far, with the new ones.
    """
    slots, hashes, ends, letters, n_words = words
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
            # FNV-1a over the bytes, then mixed so that the low bits are even.
            h = _ONE
            for j in range(begin, i):
                h = (h ^ np.uint64(data[j])) * _STEP
            h = mixed(h)
            size = i - begin
            # Linear probing: the first slot from the hash on that has the word or is empty.
            slot = h & mask
            while True:
                word = slots[slot]
                if word == EMPTY:
                    break
                if hashes[word] == h:
                    first = ends[word - 1] if word else 0
                    is_same = ends[word] - first == size
                    for j in range(size if is_same else 0):
                        is_same = is_same and letters[first + j] == data[begin + j]
                    if is_same:
                        break
                slot = (slot + _ONE) & mask
            if word == EMPTY:
                word = np.int32(n_words)
                used = ends[n_words - 1] if n_words else 0
                if used + size > len(letters):
                    letters = _longer(letters, used + size)
                if n_words == len(hashes):
                    hashes, ends = _longer(hashes, 0), _longer(ends, 0)
                letters[used : used + size] = data[begin:i]
                hashes[word], ends[word] = h, used + size
                slots[slot] = word
                n_words += 1
                if 2 * n_words > len(slots):
                    slots = _doubled(slots, hashes, n_words)
                    mask = np.uint64(len(slots) - 1)
            if word < n_stop_words:
                continue
            if n == len(ids):
                ids = _longer(ids, 0)
            ids[n] = word
            n += 1
            lengths[text] += 1
    return ids[:n].copy(), lengths, n_too_long, Words(slots, hashes, ends, letters, n_words)


@njit(cache=True)
def renumber(
    ids: NDArray[np.int32], offsets: NDArray[np.int64], new_id: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """``new_id[ids]`` without entries below 0, and the offsets of the rows in the result."""
    n = 0
    for i in ids:
        n += new_id[i] >= 0
    new = np.empty(n, np.int32)
    moved = np.zeros(len(offsets), np.int64)
    n = 0
    for row in range(len(offsets) - 1):
        for i in range(offsets[row], offsets[row + 1]):
            if new_id[ids[i]] >= 0:
                new[n] = new_id[ids[i]]
                n += 1
        moved[row + 1] = n
    return new, moved
