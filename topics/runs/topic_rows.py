"""The documents and sections of a run that are most about a topic."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.checks import check_choice, check_whole
from topics.errors import OptionError
from topics.runs.data import RunData
from topics.shares import FEW_TERMS, best_rows

LEVELS = ("document", "section")


def rows_of_topic(run: RunData, topic: int, n: int | None, level: str) -> pl.DataFrame:
    """Documents or sections by the share that their terms support, as `TopicRun.topic` says."""
    check_choice("level", level, LEVELS)
    check_whole("n", n, 1)
    check_topic(run, topic)
    is_document = level == "document"
    share = (run.document_topic if is_document else run.section_topic)[:, topic]
    n_terms = run.counts.n_terms_of_documents if is_document else run.counts.n_terms
    rows = best_rows(share, n_terms, run.topics["share"][topic], n or len(share))
    return table_of_rows(run, topic, rows, level)


def check_topic(run: RunData, topic: int) -> None:
    """Raise OptionError unless the run has a topic of this number."""
    if topic not in range(run.n_topics):
        raise OptionError(f"there is no topic {topic}; the topics are 0 to {run.n_topics - 1}")


def table_of_rows(run: RunData, topic: int, rows: NDArray[np.int64], level: str) -> pl.DataFrame:
    """Documents or sections with their share of a topic and their counted terms."""
    if level == "document":
        table, shares = run.documents.select(document="id", title="title"), run.document_topic
        n_terms = run.counts.n_terms_of_documents
    else:
        table, shares = run.sections.select("document", "position", "heading"), run.section_topic
        n_terms = run.counts.n_terms
    result: pl.DataFrame = table[rows].with_columns(
        share=pl.Series(shares[rows, topic]),
        n_terms=pl.Series(n_terms[rows]),
        few_terms=pl.Series(n_terms[rows] < FEW_TERMS),
    )
    return result
