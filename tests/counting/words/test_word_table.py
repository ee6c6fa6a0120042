"""Words numbered by the kernel are the tokens that the pattern matches."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from topics.corpus import Corpus
from topics.counting import CountSettings, count_terms
from topics.counting.words.tokens import MAX_TOKEN_LENGTH, TOKEN_PATTERN, tokenize
from topics.counting.words.word_table import WordTable
from topics.errors import EmptyVocabularyError
from topics.kernels.text.words import renumber

# Letters, marks and numbers of one to four bytes, capitals with unusual lower case, and others.
SIGNS = st.text(alphabet="aZ7_ -'é²İΣςßあ中ก\u0301\u0903Ⅷ𝟘𐐀𐐨😀\n\x00", max_size=40)
TEXTS = st.lists(SIGNS | st.text(max_size=40), max_size=8)


def words(table, texts):
    """Numbered words of every text, as lists of strings."""
    ids, lengths = table.number(pl.Series(texts, dtype=pl.String))
    in_order = table.terms().gather(ids).to_list()
    ends = np.cumsum([0, *lengths])
    return [in_order[begin:end] for begin, end in pairwise(ends)]


@given(TEXTS)
def test_words_are_the_tokens_of_the_pattern(texts):
    """For any text they are the same words in the same order."""
    assert words(WordTable([]), texts) == tokenize(pl.Series(texts, dtype=pl.String)).to_list()


@given(TEXTS, TEXTS)
def test_words_keep_their_numbers(first, second):
    """Numbering texts in two calls equals numbering them in one."""
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
    """More words and letters than the initial arrays have room for."""
    texts = [" ".join(f"word{i:05d}" for i in range(20_000)), "word00007 Word19999"]
    table = WordTable([])
    assert words(table, texts) == tokenize(pl.Series(texts)).to_list()
    assert len(table.terms()) == 20_000


def test_overlong_words_are_left_out():
    """A word of the maximum length is numbered, one with a letter more is not."""
    table = WordTable([])
    kept, lost = "é" * MAX_TOKEN_LENGTH, "é" * (MAX_TOKEN_LENGTH + 1)
    assert words(table, [f"{kept} {lost} tide"]) == [[kept, "tide"]]
    assert table.n_too_long == 1


def test_stop_words_are_cut_as_texts_are():
    """The parts of an entry that the pattern splits are stop words, in any case."""
    assert words(WordTable(["don't", "The", "a-b", "sea"]), ["don the sea reef"]) == [["reef"]]


@pytest.mark.parametrize("stop_words", [frozenset(), frozenset({"the", "of", "it's"})])
def test_an_equivalent_pattern_gives_the_same_counts(seed_corpus, stop_words):
    """The kernel for the default pattern and the columns for all others agree."""
    settings = CountSettings(stop_words=stop_words)
    other = CountSettings(stop_words=stop_words, token_pattern=f"(?:{TOKEN_PATTERN})")
    ours = count_terms(seed_corpus, settings)
    columns = count_terms(seed_corpus, other)
    assert ours.terms.tolist() == columns.terms.tolist()
    assert (ours.matrix != columns.matrix).nnz == 0
    assert np.array_equal(ours.token_ids, columns.token_ids)
    assert np.array_equal(ours.token_offsets, columns.token_offsets)


def test_texts_without_words():
    """Texts of punctuation and numbers only, and no text at all."""
    assert words(WordTable([]), ["… 7 !", ""]) == [[], []]
    assert words(WordTable([]), []) == []
    with pytest.raises(EmptyVocabularyError, match="no tokens in 2 sections"):
        count_terms(Corpus.from_texts(["7 7", "!"]))


@given(st.lists(st.lists(st.integers(0, 5), max_size=5), max_size=6), st.permutations(range(-3, 3)))
def test_renumber_equals_a_plain_loop(rows, new_id):
    """New ids row by row, without those below 0."""
    ids = np.array([i for row in rows for i in row], dtype=np.int32)
    offsets = np.cumsum([0, *map(len, rows)]).astype(np.int64)
    new, moved = renumber(ids, offsets, np.array(new_id, dtype=np.int32))
    expected = [[new_id[i] for i in row if new_id[i] >= 0] for row in rows]
    assert new.tolist() == [i for row in expected for i in row]
    assert np.diff(moved).tolist() == [len(row) for row in expected]
