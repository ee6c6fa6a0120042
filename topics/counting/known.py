"""Counting new documents with a given vocabulary."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl
import scipy.sparse as sp
from numpy.typing import NDArray

from topics.corpus import Corpus
from topics.counting.count import document_of_rows
from topics.counting.normal_forms import Forms, with_row_languages
from topics.counting.pieces import cut_into_pieces, piece_starts
from topics.counting.readable import check_analyzer, readable
from topics.counting.settings import CountSettings, LearnedVocabulary
from topics.counting.token_ids import token_ids
from topics.counting.words.cutting import check_cutter
from topics.counts import Counts, count_matrix, piece_offsets, row_sums
from topics.errors import InputError
from topics.notices import StageLog

UNKNOWN_SCHEMA: dict[str, pl.DataType] = {
    "term": pl.String(),
    "count": pl.Int64(),
    "n_documents": pl.Int64(),
    "reason": pl.String(),
}
UNKNOWN, TOO_FREQUENT = "not in the vocabulary", "too frequent"
"""Reasons why a term is not counted: the second was left out because of `max_document_share`."""


@dataclass(frozen=True)
class KnownCounts:
    """Counts of the terms in a vocabulary, and the terms that are not in it.

    Attributes
    ----------
    counts : Counts
        Its columns are the terms of the vocabulary, in their order.
    unknown : polars.DataFrame
        Terms that are not in the vocabulary, most frequent first; columns `UNKNOWN_SCHEMA`.
    n_unknown : array, shape (n_rows,)
        Summed counts of the unknown terms of every row, without those that the run left out as
        too frequent: every document has these.
    forms : mapping
        Where words are normalised, the form that is shown for each stem.
    """

    counts: Counts
    unknown: pl.DataFrame
    n_unknown: NDArray[Any]
    forms: Forms = field(default_factory=dict)


def count_known_terms(
    corpus: Corpus,
    settings: CountSettings,
    learned: LearnedVocabulary,
    terms: NDArray[np.str_],
    *,
    log: StageLog | None = None,
) -> KnownCounts:
    """Counts of a corpus in the columns of the vocabulary that another corpus gave.

    Texts are cut into terms as they were there. The limits on documents and terms are not
    applied again, because they made the vocabulary. The same documents get the same counts.

    Parameters
    ----------
    corpus : Corpus
    settings : CountSettings
        The settings that the other corpus was counted with.
    learned : LearnedVocabulary
        What `learn_counts` returned for the other corpus.
    terms : array of str, shape (n_vocabulary,)
    log : StageLog, optional
        Collects the notices of the counting, and its ``progress`` is called.

    Examples
    --------
    >>> corpus = Corpus.from_texts(["the tide and the reef"])
    >>> terms = np.array(["reef", "tide"])
    >>> known = count_known_terms(corpus, CountSettings(), LearnedVocabulary(), terms)
    >>> known.counts.matrix.toarray().tolist(), known.unknown.select("term", "count").rows()
    ([[1, 1]], [('the', 2), ('and', 1)])
    """
    from topics.kernels.text.words import renumber

    log = StageLog() if log is None else log
    n_rows = corpus.n_sections
    corpus_terms: NDArray[np.str_] = np.empty(0, dtype="<U1")
    ids, offsets = np.empty(0, np.int32), np.zeros(n_rows + 1, np.int64)
    forms: Forms = {}
    first_pieces = np.arange(n_rows + 1)
    if n_rows:
        shared = list(learned.shared_headings)
        check_cutter(learned.cut_by)
        check_analyzer(corpus, learned)
        sections, _ = readable(corpus, shared, settings, log, cuts=bool(learned.cut_by))
        if settings.normalize != "none":
            main = learned.main_language
            sections = with_row_languages(sections, corpus, settings.normalize, main, log)
        sections, n_pieces = cut_into_pieces(sections, learned.piece_tokens)
        first_pieces[1:] = np.cumsum(n_pieces)
        tokens = token_ids(sections, settings, learned, log)
        corpus_terms = tokens.terms.to_numpy().astype(np.str_)
        ids, offsets, forms = tokens.ids, tokens.offsets, tokens.forms
    new_id = known_columns(corpus_terms, terms)
    row_document = document_of_rows(corpus)
    unknown, n_unknown = _unknown(
        count_matrix(ids, offsets[first_pieces], len(corpus_terms)),
        corpus_terms,
        new_id < 0,
        row_document,
        corpus.n_documents,
        frozenset(learned.too_frequent),
    )
    kept, offsets = renumber(ids, offsets, new_id)
    counts = Counts(
        matrix=count_matrix(kept, offsets[first_pieces], len(terms)),
        terms=terms,
        row_document=row_document,
        n_documents=corpus.n_documents,
        token_ids=kept,
        token_offsets=offsets[first_pieces],
        piece_starts=piece_starts(offsets, first_pieces),
    )
    return KnownCounts(counts, unknown, n_unknown, forms)


def known_tokens(
    corpus: Corpus,
    settings: CountSettings,
    learned: LearnedVocabulary,
    terms: NDArray[np.str_],
    *,
    log: StageLog | None = None,
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Columns of all tokens of a corpus in reading order, and the offsets of its documents.

    Texts are cut into terms as those of the corpus that gave the vocabulary, without stop words.
    Unlike in `count_known_terms`, terms outside the vocabulary keep their places, as -1.

    Parameters are those of `count_known_terms`.

    Examples
    --------
    >>> corpus = Corpus.from_texts(["the tide and the reef", "a tide"])
    >>> settings = CountSettings(stop_words=frozenset({"the"}))
    >>> tokens, offsets = known_tokens(corpus, settings, LearnedVocabulary(), np.array(["tide"]))
    >>> tokens.tolist(), offsets.tolist()
    ([0, -1, -1, 0], [0, 3, 4])
    """
    log = StageLog() if log is None else log
    if not corpus.n_sections:
        return np.empty(0, np.int32), np.zeros(corpus.n_documents + 1, np.int64)
    check_cutter(learned.cut_by)
    check_analyzer(corpus, learned)
    shared = list(learned.shared_headings)
    sections, _ = readable(corpus, shared, settings, log, cuts=bool(learned.cut_by))
    if settings.normalize != "none":
        main = learned.main_language
        sections = with_row_languages(sections, corpus, settings.normalize, main, log)
    tokens = token_ids(sections, settings, learned, log)
    new_id = known_columns(tokens.terms.to_numpy().astype(np.str_), terms)
    first_rows = np.searchsorted(document_of_rows(corpus), np.arange(corpus.n_documents + 1))
    return new_id[tokens.ids], tokens.offsets[first_rows]


