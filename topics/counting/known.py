"""Counting new documents with the vocabulary of others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
import scipy.sparse as sp
from numpy.typing import NDArray

from topics.corpus import Corpus
from topics.counting.count import count_matrix, document_of_rows, readable
from topics.counting.settings import CountSettings, Learned
from topics.counting.token_ids import token_ids
from topics.counts import Counts, row_sums
from topics.errors import InputError
from topics.notices import Notice, Progress

UNKNOWN_SCHEMA: dict[str, pl.DataType] = {
    "term": pl.String(),
    "count": pl.Int64(),
    "n_documents": pl.Int64(),
}


@dataclass(frozen=True)
class KnownCounts:
    """Counts of the terms that are known, and what is not.

    Attributes
    ----------
    counts : Counts
        Its columns are the known terms, in their order.
    unknown : polars.DataFrame
        Terms that are not in the vocabulary: `UNKNOWN_SCHEMA`, most frequent first.
    n_unknown : array, shape (n_rows,)
        Summed counts of unknown terms in every row.
    """

    counts: Counts
    unknown: pl.DataFrame
    n_unknown: NDArray[Any]


def count_known_terms(
    corpus: Corpus,
    settings: CountSettings,
    learned: Learned,
    terms: NDArray[np.str_],
    *,
    progress: Progress | None = None,
) -> tuple[KnownCounts, tuple[Notice, ...]]:
    """Counts of a corpus in the columns of another one's vocabulary.

    Texts are cut, joined and filtered as there; its limits on documents and terms made the
    vocabulary and do not apply again. The same documents get the same counts.

    Parameters
    ----------
    corpus : Corpus
    settings : CountSettings
        Those of the other corpus.
    learned : Learned
        What the other corpus taught.
    terms : array of str, shape (n_vocabulary,)

    Raises
    ------
    LanguageError
        Most sections are in a script that writes words without spaces.

    Examples
    --------
    >>> corpus = Corpus.from_texts(["the tide and the reef"])
    >>> known, _ = count_known_terms(corpus, CountSettings(), Learned(), np.array(["reef", "tide"]))
    >>> known.counts.matrix.toarray().tolist(), known.unknown.rows()
    ([[1, 1]], [('the', 2, 1), ('and', 1, 1)])
    """
    from topics.kernels.text.words import renumber

    n_rows = corpus.n_sections
    notices: list[Notice] = []
    own: NDArray[np.str_] = np.empty(0, dtype="<U1")
    ids, offsets = np.empty(0, np.int32), np.zeros(n_rows + 1, np.int64)
    if n_rows:
        sections, notices = readable(corpus, list(learned.shared_headings))
        tokens = token_ids(sections, settings, learned, progress)
        notices = [*notices, *tokens.notices]
        own, ids, offsets = tokens.terms.to_numpy().astype(np.str_), tokens.ids, tokens.offsets
    new_id = known_columns(own, terms)
    row_document = document_of_rows(corpus)
    unknown, n_unknown = _unknown(
        count_matrix(ids, offsets, len(own)), own, new_id < 0, row_document, corpus.n_documents
    )
    kept, offsets = renumber(ids, offsets, new_id)
    counts = Counts(
        matrix=count_matrix(kept, offsets, len(terms)),
        terms=terms,
        row_document=row_document,
        n_documents=corpus.n_documents,
        token_ids=kept,
        token_offsets=offsets,
    )
    return KnownCounts(counts, unknown, n_unknown), tuple(notices)


def in_known_columns(counts: Counts, terms: NDArray[np.str_]) -> KnownCounts:
    """Counts that were made elsewhere, in the columns of a vocabulary.

    Raises
    ------
    InputError
        None of their terms is known.

    Examples
    --------
    >>> known = in_known_columns(Counts([[2, 1]], ["sea", "law"]), np.array(["law"]))
    >>> known.counts.matrix.toarray().tolist(), known.n_unknown.tolist()
    ([[1]], [2])
    """
    new_id = known_columns(counts.terms, terms)
    stays = np.flatnonzero(new_id >= 0)
    if not len(stays):
        raise InputError(
            f"none of the {counts.n_vocabulary} terms of these counts is in the vocabulary"
        )
    unknown, n_unknown = _unknown(
        counts.matrix, counts.terms, new_id < 0, counts.row_document, counts.n_documents
    )
    entries = counts.matrix[:, stays].tocoo()
    shape = (counts.n_rows, len(terms))
    columns = new_id[stays][entries.col]
    matrix = sp.csr_array((entries.data, (entries.row, columns)), shape=shape)
    matrix.sum_duplicates()
    own = Counts(matrix, terms, row_document=counts.row_document, n_documents=counts.n_documents)
    return KnownCounts(own, unknown, n_unknown)


def known_columns(own: NDArray[np.str_], terms: NDArray[np.str_]) -> NDArray[np.int32]:
    """Place of each of the own terms among the known ones, -1 where there is none."""
    known = pl.DataFrame({"term": pl.Series(terms.tolist(), dtype=pl.String)}).with_row_index()
    found = pl.DataFrame({"term": pl.Series(own.tolist(), dtype=pl.String)}).join(
        known, on="term", how="left", maintain_order="left"
    )
    places: NDArray[np.int32] = found["index"].cast(pl.Int32).fill_null(-1).to_numpy(writable=True)
    return places


def _unknown(
    matrix: Any,
    terms: NDArray[np.str_],
    is_unknown: NDArray[np.bool_],
    row_document: NDArray[np.int64],
    n_documents: int,
) -> tuple[pl.DataFrame, NDArray[Any]]:
    """Table of the unknown terms, and how much of every row they are."""
    columns = np.flatnonzero(is_unknown)
    part = matrix[:, columns]
    by_document = row_sums(row_document, n_documents) @ part
    table = pl.DataFrame(
        {
            "term": pl.Series(terms[columns].tolist(), dtype=pl.String),
            "count": np.asarray(part.sum(axis=0)).ravel().round().astype(np.int64),
            "n_documents": np.bincount(by_document.indices, minlength=len(columns)),
        },
        schema=UNKNOWN_SCHEMA,
    )
    ranked = table.filter(pl.col("count") > 0).sort(
        ["count", "term"], descending=[True, False], maintain_order=True
    )
    return ranked, np.asarray(part.sum(axis=1)).ravel()
