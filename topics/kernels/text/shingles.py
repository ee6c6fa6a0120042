"""Shingles of texts: their hashes, and how much of one text is in another one."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from topics.kernels.chance import mixed

SHINGLE = 3
"""Words in a shingle."""


class WordRows(NamedTuple):
    """Texts as numbers of words; text `i` is ``ids[offsets[i]:offsets[i + 1]]``."""

    ids: NDArray[np.int32]
    offsets: NDArray[np.int64]


@njit(cache=True)
def some_texts(texts: WordRows, rows: NDArray[np.int64]) -> WordRows:
    """Some of the texts, in the order of `rows`."""
    offsets = np.zeros(len(rows) + 1, np.int64)
    for k in range(len(rows)):
        offsets[k + 1] = offsets[k] + texts.offsets[rows[k] + 1] - texts.offsets[rows[k]]
    ids = np.empty(offsets[-1], np.int32)
    for k in range(len(rows)):
        first = texts.offsets[rows[k]]
        for i in range(offsets[k + 1] - offsets[k]):
            ids[offsets[k] + i] = texts.ids[first + i]
    return WordRows(ids, offsets)


@njit(cache=True, inline="always")
def _shingle_hash(ids: NDArray[np.int32], i: int, hashes: NDArray[np.uint64]) -> np.uint64:
    """Hash of the shingle that begins at position `i`."""
    h = hashes[ids[i]]
    for j in range(i + 1, i + SHINGLE):
        h = mixed(h) ^ hashes[ids[j]]
    return mixed(h)


@njit(cache=True)
def text_hashes(texts: WordRows, hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """One hash of all words of every text in their order, shape (n_texts,).

    Parameters
    ----------
    texts : WordRows
    hashes : array of uint64, shape (n_words,)
        Hash of each word.
    """
    n = len(texts.offsets) - 1
    result = np.zeros(n, np.uint64)
    for text in range(n):
        h = np.uint64(0)
        for i in range(texts.offsets[text], texts.offsets[text + 1]):
            h = mixed(h) ^ hashes[texts.ids[i]]
        result[text] = mixed(h)
    return result


@njit(cache=True)
def shingle_hashes(
    texts: WordRows, rows: NDArray[np.int64], hashes: NDArray[np.uint64]
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Hashes of all shingles of some texts in their order, and where those of each text begin.

    Parameters
    ----------
    texts : WordRows
    rows : array of int, shape (n_rows,)
        The texts; each has at least `SHINGLE` words.
    hashes : array of uint64, shape (n_words,)

    Returns
    -------
    result : array of uint64, shape (n_shingles,)
    begins : array of int64, shape (n_rows + 1,)
    """
    begins = np.zeros(len(rows) + 1, np.int64)
    for k in range(len(rows)):
        size = texts.offsets[rows[k] + 1] - texts.offsets[rows[k]]
        begins[k + 1] = begins[k] + size - SHINGLE + 1
    result = np.empty(begins[-1], np.uint64)
    for k in range(len(rows)):
        first = texts.offsets[rows[k]]
        for i in range(begins[k + 1] - begins[k]):
            result[begins[k] + i] = _shingle_hash(texts.ids, first + i, hashes)
    return result, begins


@njit(cache=True)
def first_equals(
    texts: WordRows, order: NDArray[np.int64], keys: NDArray[np.uint64]
) -> NDArray[np.int64]:
    """The first text that has exactly the words of each text, which may be the text itself.

    Parameters
    ----------
    texts : WordRows
    order : array of int, shape (n_texts,)
        The texts by `keys`, and those of one key in ascending order.
    keys : array of uint64, shape (n_texts,)
        Hash of each text.

    Returns
    -------
    array of int, shape (n_texts,)
    """
    n = len(order)
    result = np.arange(n)
    ids, offsets = texts.ids, texts.offsets
    for place in range(n):
        if place > 0 and keys[order[place]] == keys[order[place - 1]]:
            continue
        end = place + 1
        while end < n and keys[order[end]] == keys[order[place]]:
            end += 1
        # Texts with one hash are nearly always equal, so that the first one is enough.
        first = order[place]
        size = offsets[first + 1] - offsets[first]
        for k in range(place + 1, end):
            text = order[k]
            is_same = offsets[text + 1] - offsets[text] == size
            for i in range(size if is_same else 0):
                is_same = is_same and ids[offsets[first] + i] == ids[offsets[text] + i]
            if is_same:
                result[text] = first
    return result


