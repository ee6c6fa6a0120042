"""Numbers and data that machines wrote are no words."""

from __future__ import annotations

import polars as pl
import pytest

from topics.corpus import Corpus
from topics.counting import CountSettings, count_terms
from topics.counting.words.machine_words import is_machine_made
from topics.notices import StageLog

MADE = [
    "0x7fffab12",
    "0xff",
    "da39a3ee5e6b4b0d3255bfef95601890afd80709",
    "550e8400e29b41d4",
    "bglrzsb0aglzigfuzcb0agf0iq",
    "a" * 41,
    "qwrtzpsdfghjklmnbv",
]


def test_what_machines_write_is_recognised():
    """Addresses in memory, hashes, keys and encoded data, and no word of a language."""
    words = ["covid19", "facade", "decade", "90s", "h2o", "feedback", "1234abc", "borschtsch"]
    words += ["rechtsschutzversicherungsgesellschaften", "mp3", "deadbeef"]
    assert is_machine_made(pl.Series(MADE)).all()
    assert not is_machine_made(pl.Series(words)).any()


@pytest.mark.parametrize("ngrams", [1, 2])
def test_they_are_counted_in_a_notice(ngrams):
    """They are no terms, alone or in n-grams."""
    log = StageLog()
    corpus = Corpus.from_texts([f"tide {' '.join(MADE)} reef"])
    counts = count_terms(corpus, CountSettings(ngrams=ngrams), log=log)
    assert [term for term in counts.terms if "_" not in term] == ["reef", "tide"]
    assert [(notice.code, notice.count) for notice in log.notices] == [("tokens-too-long", 7)]
