"""From an engine's raw factors to shares: rows that sum to 1, at both levels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from topics.memory import empty_array, forget_pages
from topics.shares.some_rows import Shares

Floats = NDArray[np.float64]

CHUNK_ROWS = 65_536
"""Intermediate results are in memory for this many rows at a time."""


@dataclass(frozen=True)
class FittedTopics:
    """Shares of one fit; every row of `topic_term` and `row_topic` sums to 1.

    Attributes
    ----------
    topic_term : array, shape (n_topics, n_vocabulary)
        Probabilities of the terms.
    row_topic : array, shape (n_rows, n_topics)
        Topic shares of the fitted rows.
    empty_topics : array of bool, shape (n_topics,)
        Topics without any term; they get the term shares of the corpus.
    unexplained_rows : array of bool, shape (n_rows,)
        Rows that have terms but no weight on any topic; they get the mean row.
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
    row_weights: NDArray[np.integer] | None = None,
    *,
    is_mixture: bool,
    in_place: bool = False,
) -> FittedTopics:
    """Shares of topics and of fitted rows from the raw factors of an engine.

    Parameters
    ----------
    components : array, shape (n_topics, n_vocabulary)
        As the engine has them.
    weights, n_terms, is_mixture, in_place
        As `row_shares` takes them.
    background : array, shape (n_vocabulary,)
        Term counts of the corpus.
    row_weights : array, shape (n_rows,), optional
        What the rows count in the mean that rows without terms get; by default `n_terms`.
    """
    topic_term, empty = term_shares(components, background)
    row_topic, unexplained = row_shares(
        components,
        weights,
        n_terms,
        row_weights=row_weights,
        is_mixture=is_mixture,
        in_place=in_place,
    )
    return FittedTopics(topic_term, row_topic, empty, unexplained)


