"""Seed words are cut as texts are, and those that cannot be used are named with the reason."""

from __future__ import annotations

import numpy as np
import pytest

from topics.corpus import Corpus
from topics.counting import CountSettings, learn_counts
from topics.counting.seed_words import (
    ABSENT,
    PHRASE,
    STOP_WORD,
    TOO_FREQUENT,
    TOO_RARE,
    find_seed_words,
)
from topics.counts import Counts

TEXTS = ["the sea rose in New York", "the sea fell in New York", "the sea was calm", "a Café reef"]


def found(words, texts=TEXTS, **settings):
    """Terms that the words are, and the words that are none."""
    corpus = Corpus.from_texts(texts)
    settings = CountSettings(stop_words=frozenset({"the", "in", "was", "a", "we'll"}), **settings)
    counts, learned = learn_counts(corpus, settings)
    result = find_seed_words([words], counts, corpus, settings, learned)
    return counts.terms[result.columns[0]].tolist(), result.missing[0]


def test_words_are_folded_as_texts_are():
    """Case, spelling and apostrophes do not matter, and a word counts once."""
    assert found(["YORK", "cafe\u0301", "York"]) == (["york", "café"], {})


def test_reasons_are_told_apart():
    """Stop words, pruned terms, words of no text."""
    words = ["the", "we’ll", "sea", "reef", "volcano", "york"]
    terms, missing = found(words, min_documents=2, max_document_share=0.5)
    assert terms == ["york"]
    assert missing == {
        "the": STOP_WORD, "we’ll": STOP_WORD, "sea": TOO_FREQUENT, "reef": TOO_RARE,
        "volcano": ABSENT,
    }  # fmt: skip


def test_terms_beyond_the_maximum_are_rare():
    """They occur, but other terms are more frequent."""
    terms, missing = found(["sea", "reef"], max_terms=1)
    assert (terms, missing) == (["sea"], {"reef": TOO_RARE})


@pytest.mark.parametrize("word", ["New York", "new_york", "new-york"])
def test_phrases_are_found_where_they_are_terms(word):
    """As n-grams, without the stop words between; otherwise the reason says what to do."""
    assert found([word], ngrams=2) == (["new_york"], {})
    assert found([word]) == ([], {word: PHRASE})
    assert found(["sea in york"], ngrams=2) == ([], {"sea in york": PHRASE})


def test_collocations_are_phrases():
    """Joined texts have no parts any more."""
    texts = [f"{word} gold coast {word}" for word in "red green blue white black grey".split()]
    terms, missing = found(["Gold Coast", "gold"], texts, phrases=True, max_document_share=1.0)
    assert terms == ["gold_coast"]
    assert missing == {"gold": ABSENT}


def test_words_of_counts_are_found_as_they_stand():
    """In their own spelling, in lower case, and with blanks in phrases."""
    counts = Counts(np.eye(3), ["Reef", "new york", "tide"])
    result = find_seed_words([["Reef", "New York", "Tide", "sun"]], counts)
    assert result.columns == [[0, 1, 2]]
    assert result.missing == [{"sun": ABSENT}]


def test_words_of_given_tokens_are_found():
    """Tokens are not folded, and so are words that are equal to one."""
    corpus = Corpus.from_tokens([["Reef", "tide"], ["Reef", "tide"]])
    counts, learned = learn_counts(corpus)
    result = find_seed_words([["Reef", "TIDE"]], counts, corpus, CountSettings(), learned)
    assert counts.terms[result.columns[0]].tolist() == ["Reef", "tide"]
