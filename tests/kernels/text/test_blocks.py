"""Blocks and the hashes of their words equal those of plain Python loops."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from topics.kernels.text.blocks import (
    MAX_GAP,
    BlockHashes,
    EncodedBlocks,
    EncodedTexts,
    GapHashes,
    find_blocks,
    hash_blocks,
    hash_gapped,
)
from topics.reading.lines.blocks import split_blocks
from topics.reading.repeats.folding import DATE_WORDS, folding_tables

SEPARATORS = [" ", "  ", ", ", ". ", " – ", "\u00a0", "\t", "/", "\n", " (", ") ", "!"]
WORDS = [
    *("tide", "Tide", "TIDE", "Ann", "Bo", "Märkte", "märkte", "don't", "don’t", "ti\u00adde"),
    *("3", "14th", "2,500", "10:30", "May", "may", "Monday", "v2", "v3", "х", "Х", "海", "潮"),
    *("https://x.org/a_1", "https://x.org/a_2", "x", "y", "z", "ss", "ß", "İ", "🙂"),
]


def encode(texts):
    """Texts as an argument of `find_blocks`."""
    pieces = [text.encode() for text in texts]
    offsets = np.cumsum([0, *map(len, pieces)], dtype=np.int64)
    return EncodedTexts(np.frombuffer(b"".join(pieces), dtype=np.uint8), offsets)


def encode_blocks(texts):
    """Texts of one block each as an argument of the hashing kernels."""
    data, offsets = encode(texts)
    return EncodedBlocks(data, offsets[:-1].copy(), offsets[1:].copy())


def hash_texts(texts):
    """Hashes and sizes of texts of one block each."""
    hashes = BlockHashes.empty(len(texts))
    hash_blocks(encode_blocks(texts), folding_tables(), hashes)
    return hashes


LETTER = r"[^\W_\u4e00-\u9fff]"
WORD = re.compile(rf"{LETTER}+://[^\s\"')>\]]*|[\u4e00-\u9fff]|{LETTER}+")


def naive_words(text):
    """Words in lower case, with 0 for each run of numbers and dates; ideographs are words."""
    words = []
    for word in WORD.findall(re.sub("['’\u00ad]", "", text)):
        lower = "".join(character.lower()[0] for character in word)
        if "://" in word:
            words.append(word)
        elif word[0].isdigit() or lower in DATE_WORDS:
            if not words or words[-1] != 0:
                words.append(0)
        else:
            words.append(re.sub(r"\d", "0", lower))
    return words


texts_of_words = st.lists(
    st.tuples(st.sampled_from(WORDS), st.sampled_from(SEPARATORS)), max_size=8
).map(lambda pairs: "".join(word + mark for word, mark in pairs))


@settings(deadline=None)
@given(st.lists(texts_of_words, min_size=1, max_size=6))
def test_hashes_are_equal_if_and_only_if_the_words_are(texts):
    """Texts have the same hash if they have the same words, and their words are counted."""
    hashes = hash_texts(texts)
    words = [naive_words(text) for text in texts]
    assert hashes.n_words.tolist() == [len(words_of_text) for words_of_text in words]
    assert hashes.n_fixed.tolist() == [
        sum(word != 0 and "://" not in word for word in words_of_text) for words_of_text in words
    ]
    for i, one in enumerate(words):
        for j, other in enumerate(words):
            assert (hashes.words[i] == hashes.words[j]) == (one == other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Last changed on 3 May 2019.", "last changed on Monday, December 14th, 2020"),
        ("Share\u00a0this!", "  SHARE  this"),
        ("12 people don’t know", "3,141 people don't know"),
        ("Подписаться на НОВОСТИ", "подписаться на новости"),
        ("News\u200b letter\ufeff", "news letter"),
    ],
)
def test_differences_that_do_not_count(one, other):
    """Case, marks, white space, zero-width characters, numbers and dates."""
    hashes = hash_texts([one, other])
    assert hashes.words[0] == hashes.words[1]


def test_the_form_does_not_depend_on_names():
    """Runs of capitalised words count as one; a single one at the beginning is kept."""
    texts = [
        "Photograph by Ann Lee for the desk",
        "Photograph by Bo van der Berg for the desk",
        "Photograph by Bo Max Cruz for the desk",
        "Painting by Ann Lee for the desk",
        "Ann Lee writes for the desk",
        "Bo Cruz writes for the desk",
    ]
    form = hash_texts(texts).form
    assert form[0] == form[2]
    assert len({form[0], form[1], form[3]}) == 3
    assert form[4] == form[5]


def test_a_label_is_no_name():
    """The first word stays in the form and counts twice if a colon follows it."""
    texts = ["Photograph: Ann Lee", "Photograph: Bo Max Cruz", "Drawing: Ann Lee", "Seen: 5"]
    hashes = hash_texts(texts)
    assert hashes.form[0] == hashes.form[1] != hashes.form[2]
    assert hashes.n_form_fixed.tolist() == [2, 2, 2, 2]
    assert hashes.n_gaps.tolist() == [1, 1, 1, 0]


def gap_hashes(texts, min_fixed, min_form_fixed):
    """Pairs (key, number of fixed words) that `hash_gapped` finds in each text, as sets."""
    gaps = GapHashes.empty(MAX_GAP * sum(len(text) + 1 for text in texts))
    n = hash_gapped(encode_blocks(texts), folding_tables(), min_fixed, min_form_fixed, gaps)
    pairs = [set() for _ in texts]
    for block, n_fixed, key in zip(*(column[:n].tolist() for column in gaps), strict=True):
        pairs[block].add((key, n_fixed))
    return pairs


def naive_gaps(words, min_fixed):
    """Words before and after each run that may be left out, if all words are plain."""
    n = len(words)
    return {
        (tuple(words[:i]), tuple(words[i + width :]))
        for i in range(n)
        for width in range(1, min(MAX_GAP, n - i) + 1)
        if n - width >= min_fixed and (width == 1 or 3 * width <= n)
    }


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from("bcde"), max_size=9), min_size=2, max_size=2))
def test_gaps_are_equal_if_the_words_around_them_are(lists):
    """Two blocks share one hash for each pair of words before and after a gap that they share."""
    one, other = (naive_gaps(words, 2) for words in lists)
    texts = [" ".join(words) for words in lists]
    ours, theirs = ({key for key, _ in pairs} for pairs in gap_hashes(texts, 2, 2))
    assert (len(ours), len(theirs)) == (len(one), len(other))
    assert len(ours & theirs) == len(one & other)


def test_names_of_two_and_of_three_words_leave_the_same_gap():
    """The width of the gap does not count, and names need fewer words around them."""
    texts = ["Seen by Ann Lee", "Seen by Bo Max Cruz", "Seen by the crew"]
    one, other, third = gap_hashes(texts, 4, 2)
    assert one & other
    assert not one & third


def test_common_words_and_capitals_do_not_make_lines_similar():
    """Around a name, neither common words alone nor other names are enough."""
    one, other = gap_hashes(["What is Love", "What is Time"], 4, 2)
    assert not one & other
    one, other = gap_hashes(["All About Reefs Today", "All About Kelp Today"], 4, 2)
    assert not one & other
    one, other = gap_hashes(["Reporting by Ann Lee", "Reporting by Bo Cruz"], 4, 2)
    assert one & other


lines = st.lists(
    st.sampled_from(["", " ", "\u00a0", "\t", "a", " b ", "ä\u00a0", "海", "🙂 c", "\u3000"]),
    max_size=12,
)


@settings(deadline=None)
@given(st.lists(lines.map("\n".join), min_size=1, max_size=4))
@example(["a\n\nb\n"])
def test_blocks_are_those_of_split_blocks(texts):
    """The same blocks with the same bounds as in the reader of plain text."""
    encoded = encode(texts)
    units = np.empty((sum(text.count("\n") + 1 for text in texts), 5), dtype=np.int32)
    is_only_text = np.zeros(len(texts), dtype=bool)
    n = find_blocks(encoded, is_only_text, folding_tables().kind, 8, units)
    blocks = [
        (text, block, line, texts[text].encode()[start:end].decode())
        for text, block, line, start, end in units[:n].tolist()
    ]
    assert blocks == [
        (i, j, 0, block.text)
        for i, text in enumerate(texts)
        for j, block in enumerate(split_blocks(text))
    ]


@pytest.mark.parametrize(
    ("is_only_text", "lines_per_block", "n_units"), [(True, 4, 9), (True, 5, 2), (False, 1, 2)]
)
def test_lines_are_units_if_blank_lines_are_lost(is_only_text, lines_per_block, n_units):
    """In the only text of a document, if it has many lines per block."""
    encoded = encode(["\n".join("abcdefgh") + "\n\ni"])
    units = np.empty((10, 5), dtype=np.int32)
    kind = folding_tables().kind
    assert find_blocks(encoded, np.array([is_only_text]), kind, lines_per_block, units) == n_units