@njit(cache=True, inline="always")
def _is_in(
    ids: NDArray[np.int32],
    i: int,
    key: np.uint32,
    other_keys: NDArray[np.uint32],
    other_order: NDArray[np.int32],
    other_begin: int,
    first: int,
    last: int,
) -> bool:
    """Whether the shingle at position `i` is one of another text, from its `first` to its `last`.

    ``other_keys`` are the hashes of the shingles of that text, ``other_order`` sorts them, and its
    words begin at ``other_begin``.
    """
    low, high = 0, len(other_order)
    while low < high:
        middle = (low + high) // 2
        start = other_order[middle]
        is_before = other_keys[start] == key and start < first
        if other_keys[start] < key or is_before:
            low = middle + 1
        else:
            high = middle
    while low < len(other_order):
        start = other_order[low]
        if other_keys[start] != key or start > last:
            break
        j = other_begin + start
        is_same = True
        for k in range(SHINGLE):
            is_same = is_same and ids[i + k] == ids[j + k]
        if is_same:
            return True
        low += 1  # another shingle with the same hash
    return False


class Limits(NamedTuple):
    """How many words of a text, of ``size``, may be in no shingle of its original.

    At most ``share * size + words`` in all, and at most ``share_together * size`` or
    ``words_together`` one after the other, whichever is more.
    """

    share: float
    words: int
    share_together: float
    words_together: int


@njit(cache=True, inline="always")
def _most_new(size: int, limits: Limits) -> int:
    return limits.words + int(limits.share * size)


@njit(cache=True)
def _is_covered(
    ids: NDArray[np.int32],
    begin: int,
    keys: NDArray[np.uint32],
    other_keys: NDArray[np.uint32],
    other_order: NDArray[np.int32],
    other_begin: int,
    shift: int,
    limits: Limits,
) -> bool:
    """Whether the words of a text that are in no shingle of another text keep within the limits.

    ``keys`` are the hashes of its shingles in their order. A shingle counts where it is at most
    `shift` words from its place in the other text.
    """
    n_shingles = len(keys)
    size = n_shingles + SHINGLE - 1
    most = _most_new(size, limits)
    longest = max(limits.words_together, int(limits.share_together * size))
    n_uncovered, covered_to = 0, 0
    for i in range(n_shingles):
        is_shared = _is_in(
            ids, begin + i, keys[i], other_keys, other_order, other_begin, i - shift, i + shift
        )
        if is_shared:
            n_uncovered += max(0, i - covered_to)
            covered_to = i + SHINGLE
        n_together = max(0, i + 1 - covered_to)
        if n_together > longest or n_uncovered + n_together > most:
            return False
    n_together = size - covered_to
    return n_together <= longest and n_uncovered + n_together <= most


class Shingles(NamedTuple):
    """Shingles of texts by hash: text `i` has those from ``begins[i]`` to ``begins[i + 1]``.

    ``keys`` are the hashes in the order of the text. Half of their bits are enough, because words
    are compared where hashes are equal. ``order`` sorts the hashes of each text: it has the
    positions of its shingles, from 0, those of equal hashes ascending.
    """

    begins: NDArray[np.int64]
    keys: NDArray[np.uint32]
    order: NDArray[np.int32]


TEXTS_AT_A_TIME = 10_000
"""Whole hashes are in memory for this many texts at a time."""


def sorted_shingles(texts: WordRows, hashes: NDArray[np.uint64]) -> Shingles:
    """Shingles of all of the texts, which have at least `SHINGLE` words each.

    Parameters
    ----------
    texts : WordRows
    hashes : array of uint64, shape (n_words,)
    """
    sizes = np.diff(texts.offsets) - SHINGLE + 1
    begins = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    keys = np.empty(begins[-1], dtype=np.uint32)
    order = np.empty(begins[-1], dtype=np.int32)
    for first in range(0, len(sizes), TEXTS_AT_A_TIME):
        rows = np.arange(first, min(first + TEXTS_AT_A_TIME, len(sizes)))
        whole, _ = shingle_hashes(texts, rows, hashes)
        bounds = begins[first : first + len(rows) + 1]
        keys[bounds[0] : bounds[-1]] = whole >> np.uint64(32)
        for begin, end in pairwise(bounds.tolist()):
            # Not in a kernel, where a sort takes seconds to compile.
            order[begin:end] = np.argsort(keys[begin:end], kind="stable")
    return Shingles(begins, keys, order)


