"""Shares at both levels, whichever level was fitted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.counts import Counts
from topics.notices import StageLog
from topics.results.rows import ModelRows
from topics.shares import Shares, SomeRows, mean_row, roll_up, section_shares
from topics.values import agreeing, amount

Floats = NDArray[np.float64]


def both_levels(
    row_topic: Floats,
    rows: ModelRows,
    counts: Counts,
    topic_term: Floats,
    mean: Floats | None = None,
) -> tuple[Floats, Floats]:
    """Rows of sections, and rows of documents as their weighted means.

    Parameters
    ----------
    row_topic : array, shape (n_rows, n_topics)
        Shares of the rows that the model saw.
    rows : ModelRows
        These rows: pieces of sections, or documents.
    counts : Counts
    topic_term : array, shape (n_topics, n_vocabulary)
    mean : array, shape (n_topics,), optional
        Row of sections and documents without terms; default: the mean of these sections, without
        those of copies.
    """
    section_topic = of_sections(row_topic, rows, counts, topic_term, mean)
    of_empty = mean
    if mean is None:
        of_empty = mean_row(section_topic, counts.weights, len(topic_term))
    if rows.section is not None and counts.has_one_row_each:
        return section_topic, section_topic
    document_topic = roll_up(
        section_topic, counts.n_terms, counts.row_document, counts.n_documents, of_empty
    )
    return section_topic, document_topic


def of_sections(
    row_topic: Floats,
    rows: ModelRows,
    counts: Counts,
    topic_term: Floats,
    mean: Floats | None = None,
) -> Floats:
    """Rows of sections, shape (n_sections, n_topics); parameters are those of `both_levels`."""
    owner, n_topics = counts.row_document, len(topic_term)
    if rows.section is None:
        return section_shares(counts.matrix, owner, row_topic, topic_term, mean, counts.weights)
    if len(rows.section) == counts.n_rows:
        return row_topic
    if mean is None:
        mean = mean_row(row_topic, rows.weights, n_topics)
    return roll_up(row_topic, rows.n_terms, rows.section, counts.n_rows, mean)


def notice_empty_rows(counts: Counts, lack: str, mean: str, log: StageLog) -> None:
    """Keep a notice of sections and of documents without terms: what they lack, what they show."""
    for name, n_terms in (("section", counts.n_terms), ("document", counts.n_terms_of_documents)):
        n_empty = int((n_terms == 0).sum())
        log.notice(
            f"{name}s-without-terms",
            n_empty,
            f"{n_empty:,} of {amount(len(n_terms), name)} {agreeing(n_empty, 'has', 'have')} "
            f"{lack}, and {agreeing(n_empty, 'shows', 'show')} the {mean}",
        )


@dataclass(frozen=True)
class Originals:
    """The rows of a run whose documents are no copies: all of them where there are no copies.

    What a run says of its topics as a whole is said of these.

    Attributes
    ----------
    counts : Counts
    document_topic : array or SomeRows, shape (n_originals, n_topics)
    section_topic : array or SomeRows, shape (n_sections_of_originals, n_topics)
    ids : polars.Series
        Ids of the documents.
    texts : polars.Series or None
        Texts of the sections.
    """

    counts: Counts
    document_topic: Shares
    section_topic: Shares
    ids: pl.Series
    texts: pl.Series | None

    @classmethod
    def of(
        cls,
        counts: Counts,
        document_topic: Floats,
        section_topic: Floats,
        ids: pl.Series,
        texts: pl.Series | None = None,
    ) -> Self:
        """The originals among all rows; parameters are the attributes, of all documents."""
        if not counts.n_copies:
            return cls(counts, document_topic, section_topic, ids, texts)
        documents, rows = counts.original_documents, counts.original_rows
        return cls(
            counts.originals,
            SomeRows(document_topic, documents),
            SomeRows(section_topic, rows),
            ids.gather(documents),
            None if texts is None else texts.gather(rows),
        )
