"""scikit-learn's CountVectorizer."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl
from sklearn.feature_extraction.text import CountVectorizer

from benchmarks.contender import Clock, Fit
from benchmarks.counting.contenders import (
    MAX_SHARE,
    MIN_DOCUMENTS,
    WARM_UP_TEXTS,
    counting_fit,
)
from topics.counting.stop_words import stop_words

# The library's default pattern, as a regular expression of Python. The counts are the same in texts
# without addresses, hashes and unusual spellings of letters, which the library looks for.
WORD = r"\d*[^\W\d_][^\W_]+|\d+[^\W\d_]"
PACKAGES = ("scikit-learn",)


def warm_up() -> None:
    """Import and compile what the count needs."""
    list(run(prepare(pl.Series(WARM_UP_TEXTS))))


def prepare(texts: pl.Series) -> list[str]:
    """Return the texts as Python strings; not timed."""
    strings: list[str] = texts.to_list()
    return strings


def run(texts: list[str]) -> Iterator[Fit]:
    """Count with the settings of the benchmark."""
    vectorizer = CountVectorizer(
        token_pattern=WORD,
        stop_words=sorted(stop_words("en")),
        min_df=MIN_DOCUMENTS,
        max_df=MAX_SHARE,
    )
    with Clock() as clock:
        matrix = vectorizer.fit_transform(texts)
    return counting_fit(clock, vectorizer.get_feature_names_out(), matrix)
