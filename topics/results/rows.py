"""Rows of the model: counts of one level, weighted, through an engine, to shares of topics."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from topics.choices import DEFAULT_TOPICS
from topics.counting import term_weights_of, tfidf, weighted_by_evidence
from topics.counts import Counts
from topics.errors import InputError, OptionError
from topics.memory import empty_array
from topics.models import TopicModel, engine_arrays, fit_in_partitions
from topics.notices import StageLog
from topics.results.quality import KindOfFit
from topics.scheduling import NO_WORKERS, Workers
from topics.shares import FittedTopics, fitted_topics, in_row_chunks, term_shares
from topics.values import agreeing, amount

FREQUENCY, N_ROWS = "document_frequency", "n_fitted_rows"
"""Arrays of a run that tf-idf needs: rows that hold each term, and the number of fitted rows."""

TOPIC_MASS = "topic_mass"
"""Array of a run that went on from another one: the counted terms of each topic in all documents
that made it."""


@dataclass(frozen=True)
class ModelRows:
    """Counts of sections or documents, and which of them have terms.

    Attributes
    ----------
    matrix : CSR, shape (n_rows, n_vocabulary)
    n_terms : array, shape (n_rows,)
        Summed counts of each row.
    counted : array of int
        Indices of the rows with terms: only these go through an engine.
    counted_matrix : CSR, shape (len(counted), n_vocabulary)
    section : array of int, shape (n_rows,), or None
        The section of each row, which is a piece of it; None where rows are documents.
    is_copy : array of bool, shape (n_rows,), or None
        Rows of documents that are copies; None where there are none.
    """

    matrix: Any
    n_terms: NDArray[Any]
    counted: NDArray[np.int64]
    counted_matrix: Any
    section: NDArray[np.int64] | None
    is_copy: NDArray[np.bool_] | None = None

    @property
    def evidence(self) -> ModelRows:
        """The same rows, of which only those that take part in a fit are counted."""
        if self.is_copy is None:
            return self
        counted = self.counted[~self.is_copy[self.counted]]
        return replace(self, counted=counted, counted_matrix=self.matrix[counted])

    @property
    def weights(self) -> NDArray[Any]:
        """As `n_terms`, with 0 for copies: what a row counts in a mean of all rows."""
        return self.n_terms if self.is_copy is None else np.where(self.is_copy, 0, self.n_terms)

    def named(self, n: int) -> str:
        """A number of these rows, called what they are: documents, sections or pieces of these."""
        if self.section is None:
            return amount(n, "document")
        # Every section is at least one piece, so that rows number more than the last section
        # only if some section was cut.
        if len(self.section) == self.section.max(initial=-1) + 1:
            return amount(n, "section")
        return amount(n, "piece of a section", "pieces of sections")


def rows_of_level(counts: Counts, level: str) -> ModelRows:
    """Rows that the model sees: pieces of sections, or documents."""
    matrix, section = counts.by_piece() if level == "section" else (counts.by_document(), None)
    n_terms = np.asarray(matrix.sum(axis=1)).ravel()
    counted = np.flatnonzero(n_terms > 0)
    # A copy of a large matrix takes more memory than all other arrays of rows.
    counted_matrix = matrix if len(counted) == matrix.shape[0] else matrix[counted]
    rows = ModelRows(matrix, n_terms, counted, counted_matrix, section)
    if counts.is_copy is None:
        return rows
    return replace(rows, is_copy=counts.is_copy[documents_of(rows, counts)])


def documents_of(rows: ModelRows, counts: Counts) -> NDArray[np.int64]:
    """The document of each row of the model, shape (n_rows,)."""
    if rows.section is None:
        return np.arange(len(rows.n_terms), dtype=np.int64)
    return counts.row_document[rows.section]


SECTIONS_PER_TOPIC, PIECES_PER_TOPIC = 2, 16
"""The default number of topics is lowered where a topic would have fewer sections or documents,
and fewer pieces of sections, than this: such topics are just one section each."""


def number_of_topics(
    n_topics: int | None, rows: ModelRows, log: StageLog, n_seeded: int = 0
) -> int:
    """How many topics to fit; the default is lowered for a small corpus, but not below `n_seeded`.

    Raises
    ------
    InputError
        No row has terms.
    OptionError
        More topics than rows.
    """
    n_rows = len(rows.counted)
    if n_rows == 0:
        raise InputError("the counts hold no terms at all; there is nothing to fit")
    if n_topics is None:
        counted_sections = rows.counted if rows.section is None else rows.section[rows.counted]
        n_sections = len(np.unique(counted_sections))
        level = "document" if rows.section is None else "section"
        enough = max(n_sections // SECTIONS_PER_TOPIC, n_rows // PIECES_PER_TOPIC, 2)
        n = max(min(DEFAULT_TOPICS, enough, n_rows), n_seeded)
        log.notice(
            "fewer-topics",
            max(DEFAULT_TOPICS - n, 0),
            f"topics lowered from {DEFAULT_TOPICS} to {n}: the corpus has only "
            f"{amount(n_sections, level)} with terms",
        )
        n_topics = n
    if n_topics > n_rows:
        raise OptionError(
            f"{amount(n_topics, 'topic')} for {rows.named(n_rows)} with counted terms; ask for at "
            f"most {n_rows}, or add documents"
        )
    return n_topics


def frequency_arrays(rows: ModelRows, weighting: str) -> dict[str, NDArray[Any]]:
    """Arrays that new rows need to be weighted as these are; none for counts."""
    if weighting == "counts":
        return {}
    frequency = np.bincount(rows.counted_matrix.indices, minlength=rows.matrix.shape[1])
    return {FREQUENCY: frequency, N_ROWS: np.array(len(rows.counted))}


def weighted(rows: ModelRows, arrays: Mapping[str, NDArray[Any]], weighting: str) -> Any:
    """Rows with terms as an engine takes them: counts, or tf-idf with the fitted frequencies.

    Weights that an adopted model brought take their place.
    """
    adopted = term_weights_of(arrays, rows.matrix.shape[1])
    if adopted is not None:
        return adopted.of(rows.counted_matrix)
    if weighting == "counts":
        return rows.counted_matrix
    return tfidf(rows.counted_matrix, arrays[FREQUENCY], int(arrays[N_ROWS]))


def row_weights(engine: TopicModel, rows: ModelRows, matrix: Any) -> NDArray[np.float64]:
    """Raw topic weights of all rows, shape (n_rows, n_topics); 0 where a row has no terms."""
    weights = empty_array((len(rows.n_terms), len(engine.components_)))
    is_counted = np.zeros(len(weights), dtype=np.bool_)
    is_counted[rows.counted] = True
    weights[~is_counted] = 0.0
    for chunk in in_row_chunks(len(rows.counted)):
        weights[rows.counted[chunk]] = engine.transform(matrix[chunk])
    return weights


@dataclass(frozen=True)
class OtherFit:
    """Another fit of the same rows, compared with the one that is shown.

    Attributes
    ----------
    topic_term : array, shape (n_topics, n_vocabulary)
        Probabilities of the terms.
    topics : callable
        Returns the shares of all rows. They are computed for one fit after the other, because
        those of all would take many times the memory of the counts.
    """

    topic_term: NDArray[np.float64]
    topics: Callable[[], FittedTopics]


def other_fit(engine: TopicModel, rows: ModelRows, matrix: Any, *, is_mixture: bool) -> OtherFit:
    """The fit of an engine; parameters are those of `topics_of_engine`."""
    topic_term, _ = term_shares(engine.components_, background_of(rows))
    return OtherFit(
        topic_term, lambda: topics_of_engine(engine, rows, matrix, is_mixture=is_mixture)
    )


@dataclass(frozen=True)
class FittedRows:
    """What a fit of rows gives.

    Attributes
    ----------
    shown : FittedTopics
        Shares of the best fit.
    arrays : dict of arrays
        What new rows need.
    witnesses : tuple of OtherFit
    kinds : tuple of KindOfFit
        What each of the other fits is.
    """

    shown: FittedTopics
    arrays: dict[str, NDArray[Any]]
    witnesses: tuple[OtherFit, ...]
    kinds: tuple[KindOfFit, ...]


def fit_rows(
    engine: TopicModel,
    rows: ModelRows,
    weighting: str,
    log: StageLog,
    *,
    n_fits: int,
    is_mixture: bool,
    row_document: NDArray[np.int64],
    partition_rows: int | None = None,
    workers: Workers = NO_WORKERS,
    order_of: Callable[[FittedTopics], NDArray[np.int64]] | None = None,
) -> FittedRows:
    """Shares from fits of the rows with terms.

    Parameters
    ----------
    engine : TopicModel
        It becomes the best fit.
    rows : ModelRows
    weighting : {"counts", "tf-idf"}
    log : StageLog
    n_fits : int
    is_mixture : bool
        As `row_shares` takes it.
    row_document : array of int, shape (n_rows,)
        The document of each row.
    partition_rows : int, optional
        The rows are fitted in partitions of this size.
    workers : Workers
        Who fits partitions.
    order_of : callable, optional
        Takes the topics of the best fit and gives them other numbers, as `TopicModel.renumber`.
    """
    with log.stage("fit"):
        evidence = rows.evidence
        arrays = frequency_arrays(evidence, weighting)
        matrix = weighted(rows, arrays, weighting)
        own = matrix if evidence is rows else weighted(evidence, arrays, weighting)
        own = rows_by_evidence(own, evidence, weighting, is_mixture)
        groups = row_document[evidence.counted]
        if partition_rows is None:
            notices, others = engine.fit_several(own, n_fits, groups)
        else:
            notices, others = fit_in_partitions(
                engine, own, n_fits, groups, partition_rows, workers
            )
        # `notice_topics` names the topics that are alike.
        log.extend(notice for notice in notices if notice.code != "topics-alike")
        if order_of is not None:
            engine.renumber(order_of(topics_of_engine(engine, rows, matrix, is_mixture=is_mixture)))
        # Not fit_transform: rows of a factorisation may stop a little short of what
        # `transform` says of them, and a document must keep its row when it comes again.
        shown = topics_of_engine(engine, rows, matrix, is_mixture=is_mixture)
        arrays |= engine_arrays(engine)
    notice_fitted(shown, rows, log)
    kinds = tuple(KindOfFit(each.is_short_, each.is_of_sample_) for each in others)
    witnesses = tuple(other_fit(each, rows, matrix, is_mixture=is_mixture) for each in others)
    return FittedRows(shown, arrays, witnesses, kinds)


def topics_of_engine(
    engine: TopicModel, rows: ModelRows, matrix: Any, *, is_mixture: bool
) -> FittedTopics:
    """Shares of the topics of a fitted engine in all rows.

    Parameters
    ----------
    engine : TopicModel
    rows : ModelRows
    matrix : CSR, shape (len(rows.counted), n_vocabulary)
        The rows with terms, as `weighted` gives them.
    is_mixture : bool
        As `row_shares` takes it.
    """
    weights = row_weights(engine, rows, matrix)
    return fitted_topics(
        engine.components_,
        weights,
        rows.n_terms,
        background_of(rows),
        rows.weights,
        is_mixture=is_mixture,
        in_place=True,
    )


def background_of(rows: ModelRows) -> NDArray[np.float64]:
    """Counts of all terms in the rows that took part in the fit, shape (n_vocabulary,)."""
    is_evidence = np.ones(len(rows.n_terms)) if rows.is_copy is None else 1.0 - rows.is_copy
    return np.asarray(is_evidence @ rows.matrix).ravel().astype(np.float64)


def rows_by_evidence(matrix: Any, rows: ModelRows, weighting: str, is_mixture: bool) -> Any:
    """Rows as they take part in the fit of the topics.

    Counts weigh rows by their lengths already, and so does a mixture. The weights of a row of
    tf-idf do not change its own shares, only how much it decides.
    """
    if is_mixture or weighting == "counts":
        return matrix
    return weighted_by_evidence(matrix, rows.n_terms[rows.counted])


def rows_to_fit(rows: ModelRows, weighting: str, *, is_mixture: bool) -> Any:
    """Rows with terms, CSR, as they take part in a fit; parameters are those of `fit_rows`."""
    matrix = weighted(rows, frequency_arrays(rows, weighting), weighting)
    return rows_by_evidence(matrix, rows, weighting, is_mixture)


def notice_fitted(shown: FittedTopics, rows: ModelRows, log: StageLog) -> None:
    """Keep notices of rows without topics, and of topics without terms."""
    notice_unexplained(shown.unexplained_rows, rows, log)
    n_hollow = int(shown.empty_topics.sum())
    log.notice(
        "topics-without-terms",
        n_hollow,
        f"{amount(n_hollow, 'topic')} without terms, which {agreeing(n_hollow, 'shows', 'show')} "
        "those of the corpus: ask for fewer topics",
    )


def notice_unexplained(unexplained: NDArray[np.bool_], rows: ModelRows, log: StageLog) -> None:
    """Keep a notice of the rows that have terms but no topic."""
    n_rows = int(unexplained.sum())
    log.notice(
        "rows-without-topics",
        n_rows,
        f"{rows.named(n_rows)} with terms that no topic explains, shown with the corpus mean",
    )
