"""The documents or sections of a run that show what its topics are about, with their texts."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.checks import check_choice, check_whole
from topics.runs.data import RunData
from topics.runs.topic_rows import LEVELS, check_topic, table_of_rows
from topics.shares import representatives

N_CHARACTERS = 300
"""A text begins with this many characters in the table of representatives."""


def representative_rows(
    run: RunData, topics: Iterable[int], n: int, level: str
) -> list[NDArray[np.int64]]:
    """Indices of the best documents or sections of every topic, without near-copies."""
    is_document = level == "document"
    counts = run.counts.by_document() if is_document else run.counts.matrix
    shares = run.document_topic if is_document else run.section_topic
    of_corpus = run.topics["share"]
    return [representatives(shares[:, topic], counts, of_corpus[topic], n) for topic in topics]


def representatives_of_topic(run: RunData, topic: int, n: int, level: str) -> pl.DataFrame:
    """Table of the best rows without near-copies, as `TopicRun.representatives` says."""
    check_choice("level", level, LEVELS)
    check_whole("n", n, 1, optional=False)
    check_topic(run, topic)
    rows = representative_rows(run, [topic], n, level)[0]
    table = table_of_rows(run, topic, rows, level)
    texts = beginnings(run, rows, level, N_CHARACTERS)
    return table if texts is None else table.with_columns(text=pl.Series(texts, dtype=pl.String))


def beginnings(
    run: RunData, rows: NDArray[np.int64], level: str, n_characters: int
) -> list[str] | None:
    """First characters of heading and text of documents or sections; None without texts."""
    texts = run.section_texts
    if texts is None:
        return None
    headings = run.sections["heading"]
    first, end = rows, rows + 1
    if level == "document":
        row_document = run.counts.row_document
        first = np.searchsorted(row_document, rows)
        end = np.searchsorted(row_document, rows, side="right")
    result = []
    for start, stop in zip(first.tolist(), end.tolist(), strict=True):
        beginning = ""
        for section in range(start, stop):
            for part in (headings[section], texts[section]):
                if len(beginning) < n_characters and part:
                    beginning += part[:n_characters].strip() + "\n"
        result.append(beginning[:n_characters].strip())
    return result
