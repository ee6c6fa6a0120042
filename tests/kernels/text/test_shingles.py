"""Shingles of texts, and what is a copy, equal plain Python loops over sets of words."""

from itertools import chain, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topics.kernels.text.shingles import (
    SHINGLE,
    Limits,
    WordRows,
    band_keys,
    first_equals,
    is_copy,
    originals,
    shingle_hashes,
    some_texts,
    sorted_shingles,
    text_hashes,
)

LIMITS = Limits(0.15, 1, 0.05, 4)
HASHES = np.random.default_rng(0).integers(0, 2**63, 50, dtype=np.uint64)
TEXTS = st.lists(st.lists(st.integers(0, 4), min_size=SHINGLE, max_size=30), min_size=1, max_size=8)


def rows_of(texts):
    """Lists of numbers of words as the kernels take them."""
    offsets = np.cumsum([0, *map(len, texts)], dtype=np.int64)
    return WordRows(np.array(list(chain(*texts)), dtype=np.int32), offsets)


def shingles_of(texts, hashes=HASHES):
    """Sorted shingles of all of the texts."""
    rows = rows_of(texts)
    return sorted_shingles(rows, hashes)


def naive_shingles(text):
    """Shingles of a text in their order."""
    return [tuple(text[i : i + SHINGLE]) for i in range(len(text) - SHINGLE + 1)]


def naive_covers(text, other, limits):
    """Whether the words of a text that are in no shingle of another keep within the limits."""
    theirs = naive_shingles(other)
    shift = limits.words + int(limits.share * max(len(text), len(other)))
    is_new = [True] * len(text)
    for i, shingle in enumerate(naive_shingles(text)):
        if shingle in theirs[max(i - shift, 0) : i + shift + 1]:
            is_new[i : i + SHINGLE] = [False] * SHINGLE
    longest = run = 0
    for each in is_new:
        run = run + 1 if each else 0
        longest = max(longest, run)
    most = limits.words + int(limits.share * len(text))
    together = max(limits.words_together, int(limits.share_together * len(text)))
    return sum(is_new) <= most and longest <= together


def naive_is_copy(text, other, limits):
    """Whether two texts cover each other and are of about one length."""
    longer = max(len(text), len(other))
    if abs(len(text) - len(other)) > limits.words + int(limits.share * longer):
        return False
    return naive_covers(text, other, limits) and naive_covers(other, text, limits)


@given(TEXTS, st.sampled_from([LIMITS, Limits(0.5, 0, 0.0, 3), Limits(0.0, 0, 0.0, 0)]))
@settings(deadline=None)
def test_what_is_a_copy_is_that_of_plain_loops(texts, limits):
    """For every pair, in both directions, whatever the hashes are."""
    for hashes in (HASHES, np.zeros_like(HASHES)):
        rows, shingles = rows_of(texts), shingles_of(texts, hashes)
        for i, text in enumerate(texts):
            for j, other in enumerate(texts):
                expected = naive_is_copy(text, other, limits)
                assert is_copy(rows, shingles, i, j, limits) == expected


@given(TEXTS)
@settings(deadline=None)
def test_without_bands_alone_all_pairs_are_compared(texts):
    """A bucket that all texts share makes the kernel a loop over all earlier originals."""
    n = len(texts)
    buckets = np.zeros((n, 1), dtype=np.int32)
    begins = np.array([0, n])
    found = originals(rows_of(texts), shingles_of(texts), buckets, begins, n, LIMITS)
    expected = []
    for row, text in enumerate(texts):
        earlier = [other for other in range(row) if expected[other] < 0]
        copied = [other for other in earlier if naive_is_copy(text, texts[other], LIMITS)]
        expected.append(copied[0] if copied else -1)
    assert found.tolist() == expected


def test_a_full_bucket_and_the_limit_of_comparisons_leave_texts_out():
    """The bucket of all forgets the third text; the one that shares most buckets is compared."""
    texts = [[1] * 9, [2] * 9, [3] * 9, [2] * 9, [3] * 9]
    all_in_one = np.zeros((5, 1), dtype=np.int32)
    rows, shingles = rows_of(texts), shingles_of(texts)
    found = originals(rows, shingles, all_in_one, np.array([0, 2]), 9, LIMITS)
    assert found.tolist() == [-1, -1, -1, 1, -1]
    # Texts 1 and 3 share a second bucket, so that 3 is compared with 1 and not with 0.
    buckets = np.array([[0, -1], [0, 1], [0, -1], [0, 1], [0, -1]], dtype=np.int32)
    found = originals(rows, shingles, buckets, np.array([0, 5, 10]), 1, LIMITS)
    assert found.tolist() == [-1, -1, -1, 1, -1]


@given(TEXTS)
@settings(deadline=None)
def test_hashes_are_those_of_shingles_and_of_whole_texts(texts):
    """Equal shingles and equal texts have equal hashes, and different ones different hashes."""
    rows = rows_of(texts)
    keys, begins = shingle_hashes(rows, np.arange(len(texts)), HASHES)
    assert np.diff(begins).tolist() == [len(naive_shingles(text)) for text in texts]
    every = [shingle for text in texts for shingle in naive_shingles(text)]
    assert (
        len(set(keys.tolist()))
        == len(set(every))
        == len(set(zip(keys.tolist(), every, strict=True)))
    )
    whole = text_hashes(rows, HASHES).tolist()
    assert len(set(whole)) == len({tuple(text) for text in texts})


@pytest.mark.parametrize("is_hashed", [True, False])
@given(texts=st.lists(st.lists(st.integers(0, 1), max_size=3), min_size=1, max_size=9))
@settings(deadline=None)
def test_equal_texts_name_the_first_of_them(is_hashed, texts):
    """Texts with one hash that differ from the first of these are left alone."""
    rows = rows_of(texts)
    keys = text_hashes(rows, HASHES) if is_hashed else np.zeros(len(texts), dtype=np.uint64)
    firsts = first_equals(rows, np.argsort(keys, kind="stable"), keys)
    for row, first in enumerate(firsts.tolist()):
        assert texts[first] == texts[row]
        assert first <= row
        if is_hashed or texts[row] == texts[0]:
            assert first == texts.index(texts[row])


def test_some_texts_come_in_the_order_asked_for():
    """With their words, and none at all."""
    texts = [[1, 2], [], [3], [4, 5, 6]]
    some = some_texts(rows_of(texts), np.array([3, 1, 0]))
    parts = [some.ids[a:b].tolist() for a, b in pairwise(some.offsets.tolist())]
    assert parts == [[4, 5, 6], [], [1, 2]]
    assert some_texts(rows_of(texts), np.array([], dtype=np.int64)).offsets.tolist() == [0]


def test_bands_are_equal_where_all_of_their_values_are():
    """And the same values in another band have another key."""
    sketches = np.array([[1, 2, 1, 2], [1, 2, 3, 4], [2, 1, 3, 4]], dtype=np.uint32)
    keys = band_keys(sketches, 2)
    assert keys.shape == (3, 2)
    assert keys[0, 0] == keys[1, 0] != keys[2, 0]
    assert keys[1, 1] == keys[2, 1] != keys[0, 1]
    assert keys[0, 0] != keys[0, 1]
