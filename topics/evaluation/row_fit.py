"""How well topics describe each single row, compared with the corpus as a whole."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from topics.errors import InputError
from topics.evaluation.likelihood import SMOOTHING

SCRATCH = 1 << 20
"""Numbers of the gathered shares that are held at a time, so that memory does not grow."""


def row_perplexities(
    counts: Any,
    row_topic: NDArray[np.floating],
    topic_term: NDArray[np.floating],
    background: NDArray[Any] | None = None,
) -> tuple[np.ma.MaskedArray[Any, Any], np.ma.MaskedArray[Any, Any]]:
    r"""Perplexity of every row under its own topics, and under the term shares of all rows.

    For a row with counts :math:`c_t` the perplexity is

    .. math:: \exp\left(-\frac{\sum_t c_t \ln p_t}{\sum_t c_t}\right), \quad
        p_t = (1 - \lambda) \sum_k \theta_k \phi_{kt} + \lambda u_t

    with :math:`\theta` the row's topic shares, :math:`\phi` the topics, :math:`u` the share of
    each term in the summed counts of all rows, and :math:`\lambda` = `SMOOTHING`, because NMF
    gives terms probability zero. The second result has :math:`p = u`. A row whose two numbers
    are close is described no better by its topics than by the corpus as a whole.

    These rows were usually fitted, so the numbers compare rows of one corpus with each other;
    to compare models, use `completion_perplexity` on rows that no model has seen.

    Parameters
    ----------
    counts : CSR, shape (n_rows, n_terms)
        Counts, 0 or more and finite.
    row_topic : array, shape (n_rows, n_topics)
        Shares or weights of the topics, 0 or more; each row is divided by its sum. A row of
        zeros is scored by the corpus alone, so that both its numbers are equal.
    topic_term : array, shape (n_topics, n_terms)
        Rows sum to 1.
    background : array, shape (n_terms,), optional
        Term counts of the corpus, for :math:`u`, taken as at least 1; default: the sum of
        these rows.

    Returns
    -------
    perplexity, unigram_perplexity : masked array of float64, shape (n_rows,)
        Each at least 1 and finite; rows without counts are masked.

    Raises
    ------
    InputError
        Shapes do not fit together.

    Examples
    --------
    >>> rows = sp.csr_matrix([[3, 1, 0], [0, 0, 4], [0, 0, 0]])
    >>> topics = np.array([[0.75, 0.25, 0.0], [0.0, 0.0, 1.0]])
    >>> fit, unigram = row_perplexities(rows, np.array([[1, 0], [0, 1], [0, 0]]), topics)
    >>> fit.round(2).tolist(), unigram.round(2).tolist()
    ([1.76, 1.01, None], [3.51, 2.0, None])
    """
    rows = sp.csr_array(counts, dtype=np.float64)
    shapes = (np.shape(row_topic), np.shape(topic_term))
    n_topics = len(topic_term)
    if shapes != ((rows.shape[0], n_topics), (n_topics, rows.shape[1])):
        raise InputError(
            f"expected row_topic (rows, topics) and topic_term (topics, terms) for counts of "
            f"shape {rows.shape}, got {shapes[0]} and {shapes[1]}"
        )
    indptr = rows.indptr.astype(np.int64)
    row_of = np.repeat(np.arange(rows.shape[0]), np.diff(indptr))
    lengths = _sums(row_of, rows.data, rows.shape[0])
    term_counts = _sums(rows.indices, rows.data, rows.shape[1])
    if background is not None:
        # A fitted vocabulary may hold a term that no fitted row has.
        term_counts = np.maximum(np.asarray(background, dtype=np.float64), 1.0)
    unigram = term_counts / max(term_counts.sum(), 1.0)
    by_topics = _mixture_at(rows.indices, row_of, row_topic, topic_term)
    by_corpus = unigram[rows.indices]
    has_topics = (np.asarray(row_topic).max(axis=1) > 0)[row_of]
    by_topics = np.where(
        has_topics, (1.0 - SMOOTHING) * by_topics + SMOOTHING * by_corpus, by_corpus
    )
    is_empty = lengths == 0
    return (
        _perplexity(row_of, rows.data, by_topics, lengths, is_empty),
        _perplexity(row_of, rows.data, by_corpus, lengths, is_empty),
    )


def _sums(
    groups: NDArray[np.integer], values: NDArray[np.float64], n_groups: int
) -> NDArray[np.float64]:
    # Without values bincount returns integers.
    return np.bincount(groups, values, minlength=n_groups).astype(np.float64, copy=False)


def _mixture_at(
    terms: NDArray[np.integer],
    row_of: NDArray[np.integer],
    row_topic: NDArray[np.floating],
    topic_term: NDArray[np.floating],
) -> NDArray[np.float64]:
    """``(shares @ topic_term)[row_of, terms]``, without the whole product."""
    weights = np.asarray(row_topic, dtype=np.float64)
    # The largest weight comes first: the sum of weights near the largest float overflows.
    shares = weights / np.maximum(weights.max(axis=1, keepdims=True), np.finfo(float).tiny)
    shares /= np.maximum(shares.sum(axis=1, keepdims=True), 1.0)
    term_topic = np.ascontiguousarray(np.asarray(topic_term, dtype=np.float64).T)
    result = np.empty(len(terms))
    step = max(SCRATCH // len(topic_term), 1)
    for first in range(0, len(terms), step):
        part = slice(first, first + step)
        np.einsum("ek,ek->e", shares[row_of[part]], term_topic[terms[part]], out=result[part])
    return result


def _perplexity(
    row_of: NDArray[np.integer],
    counts: NDArray[np.float64],
    probability: NDArray[np.float64],
    lengths: NDArray[np.float64],
    is_empty: NDArray[np.bool_],
) -> np.ma.MaskedArray[Any, Any]:
    """``exp(-mean log probability)`` of each row's counts, masked where there are none."""
    # A stored zero may have probability zero, and 0 * log(0) is no number.
    logs = np.log(probability, where=counts > 0, out=np.zeros_like(probability))
    score = _sums(row_of, counts * logs, len(lengths))
    mean = score / np.where(is_empty, 1.0, lengths)
    return np.ma.MaskedArray(np.exp(-mean), mask=is_empty)
