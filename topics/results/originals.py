"""What a run says of its topics as a whole is said of the documents that are no copies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.counts import Counts

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Originals:
    """The rows of a run whose documents are no copies: all of them where there are no copies.

    Attributes
    ----------
    counts : Counts
    document_topic : array, shape (n_originals, n_topics)
    section_topic : array, shape (n_sections_of_originals, n_topics)
    ids : polars.Series
        Ids of the documents.
    texts : polars.Series or None
        Texts of the sections.
    """

    counts: Counts
    document_topic: Floats
    section_topic: Floats
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
            document_topic[documents],
            section_topic[rows],
            ids.gather(documents),
            None if texts is None else texts.gather(rows),
        )
