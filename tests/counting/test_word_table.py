"""Words numbered by the kernel are the tokens that the pattern cuts."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from topics.corpus import Corpus
from topics.counting import CountSettings, count_terms
from topics.counting.tokens import MAX_TOKEN_LENGTH, TOKEN_PATTERN, tokenize
from topics.counting.word_table import WordTable
from topics.kernels.text.words import renumber

# Letters, marks and numbers of one to four bytes, capitals with odd small letters, and others.
SIGNS = st.text(alphabet="aZ7_ -'é²İΣςßあ中ก\u0301\u0903Ⅷ𝟘𐐀𐐨😀\n\x00", max_size=40)
TEXTS = st.lists(SIGNS | st.text(max_size=40), max_size=8)


def words(table, texts):
    """Numbered words as lists of strings."""
    ids, lengths = table.number(pl.Series(texts, dtype=pl.String))
    found = table.terms().gather(ids).to_list()
    ends = np.cumsum([0, *lengths])
    return [found[begin:end] for begin, end in pairwise(ends)]


@given(TEXTS)
def test_words_are_the_tokens_of_the_pattern(texts):
    """Any text: the same words in the same order."""
    assert words(WordTable([]), texts) == tokenize(pl.Series(texts, dtype=pl.String)).to_list()


@given(TEXTS, TEXTS)
def test_words_keep_their_numbers(first, second):
    """A table that goes on with more texts gives what a new one gives for all of them."""
    one, other = WordTable(["az"]), WordTable(["az"])
    parts = [
        *one.number(pl.Series(first, dtype=pl.String)),
        *one.number(pl.Series(second, dtype=pl.String)),
    ]
    ids, lengths = other.number(pl.Series(first + second, dtype=pl.String))
    assert np.array_equal(np.concatenate(parts[::2]), ids)
    assert np.array_equal(np.concatenate(parts[1::2]), lengths)
    assert one.terms().equals(other.terms())


def test_tables_grow():
    """More terms, letters and words than the first tables hold."""
    texts = [" ".join(f"word{i:05d}" for i in range(20_000)), "word00007 Word19999"]
    table = WordTable([])
    found = words(table, texts)
    assert found == tokenize(pl.Series(texts)).to_list()
    assert len(table.terms()) == 20_000


def test_long_words_are_counted_and_left_out():
    """A word of the greatest length stays, one of a letter more does not."""
    table = WordTable([])
    kept, lost = "é" * MAX_TOKEN_LENGTH, "é" * (MAX_TOKEN_LENGTH + 1)
    assert words(table, [f"{kept} {lost} tide"]) == [[kept, "tide"]]
    assert table.n_too_long == 1


def test_only_single_words_are_stop_words():
    """A stop word that the pattern cuts in two does not stop its parts."""
    assert words(WordTable(["don't", "The", "a-b", "sea"]), ["don the sea x"]) == [["don", "the"]]


@pytest.mark.parametrize("stop_words", [frozenset(), frozenset({"the", "of", "it's"})])
def test_any_pattern_that_means_the_same_counts_the_same(seed_corpus, stop_words):
    """The kernel for the usual pattern and the columns for all others agree."""
    settings = CountSettings(stop_words=stop_words)
    other = CountSettings(stop_words=stop_words, token_pattern=f"(?:{TOKEN_PATTERN})")
    ours, _ = count_terms(seed_corpus, settings)
    columns, _ = count_terms(seed_corpus, other)
    assert ours.terms.tolist() == columns.terms.tolist()
    assert (ours.matrix != columns.matrix).nnz == 0
    assert np.array_equal(ours.token_ids, columns.token_ids)
    assert np.array_equal(ours.token_offsets, columns.token_offsets)


def test_texts_without_a_word():
    """Texts of signs only, and no text at all."""
    assert words(WordTable([]), ["… 7 !", ""]) == [[], []]
    assert words(WordTable([]), []) == []
    with pytest.raises(Exception, match="no tokens"):
        count_terms(Corpus.from_texts(["7 7", "!"]))


@given(st.lists(st.lists(st.integers(0, 5), max_size=5), max_size=6), st.permutations(range(-3, 3)))
def test_renumber_equals_its_twin(rows, place):
    """Ids that have a place, row by row."""
    ids = np.array([i for row in rows for i in row], dtype=np.int32)
    offsets = np.cumsum([0, *map(len, rows)]).astype(np.int64)
    new, moved = renumber(ids, offsets, np.array(place, dtype=np.int32))
    expected = [[place[i] for i in row if place[i] >= 0] for row in rows]
    assert new.tolist() == [i for row in expected for i in row]
    assert np.diff(moved).tolist() == [len(row) for row in expected]