def term_shares(components: Floats, background: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """Term probabilities of topics, and which topics have no term and show those of the corpus.

    Parameters are those of `fitted_topics`.

    Examples
    --------
    >>> topic_term, empty = term_shares(np.array([[3.0, 1.0], [0.0, 0.0]]), np.array([1.0, 1.0]))
    >>> topic_term.tolist(), empty.tolist()
    ([[0.75, 0.25], [0.5, 0.5]], [False, True])
    """
    mass = components.sum(axis=1)
    empty = mass <= 0
    topic_term = np.where(
        empty[:, None],
        background / background.sum(),
        components / np.where(empty, 1, mass)[:, None],
    )
    return topic_term, empty


def row_shares(
    components: Floats,
    weights: Floats,
    n_terms: NDArray[np.integer],
    mean: Floats | None = None,
    *,
    row_weights: NDArray[np.integer] | None = None,
    is_mixture: bool,
    in_place: bool = False,
) -> tuple[Floats, NDArray[np.bool_]]:
    """Topic shares of rows, fitted or new, and which rows have terms but no topic.

    The weights of a mixture such as LDA are shares already. A factorisation may scale a topic's
    weights up and its terms down, so its weights are multiplied by the summed terms of their
    topic first, which makes them amounts of terms.

    Parameters
    ----------
    components : array, shape (n_topics, n_vocabulary)
        As the engine has them.
    weights : array, shape (n_rows, n_topics)
        As the engine returns them.
    n_terms : array, shape (n_rows,)
        Summed counts of the rows.
    mean : array, shape (n_topics,), optional
        The shares of rows without terms or without topics; by default the mean of the other
        rows, weighted by their terms.
    row_weights : array, shape (n_rows,), optional
        What the rows count in this mean; by default `n_terms`.
    is_mixture : bool
        Whether `weights` are shares of topics, and not weights of any scale.
    in_place : bool
        Whether the shares take the memory of the weights.

    Returns
    -------
    shares : array, shape (n_rows, n_topics)
    unexplained : array of bool, shape (n_rows,)

    Examples
    --------
    >>> components = np.array([[2.0, 2.0], [0.0, 1.0]])
    >>> weights = np.array([[1.0, 4.0], [1.0, 0.0], [0.0, 0.0]])
    >>> shares, unexplained = row_shares(components, weights, np.array([5, 5, 0]), is_mixture=False)
    >>> shares.tolist()
    [[0.5, 0.5], [1.0, 0.0], [0.75, 0.25]]
    """
    shares = weights if in_place else np.empty(weights.shape)
    total = np.empty(len(weights))
    size = components.sum(axis=1)
    for rows in in_row_chunks(len(weights)):
        part = weights[rows] if is_mixture else weights[rows] * size
        total[rows] = part.sum(axis=1)
        shares[rows] = part / np.where(total[rows] > 0, total[rows], 1.0)[:, None]
    explained = (total > 0) & (n_terms > 0)
    if mean is None:
        counted = n_terms if row_weights is None else row_weights
        mean = mean_row(shares, np.where(explained, counted, 0), len(components))
    shares[~explained] = mean
    return shares, (total <= 0) & (n_terms > 0)


def mean_row(shares: Shares, n_terms: NDArray[np.number[Any]], n_topics: int) -> Floats:
    """Mean of rows weighted by their terms, shape (n_topics,); even shares without any terms.

    Examples
    --------
    >>> mean_row(np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([30, 10]), 2).tolist()
    [0.75, 0.25]
    """
    if n_terms.sum() == 0:
        return np.full(n_topics, 1.0 / n_topics)
    summed = np.zeros(n_topics)
    for rows in in_row_chunks(len(shares)):
        summed += (shares[rows] * n_terms[rows, None]).sum(axis=0)
    mean: Floats = summed / n_terms.sum()
    return np.asarray(mean / mean.sum())


def in_row_chunks(n_rows: int) -> Iterator[slice]:
    """The rows, `CHUNK_ROWS` at a time. After each, arrays on disk leave the memory."""
    for first in range(0, n_rows, CHUNK_ROWS):
        yield slice(first, min(first + CHUNK_ROWS, n_rows))
        if n_rows > CHUNK_ROWS:
            forget_pages()


def roll_up(
    section_topic: Floats,
    n_terms: NDArray[np.integer],
    section_document: NDArray[np.int64],
    n_documents: int,
    mean: Floats | None = None,
) -> Floats:
    """Topic shares of documents: the means of their sections' shares, weighted by n_terms.

    Sums run in the order of the sections, so the bits do not depend on threads.

    Parameters
    ----------
    section_topic : array, shape (n_sections, n_topics)
    n_terms : array, shape (n_sections,)
        Summed counts of the sections.
    section_document : array of int, shape (n_sections,)
        The document of each section.
    n_documents : int
    mean : array, shape (n_topics,), optional
        The shares of documents without counted terms; by default the mean of these sections.

    Returns
    -------
    array, shape (n_documents, n_topics)
    """
    n_topics = section_topic.shape[1]
    total = np.bincount(section_document, weights=n_terms, minlength=n_documents)
    of_empty = mean_row(section_topic, n_terms, n_topics) if mean is None else mean
    result = empty_array((n_documents, n_topics))
    for documents, sections in _document_chunks(section_document, n_documents):
        owner = section_document[sections] - documents.start
        part = result[documents]
        for k in range(n_topics):
            weighted = section_topic[sections, k] * n_terms[sections]
            part[:, k] = np.bincount(owner, weighted, minlength=len(part))
        size = total[documents]
        part /= np.where(size > 0, size, 1)[:, None]
        part[size == 0] = of_empty
    return result


def _document_chunks(
    section_document: NDArray[np.int64], n_documents: int
) -> Iterator[tuple[slice, slice]]:
    """Some documents at a time, and their sections; all at once if sections are in no order."""
    if not (np.diff(section_document) >= 0).all():
        yield slice(0, n_documents), slice(0, len(section_document))
        return
    for documents in in_row_chunks(n_documents):
        ends = [documents.start, documents.stop]
        yield documents, slice(*np.searchsorted(section_document, ends).tolist())


def section_shares(
    matrix: Any,
    section_document: NDArray[np.int64],
    document_topic: Floats,
    topic_term: Floats,
    mean: Floats | None = None,
    weights: NDArray[np.integer] | None = None,
) -> Floats:
    r"""Topic shares of sections after a fit on documents, shape (n_sections, n_topics).

    The mean over a section's counted terms :math:`t` of

    .. math:: p(k \mid d, t) \propto \theta_{dk} \, \phi_{kt}

    with the shares :math:`\theta_d` of its document and the topics :math:`\phi`.

    Parameters
    ----------
    matrix : CSR, shape (n_sections, n_vocabulary)
        Counts.
    section_document : array of int, shape (n_sections,)
        The document of each section.
    document_topic : array, shape (n_documents, n_topics)
    topic_term : array, shape (n_topics, n_vocabulary)
    mean : array, shape (n_topics,), optional
        The shares of sections without terms; by default the mean of these sections.
    weights : array, shape (n_sections,), optional
        What the sections count in this mean; by default their counted terms.
    """
    from topics.kernels.rows import Rows
    from topics.kernels.shares.sections import sum_term_shares

    result = np.empty((matrix.shape[0], len(topic_term)))
    sum_term_shares(
        Rows.from_csr(matrix),
        section_document.astype(np.int64),
        np.ascontiguousarray(document_topic, dtype=np.float64),
        np.ascontiguousarray(topic_term.T, dtype=np.float64),
        result,
    )
    n_terms = np.asarray(matrix.sum(axis=1)).ravel()
    sums = result.sum(axis=1, keepdims=True)
    shares = np.divide(result, sums, out=np.zeros_like(result), where=sums > 0)
    if mean is None:
        mean = mean_row(shares, n_terms if weights is None else weights, len(topic_term))
    return np.where(n_terms[:, None] > 0, shares, mean)