def in_known_columns(counts: Counts, terms: NDArray[np.str_]) -> KnownCounts:
    """Given counts, in the columns of a vocabulary.

    Raises
    ------
    InputError
        None of their terms is in the vocabulary.

    Examples
    --------
    >>> known = in_known_columns(Counts([[2, 1]], ["sea", "law"]), np.array(["law"]))
    >>> known.counts.matrix.toarray().tolist(), known.n_unknown.tolist()
    ([[1]], [2])
    """
    new_id = known_columns(counts.terms, terms)
    known = np.flatnonzero(new_id >= 0)
    if not len(known):
        raise InputError(
            f"no term of these counts is in the vocabulary (of {counts.n_vocabulary:,})"
        )
    unknown, n_unknown = _unknown(
        counts.matrix, counts.terms, new_id < 0, counts.row_document, counts.n_documents
    )
    entries = counts.matrix[:, known].tocoo()
    shape = (counts.n_rows, len(terms))
    columns = new_id[known][entries.col]
    matrix = sp.csr_array((entries.data, (entries.row, columns)), shape=shape)
    matrix.sum_duplicates()
    in_vocabulary = Counts(
        matrix,
        terms,
        row_document=counts.row_document,
        n_documents=counts.n_documents,
        **_tokens_in_vocabulary(counts, new_id),
    )
    return KnownCounts(in_vocabulary, unknown, n_unknown)


def _tokens_in_vocabulary(counts: Counts, new_id: NDArray[np.int32]) -> dict[str, Any]:
    """Token ids, token offsets and piece starts without unknown terms; none if not cut in pieces.

    A model of sections sees the pieces, so new rows are cut where the fitted ones were.
    """
    from topics.kernels.text.words import renumber

    ids, offsets, starts = counts.token_ids, counts.token_offsets, counts.piece_starts
    if ids is None or offsets is None or starts is None or not len(starts):
        return {}
    offsets, row = piece_offsets(np.asarray(offsets, np.int64), np.asarray(starts, np.int64))
    ids, offsets = renumber(np.asarray(ids, np.int32), offsets, new_id)
    first_pieces = np.searchsorted(row, np.arange(counts.n_rows + 1))
    return {
        "token_ids": ids,
        "token_offsets": offsets[first_pieces],
        "piece_starts": piece_starts(offsets, first_pieces),
    }


def known_columns(terms: NDArray[np.str_], vocabulary: NDArray[np.str_]) -> NDArray[np.int32]:
    """Column of each term in the vocabulary, -1 for a term that is not in it."""
    known = pl.DataFrame({"term": pl.Series(vocabulary.tolist(), dtype=pl.String)}).with_row_index()
    joined = pl.DataFrame({"term": pl.Series(terms.tolist(), dtype=pl.String)}).join(
        known, on="term", how="left", maintain_order="left"
    )
    columns: NDArray[np.int32] = (
        joined["index"].cast(pl.Int32).fill_null(-1).to_numpy(writable=True)
    )
    return columns


def _unknown(
    matrix: Any,
    terms: NDArray[np.str_],
    is_unknown: NDArray[np.bool_],
    row_document: NDArray[np.int64],
    n_documents: int,
    too_frequent: frozenset[str] = frozenset(),
) -> tuple[pl.DataFrame, NDArray[Any]]:
    """Table of the terms that are not counted; summed counts of those not too frequent, by row."""
    columns = np.flatnonzero(is_unknown)
    part = matrix[:, columns]
    by_document = row_sums(row_document, n_documents) @ part
    names = terms[columns].tolist()
    is_frequent = np.array([name in too_frequent for name in names], dtype=np.bool_)
    table = pl.DataFrame(
        {
            "term": pl.Series(names, dtype=pl.String),
            "count": np.asarray(part.sum(axis=0)).ravel().round().astype(np.int64),
            "n_documents": np.bincount(by_document.indices, minlength=len(columns)),
            "reason": pl.Series(
                np.where(is_frequent, TOO_FREQUENT, UNKNOWN).tolist(), dtype=pl.String
            ),
        },
        schema=UNKNOWN_SCHEMA,
    )
    ranked = table.filter(pl.col("count") > 0).sort(
        ["count", "term"], descending=[True, False], maintain_order=True
    )
    return ranked, np.asarray(part[:, ~is_frequent].sum(axis=1)).ravel()