@njit(cache=True)
def is_copy(texts: WordRows, shingles: Shingles, row: int, other: int, limits: Limits) -> bool:
    """Whether two texts are of about one length and cover each other, as the limits say.

    Words are covered by shingles that both texts have in about the same place. New words before
    one move it by their number, so that it is never further away than a copy has new words.
    """
    offsets = texts.offsets
    size, other_size = offsets[row + 1] - offsets[row], offsets[other + 1] - offsets[other]
    shift = _most_new(max(size, other_size), limits)
    if abs(size - other_size) > shift:
        return False
    a, b = shingles.begins[row], shingles.begins[row + 1]
    c, d = shingles.begins[other], shingles.begins[other + 1]
    return _is_covered(
        texts.ids, offsets[row], shingles.keys[a:b],
        shingles.keys[c:d], shingles.order[c:d], offsets[other], shift, limits,
    ) and _is_covered(
        texts.ids, offsets[other], shingles.keys[c:d],
        shingles.keys[a:b], shingles.order[a:b], offsets[row], shift, limits,
    )  # fmt: skip


@njit(cache=True)
def band_keys(sketches: NDArray[np.uint32], n_bands: int) -> NDArray[np.uint64]:
    """Hash of every band of every sketch, shape (n_rows, n_bands).

    Parameters
    ----------
    sketches : array of uint32, shape (n_rows, n_bands * n_rows_of_band)
    n_bands : int
    """
    n, width = sketches.shape[0], sketches.shape[1] // n_bands
    result = np.empty((n, n_bands), np.uint64)
    for row in range(n):
        for band in range(n_bands):
            h = np.uint64(band)
            for k in range(band * width, (band + 1) * width):
                h = mixed(h) ^ np.uint64(sketches[row, k])
            result[row, band] = mixed(h)
    return result


@njit(cache=True)
def originals(
    texts: WordRows,
    shingles: Shingles,
    buckets: NDArray[np.int32],
    bucket_begins: NDArray[np.int64],
    most_compared: int,
    limits: Limits,
) -> NDArray[np.int64]:
    """The original of every text that is a copy of an earlier one, and -1 for all others.

    Texts come in their order. Each is compared with the earlier texts that share a bucket with it
    and are no copies themselves, and is a copy of the first with which `is_copy` is true. If more
    than `most_compared` share a bucket with it, these are the ones that share most buckets.

    Parameters
    ----------
    texts : WordRows
    shingles : Shingles
    buckets : array of int32, shape (n_texts, n_bands)
        The bucket of each band of a text; -1 if the text is alone in it.
    bucket_begins : array of int64, shape (n_buckets + 1,)
        A bucket remembers at most this many texts: ``bucket_begins[i + 1] - bucket_begins[i]``.
        Further ones are not compared with those that come later.
    most_compared : int
    limits : Limits
    """
    n, n_bands = buckets.shape
    result = np.full(n, -1, np.int64)
    members = np.empty(bucket_begins[-1], np.int64)
    n_members = np.zeros(len(bucket_begins) - 1, np.int64)
    n_shared = np.zeros(n, np.int64)
    found = np.empty(n, np.int64)
    for row in range(n):
        n_found = 0
        for band in range(n_bands):
            bucket = buckets[row, band]
            if bucket < 0:
                continue
            begin = bucket_begins[bucket]
            for k in range(begin, begin + n_members[bucket]):
                other = members[k]
                if n_shared[other] == 0:
                    found[n_found] = other
                    n_found += 1
                n_shared[other] += 1
        candidates = found[:n_found]
        fewest = 0
        if n_found > most_compared:
            # As many of the largest numbers of shared buckets as keep within the limit.
            times = np.zeros(n_bands + 1, np.int64)
            for other in candidates:
                times[n_shared[other]] += 1
            fewest, total = n_bands, times[n_bands]
            while fewest > 1 and total + times[fewest - 1] <= most_compared:
                fewest -= 1
                total += times[fewest]
        n_compared = 0
        for other in candidates:
            is_asked = n_shared[other] >= fewest and n_compared < most_compared
            n_shared[other] = 0
            if not is_asked:
                continue
            n_compared += 1
            is_earlier = result[row] < 0 or other < result[row]
            if is_earlier and is_copy(texts, shingles, row, other, limits):
                result[row] = other
        if result[row] >= 0:
            continue
        for band in range(n_bands):
            bucket = buckets[row, band]
            if bucket >= 0:
                place = bucket_begins[bucket] + n_members[bucket]
                if place < bucket_begins[bucket + 1]:
                    members[place] = row
                    n_members[bucket] += 1
    return result
