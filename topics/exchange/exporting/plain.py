"""PlainRun: what exports take of a run, as arrays and tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class PlainRun:
    """A run at one level, for other libraries.

    Attributes
    ----------
    level : {"document", "section"}
    model : {"lda", "nmf"}
    topics : polars.DataFrame
        The table of topics; topic ``k`` is its row ``k``.
    shown_terms : list of list of str
        Terms that each topic shows, best first.
    terms : array of str, shape (n_vocabulary,)
    topic_term : array, shape (n_topics, n_vocabulary)
        Rows sum to 1.
    row_topic : array, shape (n_rows, n_topics)
        Rows sum to 1.
    counts : CSR, shape (n_rows, n_vocabulary)
    rows : polars.DataFrame
        Documents with their metadata, or sections.
    names : list of str
        A name for each row, unique.
    coordinates : array, shape (n_rows, 2), or None
        Where rows are on the map.
    texts : list of str or None
        Texts of the rows.
    components : array, shape (n_topics, n_vocabulary)
        Expected counts plus prior of an LDA, raw factor of an NMF.
    prior : array, shape (n_topics,), or None
        Document-topic prior of an LDA.
    transform : callable or None
        From a list of texts to their shares of topics.
    """

    level: str
    model: str
    topics: pl.DataFrame
    shown_terms: list[list[str]]
    terms: NDArray[np.str_]
    topic_term: Floats
    row_topic: Floats
    counts: Any
    rows: pl.DataFrame
    names: list[str]
    coordinates: Floats | None
    texts: list[str] | None
    components: Floats
    prior: Floats | None
    transform: Callable[[list[str]], Floats] | None

    @property
    def n_topics(self) -> int:
        """Number of topics."""
        return len(self.topic_term)

    @property
    def labels(self) -> list[str]:
        """Label of each topic."""
        return [str(label) for label in self.topics["label"]]

    @property
    def n_terms(self) -> NDArray[Any]:
        """Summed counts of each row, shape (n_rows,)."""
        return np.asarray(self.counts.sum(axis=1)).ravel()

    @property
    def term_counts(self) -> NDArray[Any]:
        """Summed counts of each term, shape (n_vocabulary,)."""
        return np.asarray(self.counts.sum(axis=0)).ravel()
