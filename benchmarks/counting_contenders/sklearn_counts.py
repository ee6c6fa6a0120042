"""scikit-learn's CountVectorizer."""

from __future__ import annotations

from typing import Any

import polars as pl
from sklearn.feature_extraction.text import CountVectorizer

from benchmarks.contenders import Clock
from benchmarks.counting_contenders import MAX_SHARE, MIN_DOCUMENTS
from topics.counting.stop_words import stop_words

WORD = r"\d*[^\W\d_][^\W_]+"  # our pattern, in the words of Python's re
PACKAGES = ("scikit-learn",)


def prepare(texts: pl.Series) -> list[str]:
    """The input as Python strings; not timed."""
    strings: list[str] = texts.to_list()
    return strings


def run(texts: list[str]) -> tuple[list[str], Any, Clock]:
    """Count."""
    vectorizer = CountVectorizer(
        token_pattern=WORD,
        stop_words=sorted(stop_words("en")),
        min_df=MIN_DOCUMENTS,
        max_df=MAX_SHARE,
    )
    with Clock() as clock:
        matrix = vectorizer.fit_transform(texts)
    return vectorizer.get_feature_names_out().tolist(), matrix, clock
