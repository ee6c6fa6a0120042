"""Tables of documents and sections, with their counted terms, largest topic and fit."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.corpus import DOCUMENT_SCHEMA, Corpus
from topics.counts import Counts
from topics.evaluation import row_perplexities
from topics.shares import in_row_chunks

Floats = NDArray[np.float64]


def documents_table(
    corpus: Corpus,
    counts: Counts,
    document_topic: Floats,
    fit: NDArray[Any],
    n_unknown: NDArray[Any] | None = None,
) -> pl.DataFrame:
    """Documents with numbers of terms, largest topic and fit before their metadata.

    Parameters
    ----------
    corpus, counts
    document_topic : array, shape (n_documents, n_topics)
    fit : masked array, shape (n_documents,)
        As `topic_fit` returns it.
    n_unknown : array, shape (n_sections,), optional
        Adds the column of terms that a run does not know.
    """
    owner, n_documents = counts.row_document, counts.n_documents
    n_terms = counts.n_terms_of_documents
    added = [
        pl.Series("n_sections", np.bincount(owner, minlength=n_documents), dtype=pl.Int64),
        count_column("n_terms", n_terms),
    ]
    if n_unknown is not None:
        unknown = np.bincount(owner, weights=n_unknown, minlength=n_documents)
        added.append(count_column("n_unknown", unknown))
    added += [*largest_topic(document_topic, n_terms), nullable_column("fit", fit)]
    metadata = [name for name in corpus.documents.columns if name not in DOCUMENT_SCHEMA]
    return corpus.documents.select(*DOCUMENT_SCHEMA, *added, *metadata)


def sections_table(
    corpus: Corpus,
    counts: Counts,
    section_topic: Floats,
    n_unknown: NDArray[Any] | None = None,
) -> pl.DataFrame:
    """Sections with n_terms and largest topic, without texts; with n_unknown where it is given."""
    added = [count_column("n_terms", counts.n_terms)]
    if n_unknown is not None:
        added.append(count_column("n_unknown", n_unknown))
    added += largest_topic(section_topic, counts.n_terms)
    return corpus.sections.select("document", "position", "level", "heading").with_columns(added)


def largest_topic(shares: Floats, n_terms: NDArray[Any]) -> list[pl.Series]:
    """Columns topic and topic_share: the largest topic of every row, null where it has no terms."""
    has_no_terms = n_terms == 0
    topic, share = np.empty(len(shares), dtype=np.int64), np.empty(len(shares))
    for rows in in_row_chunks(len(shares)):
        topic[rows] = shares[rows].argmax(axis=1)
        share[rows] = np.take_along_axis(shares[rows], topic[rows, None], axis=1)[:, 0]
    return [
        nullable_column("topic", np.ma.MaskedArray(topic, mask=has_no_terms)),
        nullable_column("topic_share", np.ma.MaskedArray(share, mask=has_no_terms)),
    ]


def topic_fit(
    counts: Counts, document_topic: Floats, topic_term: Floats, background: NDArray[Any]
) -> np.ma.MaskedArray[Any, Any]:
    """How much better its topics predict a document's terms than the corpus does.

    The perplexity of its terms under the corpus's term shares, divided by that under its own mix
    of topics: 3 means that its topics leave a third of the uncertainty; about 1 means that no
    topic describes the document. Masked where a document has no terms.

    Parameters
    ----------
    counts : Counts
    document_topic : array, shape (n_documents, n_topics)
    topic_term : array, shape (n_topics, n_vocabulary)
    background : array, shape (n_vocabulary,)
        Term counts of the fitted corpus.
    """
    matrix = counts.by_document()
    fit: np.ma.MaskedArray[Any, Any] = np.ma.MaskedArray(np.ones(len(document_topic)), mask=True)
    for rows in in_row_chunks(len(document_topic)):
        own, corpus = row_perplexities(matrix[rows], document_topic[rows], topic_term, background)
        fit[rows] = corpus / own
    return fit


def nullable_column(name: str, values: NDArray[Any]) -> pl.Series:
    """Column of a masked array, null where it is masked."""
    column = pl.Series(name, np.ma.getdata(values))
    is_missing = pl.Series(np.ma.getmaskarray(values))
    return column.set(is_missing, None)


def count_column(name: str, numbers: NDArray[Any]) -> pl.Series:
    """Column of counts: whole numbers as integers; only weighted counts have fractions."""
    whole = numbers.astype(np.int64)
    return pl.Series(name, whole if np.array_equal(whole, numbers) else numbers)


def corpus_of_counts(counts: Counts) -> Corpus:
    """A corpus without text whose documents and sections are numbered like the counts."""
    documents = Corpus.from_texts([""] * max(counts.n_documents, 1)).documents
    sections = pl.DataFrame({"document": counts.row_document}).select(
        pl.col("document").cast(pl.String),
        position=pl.int_range(pl.len(), dtype=pl.Int64).over("document"),
        level=pl.lit(0, dtype=pl.Int64),
        heading=pl.lit(""),
        text=pl.lit(""),
    )
    return Corpus(documents=documents.head(counts.n_documents), sections=sections)
