"""Tables of documents and sections, with the number of their counted terms."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.corpus import DOCUMENT_SCHEMA, Corpus
from topics.counts import Counts


def documents_table(
    corpus: Corpus, counts: Counts, n_unknown: NDArray[Any] | None = None
) -> pl.DataFrame:
    """Documents with n_sections and n_terms between the fixed columns and metadata.

    `n_unknown`, shape (n_sections,), adds the column of terms that a run does not know.
    """
    owner, n_documents = counts.row_document, counts.n_documents
    added = [
        pl.Series("n_sections", np.bincount(owner, minlength=n_documents), dtype=pl.Int64),
        count_column("n_terms", counts.n_terms_of_documents),
    ]
    if n_unknown is not None:
        unknown = np.bincount(owner, weights=n_unknown, minlength=n_documents)
        added.append(count_column("n_unknown", unknown))
    metadata = [name for name in corpus.documents.columns if name not in DOCUMENT_SCHEMA]
    return corpus.documents.select(*DOCUMENT_SCHEMA, *added, *metadata)


def sections_table(
    corpus: Corpus, counts: Counts, n_unknown: NDArray[Any] | None = None
) -> pl.DataFrame:
    """Sections with n_terms, without their texts; with n_unknown where that is given."""
    added = [count_column("n_terms", counts.n_terms)]
    if n_unknown is not None:
        added.append(count_column("n_unknown", n_unknown))
    return corpus.sections.select("document", "position", "level", "heading").with_columns(added)


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
