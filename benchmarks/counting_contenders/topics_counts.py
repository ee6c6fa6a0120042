"""The library itself."""

from __future__ import annotations

from typing import Any

import polars as pl

from benchmarks.contenders import Clock
from benchmarks.counting_contenders import MAX_SHARE, MIN_DOCUMENTS
from topics.corpus import Corpus
from topics.counting import CountSettings, count_terms
from topics.counting.stop_words import stop_words

PACKAGES = ("polars",)


def prepare(texts: pl.Series) -> Corpus:
    """The input as the library holds it; not timed."""
    return Corpus.from_texts(texts.to_list())


def run(corpus: Corpus) -> tuple[list[str], Any, Clock]:
    """Count."""
    settings = CountSettings(
        stop_words=stop_words("en"),
        min_documents=MIN_DOCUMENTS,
        max_document_share=MAX_SHARE,
    )
    with Clock() as clock:
        counts = count_terms(corpus, settings)
    return counts.terms.tolist(), counts.matrix, clock
