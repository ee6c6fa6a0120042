"""Blocks and hashes of their words, against plain loops."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from topics.kernels.text.blocks import MAX_WIDTH, find_blocks, hash_blocks, hash_gapped
from topics.reading.formats.plain import split_blocks
from topics.reading.repeats.folding import DATE_WORDS, folding

SEPARATORS = [" ", "  ", ", ", ". ", " – ", "\u00a0", "\t", "/", "\n", " (", ") ", "!"]
WORDS = [
    *("tide", "Tide", "TIDE", "Ann", "Bo", "Märkte", "märkte", "don't", "don’t", "ti\u00adde"),
    *("3", "14th", "2,500", "10:30", "May", "may", "Monday", "v2", "v3", "х", "Х", "海", "潮"),
    *("https://x.org/a_1", "https://x.org/a_2", "x", "y", "z", "ss", "ß", "İ", "🙂"),
]


def hashed(texts):
    """Arguments of the hashing kernels for texts of one block each."""
    tables = folding()
    pieces = [text.encode() for text in texts]
    ends = np.cumsum([len(piece) for piece in pieces], dtype=np.int64)
    starts = ends - np.array([len(piece) for piece in pieces], dtype=np.int64)
    data = np.frombuffer(b"".join(pieces), dtype=np.uint8)
    return data, starts, ends, tables.kind, tables.lower, tables.date_words, tables.common_words


def hashes_and_sizes(texts):
    """What `hash_blocks` fills."""
    hashes = np.empty((len(texts), 4), dtype=np.uint64)
    sizes = np.empty((len(texts), 5), dtype=np.int32)
    hash_blocks(*hashed(texts), hashes, sizes)
    return hashes, sizes


LETTER = r"[^\W_\u4e00-\u9fff]"
WORD = re.compile(rf"{LETTER}+://[^\s\"')>\]]*|[\u4e00-\u9fff]|{LETTER}+")


def naive_words(text):
    """Words in lower case; numbers and dates as 0, neighbours once; ideographs alone."""
    folded = []
    for word in WORD.findall(re.sub("['’\u00ad]", "", text)):
        lower = "".join(character.lower()[0] for character in word)
        if "://" in word:
            folded.append(word)
        elif word[0].isdigit() or lower in DATE_WORDS:
            if not folded or folded[-1] != 0:
                folded.append(0)
        else:
            folded.append(re.sub(r"\d", "0", lower))
    return folded


texts_of_words = st.lists(
    st.tuples(st.sampled_from(WORDS), st.sampled_from(SEPARATORS)), max_size=8
).map(lambda pairs: "".join(word + mark for word, mark in pairs))


@settings(deadline=None)
@given(st.lists(texts_of_words, min_size=1, max_size=6))
def test_hashes_are_equal_where_the_words_are(texts):
    """Equal words give equal hashes, other words other hashes; sizes count them."""
    hashes, sizes = hashes_and_sizes(texts)
    words = [naive_words(text) for text in texts]
    assert sizes[:, 0].tolist() == [len(own) for own in words]
    assert sizes[:, 1].tolist() == [
        sum(word != 0 and "://" not in word for word in own) for own in words
    ]
    for i, one in enumerate(words):
        for j, other in enumerate(words):
            assert (hashes[i, 0] == hashes[j, 0]) == (one == other)


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
def test_what_does_not_matter(one, other):
    """Case, marks, white space, zero-width characters, numbers and dates."""
    hashes, _ = hashes_and_sizes([one, other])
    assert hashes[0, 0] == hashes[1, 0]


def test_the_second_hash_forgets_names():
    """Runs of capitalised words count as one; a single one at the beginning stays."""
    texts = [
        "Photograph by Ann Lee for the desk",
        "Photograph by Bo van der Berg for the desk",
        "Photograph by Bo Max Cruz for the desk",
        "Painting by Ann Lee for the desk",
        "Ann Lee writes for the desk",
        "Bo Cruz writes for the desk",
    ]
    named = hashes_and_sizes(texts)[0][:, 1]
    assert named[0] == named[2]
    assert len({named[0], named[1], named[3]}) == 3
    assert named[4] == named[5]


def test_a_label_keeps_its_word():
    """What stands before a colon at the beginning is no name."""
    texts = ["Photograph: Ann Lee", "Photograph: Bo Max Cruz", "Drawing: Ann Lee", "Seen: 5"]
    hashes, sizes = hashes_and_sizes(texts)
    assert hashes[0, 1] == hashes[1, 1] != hashes[2, 1]
    assert sizes[:, 2].tolist() == [2, 2, 2, 2]
    assert sizes[:, 3].tolist() == [1, 1, 1, 0]


def gapped(texts, least_fixed, least_named):
    """Hashes of every text by `hash_gapped`, as sets."""
    capacity = MAX_WIDTH * sum(len(text) + 1 for text in texts)
    rows = np.empty((capacity, 2), dtype=np.int32)
    hashes = np.empty(capacity, dtype=np.uint64)
    n = hash_gapped(*hashed(texts), least_fixed, least_named, rows, hashes)
    return [
        {
            (int(key), int(left))
            for (b, left), key in zip(rows[:n], hashes[:n], strict=True)
            if b == i
        }
        for i in range(len(texts))
    ]


def naive_gapped(words, least_fixed):
    """Words before and behind every run that may be left out; all words are plain."""
    n = len(words)
    return {
        (tuple(words[:i]), tuple(words[i + width :]))
        for i in range(n)
        for width in range(1, min(MAX_WIDTH, n - i) + 1)
        if n - width >= least_fixed and (width == 1 or 3 * width <= n)
    }


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from("bcde"), max_size=9), min_size=2, max_size=2))
def test_gaps_meet_where_words_around_them_are_equal(lists):
    """Two blocks share as many hashes as pairs of what stands before and behind a gap."""
    one, other = (naive_gapped(words, 2) for words in lists)
    ours = [{key for key, _ in own} for own in gapped([" ".join(words) for words in lists], 2, 2)]
    assert [len(own) for own in ours] == [len(one), len(other)]
    assert len(ours[0] & ours[1]) == len(one & other)


def test_a_name_of_two_words_stands_for_one_of_three():
    """The width of the gap does not matter, and names need fewer words around them."""
    one, other, third = gapped(["Seen by Ann Lee", "Seen by Bo Max Cruz", "Seen by the crew"], 4, 2)
    assert one & other
    assert not one & third


def test_common_words_alone_make_no_form():
    """Neither common words nor capitals around a name say that two lines are alike."""
    one, other = gapped(["What is Love", "What is Time"], 4, 2)
    assert not one & other
    one, other = gapped(["All About Reefs Today", "All About Kelp Today"], 4, 2)
    assert not one & other
    one, other = gapped(["Reporting by Ann Lee", "Reporting by Bo Cruz"], 4, 2)
    assert one & other


lines = st.lists(
    st.sampled_from(["", " ", "\u00a0", "\t", "a", " b ", "ä\u00a0", "海", "🙂 c", "\u3000"]),
    max_size=12,
)


@settings(deadline=None)
@given(st.lists(lines.map("\n".join), min_size=1, max_size=4))
@example(["a\n\nb\n"])
def test_blocks_are_those_of_split_blocks(texts):
    """Same blocks, in the same places, as the reading of plain text finds."""
    pieces = [text.encode() for text in texts]
    offsets = np.concatenate([[0], np.cumsum([len(piece) for piece in pieces])]).astype(np.int64)
    data = np.frombuffer(b"".join(pieces), dtype=np.uint8)
    units = np.empty((sum(text.count("\n") + 1 for text in texts), 5), dtype=np.int32)
    alone = np.zeros(len(texts), dtype=bool)
    n = find_blocks(data, offsets, alone, folding().kind, 8, units)
    found = [
        (text, block, line, pieces[text][start:end].decode())
        for text, block, line, start, end in units[:n].tolist()
    ]
    assert found == [
        (number, place, 0, block.text)
        for number, text in enumerate(texts)
        for place, block in enumerate(split_blocks(text))
    ]


def test_lines_are_units_where_blank_lines_are_lost():
    """Of a text that stands alone in its document and has many lines to a block."""
    text = "\n".join("abcdefgh") + "\n\ni"
    data = np.frombuffer(text.encode(), dtype=np.uint8)
    units = np.empty((10, 5), dtype=np.int32)
    for is_alone, many_lines, expected in ((True, 4, 9), (True, 5, 2), (False, 1, 2)):
        arguments = (np.array([0, len(text)]), np.array([is_alone]), folding().kind, many_lines)
        assert find_blocks(data, *arguments, units) == expected
