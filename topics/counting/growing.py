"""Counting new documents with the vocabulary of a run and the terms that they bring."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import polars as pl
import scipy.sparse as sp
from numpy.typing import NDArray

from topics.corpus import Corpus
from topics.counting.known import (
    TOO_FREQUENT,
    UNKNOWN_SCHEMA,
    KnownCounts,
    count_known_terms,
    in_known_columns,
    known_columns,
)
from topics.counting.normal_forms import Forms
from topics.counting.settings import CountSettings, LearnedVocabulary
from topics.counts import Counts
from topics.notices import StageLog, silent


@dataclass(frozen=True)
class GrownCounts:
    """Counts of new documents in the terms of a run and in those that they bring.

    Attributes
    ----------
    counts : Counts
        Its terms are sorted; terms of the run that the documents lack have empty columns.
    new_terms : polars.DataFrame
        Terms that were not in the vocabulary and now are, most frequent first; columns as in
        `topics.counting.known.UNKNOWN_SCHEMA`, with an empty reason.
    left_out : polars.DataFrame
        Terms that are still unknown, likewise.
    forms : mapping
        Where words are normalised, the form that is shown for each stem.
    """

    counts: Counts
    new_terms: pl.DataFrame
    left_out: pl.DataFrame
    forms: Forms = field(default_factory=dict)

    @property
    def terms(self) -> NDArray[np.str_]:
        """The vocabulary, sorted."""
        return self.counts.terms


def count_growing_terms(
    corpus: Corpus,
    settings: CountSettings,
    learned: LearnedVocabulary,
    terms: NDArray[np.str_],
    *,
    log: StageLog | None = None,
) -> GrownCounts:
    """Counts of new documents, whose own terms enter the vocabulary by the rules of the settings.

    Texts are cut as those that gave the vocabulary were, with the phrases and headings that were
    learned from them. A new term needs ``settings.min_documents`` of the new documents, may be in
    a share ``settings.max_document_share`` of them, and was not too frequent in the others. With
    ``settings.max_terms`` the vocabulary does not grow beyond that. Terms that are in the
    vocabulary stay.

    Parameters
    ----------
    corpus : Corpus
    settings : CountSettings
        With numbers for ``min_documents`` and ``max_document_share``, those that were in force.
    learned : LearnedVocabulary
    terms : array of str, shape (n_vocabulary,)
    log : StageLog, optional

    Examples
    --------
    >>> corpus = Corpus.from_texts(["tide and reef", "tide and harbour", "harbour and quay"])
    >>> rules = CountSettings(frozenset({"and"}), min_documents=2, max_document_share=1.0)
    >>> grown = count_growing_terms(corpus, rules, LearnedVocabulary(), np.array(["reef", "tide"]))
    >>> grown.terms.tolist(), grown.new_terms["term"].to_list(), grown.left_out["term"].to_list()
    (['harbour', 'reef', 'tide'], ['harbour'], ['quay'])
    """
    log = StageLog() if log is None else log
    known = count_known_terms(corpus, settings, learned, terms, log=log)
    new = _entering(known.unknown, settings, corpus.n_documents, len(terms))
    if not new.height:
        return GrownCounts(known.counts, new, known.unknown, known.forms)
    # The second count says nothing that the first one did not say.
    again = StageLog(log.progress if log.progress is not silent else silent)
    whole = np.union1d(terms, new["term"].to_numpy().astype(np.str_))
    counted = count_known_terms(corpus, settings, learned, whole, log=again)
    return GrownCounts(counted.counts, new, counted.unknown, counted.forms)


def in_growing_columns(counts: Counts, terms: NDArray[np.str_]) -> GrownCounts:
    """Given counts in the columns of a vocabulary and of all their other terms.

    Raises
    ------
    InputError
        None of their terms is in the vocabulary.

    Examples
    --------
    >>> grown = in_growing_columns(Counts([[2, 1]], ["sea", "law"]), np.array(["law"]))
    >>> grown.terms.tolist(), grown.counts.matrix.toarray().tolist()
    (['law', 'sea'], [[1, 2]])
    """
    known = in_known_columns(counts, terms)
    if not known.unknown.height:
        return GrownCounts(known.counts, known.unknown, known.unknown)
    whole = np.union1d(terms, known.unknown["term"].to_numpy().astype(np.str_))
    new = known.unknown.with_columns(reason=pl.lit(""))
    return GrownCounts(in_known_columns(counts, whole).counts, new, known.unknown.clear())


def in_known_vocabulary(known: KnownCounts) -> GrownCounts:
    """Counts with a vocabulary that does not grow."""
    new = pl.DataFrame(schema=UNKNOWN_SCHEMA)
    return GrownCounts(known.counts, new, known.unknown, known.forms)


def spread_columns(
    values: NDArray[np.floating], terms: NDArray[np.str_], whole: NDArray[np.str_]
) -> NDArray[np.float64]:
    """Columns of `terms` in a vocabulary `whole` that holds them all; the others are 0.

    Parameters
    ----------
    values : array, shape (n, n_terms) or (n_terms,)
    terms : array of str, shape (n_terms,)
    whole : array of str, shape (n_whole,)

    Examples
    --------
    >>> spread_columns(np.array([[1.0, 2.0]]), np.array(["a", "c"]), np.array(["a", "b", "c"]))
    array([[1., 0., 2.]])
    """
    result = np.zeros((*values.shape[:-1], len(whole)))
    result[..., known_columns(terms, whole)] = values
    return result


def same_rows(
    matrix: sp.csr_array,
    terms: NDArray[np.str_],
    other: sp.csr_array,
    other_terms: NDArray[np.str_],
) -> NDArray[np.bool_]:
    """Whether rows of counts equal those of a second matrix in the terms of the second.

    Parameters
    ----------
    matrix : CSR, shape (n_rows, n_terms)
    terms : array of str, shape (n_terms,)
        They include `other_terms`.
    other : CSR, shape (n_rows, n_other_terms)
    other_terms : array of str, shape (n_other_terms,)

    Examples
    --------
    >>> one = sp.csr_array([[1, 0, 2], [0, 5, 1]])
    >>> two = sp.csr_array([[1, 2], [3, 1]])
    >>> same_rows(one, np.array(["a", "b", "c"]), two, np.array(["a", "c"])).tolist()
    [True, False]
    """
    own = sp.csr_array(matrix)[:, known_columns(other_terms, terms)]
    different = abs(own - sp.csr_array(other)).sum(axis=1)
    result: NDArray[np.bool_] = np.asarray(different).ravel() == 0
    return result


def _entering(
    unknown: pl.DataFrame, settings: CountSettings, n_documents: int, n_known: int
) -> pl.DataFrame:
    """The rows of unknown terms that enter the vocabulary, most frequent first."""
    least = settings.min_documents or 1
    most = 1.0 if settings.max_document_share is None else settings.max_document_share
    new = unknown.filter(
        pl.col("n_documents") >= least,
        pl.col("n_documents") <= most * n_documents,
        pl.col("reason") != TOO_FREQUENT,
    ).with_columns(reason=pl.lit(""))
    return new if settings.max_terms is None else new.head(max(settings.max_terms - n_known, 0))
