"""From an engine's raw factors to shares: rows that sum to 1, at both levels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class FittedTopics:
    """Shares of one fit. Every row of every array sums to 1.

    Attributes
    ----------
    topic_term : array, shape (n_topics, n_terms)
    row_topic : array, shape (n_rows, n_topics)
        Of the rows that were fitted.
    empty_topics : array of bool, shape (n_topics,)
        Topics without any term; they show the corpus's term shares.
    unexplained_rows : array of bool, shape (n_rows,)
        Rows that have terms but no weight on any topic; they show the mean row.
    """

    topic_term: Floats
    row_topic: Floats
    empty_topics: NDArray[np.bool_]
    unexplained_rows: NDArray[np.bool_]


def fitted_topics(
    components: Floats,
    weights: Floats,
    n_terms: NDArray[np.integer],
    background: Floats,
    *,
    is_mixture: bool,
) -> FittedTopics:
    """Shares from the raw factors of LDA or NMF.

    The rows of a mixture such as LDA are shares already. A factorisation is free to scale
    a topic's column up and its terms down; there the terms of a topic are made to sum to 1
    and the scale moves to the rows, whose weights so become amounts of term mass.

    Parameters
    ----------
    components : array, shape (n_topics, n_terms)
    weights : array, shape (n_rows, n_topics)
    n_terms : array, shape (n_rows,)
        Summed counts of each row: the weight of the mean row. Rows with 0 get that mean.
    background : array, shape (n_terms,)
        Term counts of the corpus.
    is_mixture : bool
        Whether the rows of `weights` are shares of topics, not weights of any scale.
    """
    mass = components.sum(axis=1)
    empty = mass <= 0
    topic_term = np.where(
        empty[:, None],
        background / background.sum(),
        components / np.where(empty, 1, mass)[:, None],
    )
    weights = weights if is_mixture else weights * mass
    total = weights.sum(axis=1)
    explained = (total > 0) & (n_terms > 0)
    shares = weights / np.where(total > 0, total, 1.0)[:, None]
    mean = mean_row(shares[explained], n_terms[explained], len(mass))
    row_topic = np.where(explained[:, None], shares, mean)
    return FittedTopics(topic_term, row_topic, empty, (total <= 0) & (n_terms > 0))


def new_row_shares(
    components: Floats,
    weights: Floats,
    n_terms: NDArray[np.integer],
    mean: Floats,
    *,
    is_mixture: bool,
) -> tuple[Floats, NDArray[np.bool_]]:
    """Shares of rows that were not fitted, and which of them have terms but no topic.

    Parameters
    ----------
    components : array, shape (n_topics, n_terms)
    weights : array, shape (n_rows, n_topics)
    n_terms : array, shape (n_rows,)
    mean : array, shape (n_topics,)
        Of the fitted rows; rows without terms or topics show it.
    is_mixture : bool
        As for `fitted_topics`, which gives a fitted row the same shares.
    """
    weights = weights if is_mixture else weights * components.sum(axis=1)
    total = weights.sum(axis=1)
    explained = (total > 0) & (n_terms > 0)
    shares = weights / np.where(total > 0, total, 1.0)[:, None]
    return np.where(explained[:, None], shares, mean), (total <= 0) & (n_terms > 0)


def mean_row(shares: Floats, n_terms: NDArray[np.integer], n_topics: int) -> Floats:
    """Mean of rows weighted by their terms, shape (n_topics,); uniform without any terms."""
    if n_terms.sum() == 0:
        return np.full(n_topics, 1.0 / n_topics)
    mean: Floats = (shares * n_terms[:, None]).sum(axis=0) / n_terms.sum()
    return np.asarray(mean / mean.sum())


def roll_up(
    section_topic: Floats,
    n_terms: NDArray[np.integer],
    section_document: NDArray[np.int64],
    n_documents: int,
    mean: Floats | None = None,
) -> Floats:
    """Rows of documents: the n_terms-weighted means of their sections' rows.

    A document without counted terms gets the given mean, or that over these sections. Sums
    run in section order, so the bits do not depend on threads.
    """
    n_topics = section_topic.shape[1]
    total = np.bincount(section_document, weights=n_terms, minlength=n_documents)
    summed = np.stack(
        [
            np.bincount(section_document, section_topic[:, k] * n_terms, minlength=n_documents)
            for k in range(n_topics)
        ],
        axis=1,
    )
    mean = mean_row(section_topic, n_terms, n_topics) if mean is None else mean
    return np.where(total[:, None] > 0, summed / np.where(total > 0, total, 1)[:, None], mean)


def section_shares(
    matrix: Any,
    section_document: NDArray[np.int64],
    document_topic: Floats,
    topic_term: Floats,
    mean: Floats | None = None,
) -> Floats:
    r"""Rows of sections from a fit on documents, shape (n_sections, n_topics).

    The mean over a section's counted terms of

    .. math:: p(k \mid d, t) \propto \theta_{dk} \, \phi_{kt}.

    Sections without terms get the given mean, or that over these sections.

    Parameters
    ----------
    matrix : CSR, shape (n_sections, n_terms)
        Counts.
    section_document : array of int, shape (n_sections,)
    document_topic : array, shape (n_documents, n_topics)
    topic_term : array, shape (n_topics, n_terms)
    mean : array, shape (n_topics,), optional
    """
    n_sections, n_topics = matrix.shape[0], topic_term.shape[0]
    section = np.repeat(np.arange(n_sections), np.diff(matrix.indptr))
    theta = document_topic[section_document]
    result = np.zeros((n_sections, n_topics))
    total = np.zeros(len(matrix.indices))
    for k in range(n_topics):
        total += theta[section, k] * topic_term[k, matrix.indices]
    scale = np.divide(matrix.data, total, out=np.zeros_like(total), where=total > 0)
    for k in range(n_topics):
        part = scale * theta[section, k] * topic_term[k, matrix.indices]
        result[:, k] = np.bincount(section, weights=part, minlength=n_sections)
    # A term that none of the document's topics holds says nothing: the document speaks.
    mute = np.bincount(section, np.where(total > 0, 0, matrix.data), minlength=n_sections)
    result += mute[:, None] * theta
    n_terms = np.asarray(matrix.sum(axis=1)).ravel()
    sums = result.sum(axis=1, keepdims=True)
    shares = np.divide(result, sums, out=np.zeros_like(result), where=sums > 0)
    mean = mean_row(shares, n_terms, n_topics) if mean is None else mean
    return np.where(n_terms[:, None] > 0, shares, mean)
