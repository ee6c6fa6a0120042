"""`topics`: the counting of the library."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from benchmarks.contender import Clock, Fit
from benchmarks.counting.contenders import (
    MAX_SHARE,
    MIN_DOCUMENTS,
    WARM_UP_TEXTS,
    counting_fit,
)
from topics import Corpus
from topics.counting import CountSettings, count_terms
from topics.counting.stop_words import stop_words

PACKAGES = ("polars",)


def warm_up() -> None:
    """Import and compile what the count needs."""
    list(run(prepare(pl.Series(WARM_UP_TEXTS))))


def prepare(texts: pl.Series) -> Corpus:
    """Return the texts as a corpus; not timed."""
    return Corpus.from_texts(texts.to_list())


def run(corpus: Corpus) -> Iterator[Fit]:
    """Count with the settings of the benchmark."""
    settings = CountSettings(
        stop_words=stop_words("en"),
        min_documents=MIN_DOCUMENTS,
        max_document_share=MAX_SHARE,
    )
    with Clock() as clock:
        counts = count_terms(corpus, settings)
    return counting_fit(clock, counts.terms, counts.matrix)
