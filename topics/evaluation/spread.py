"""Spread: how different topics are from each other, and how widely each of them is spread."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike, NDArray

from topics.checks import check_number, check_whole
from topics.errors import InputError
from topics.shares import frex

Floats = NDArray[np.float64]

PERSISTENCE = 0.9
"""Rank-biased overlap puts 86% of its weight on the first ten terms with this persistence."""

EXCLUSIVITY_WEIGHT = 0.7
"""Weight of exclusivity against frequency, as in the function ``exclusivity`` of stm."""


def inverted_rank_overlap(
    top_terms: NDArray[np.integer], *, persistence: float = PERSISTENCE
) -> float:
    """Mean of 1 - RBO over all pairs of topics, in [0, 1]; 1 means that no two share a top term.

    RBO is rank-biased overlap, extrapolated from the terms given (Webber, Moffat and Zobel 2010,
    equation 32): two topics with the same first terms overlap more than two with the same last
    ones. Source of the score: Bianchi, Terragni and Hovy 2021, section 4. A topic without terms
    overlaps with none, and one topic alone scores 1.

    Parameters
    ----------
    top_terms : array of int, shape (n_topics, n_top)
        Best terms first. A topic with fewer terms is filled up with -1.
    persistence : float in (0, 1)
        The p of rank-biased overlap: the weight of a rank is p times that of the rank before.

    Raises
    ------
    InputError
        No topic has a term, or a topic has a term twice.
    OptionError
        A persistence that is not between 0 and 1.

    Examples
    --------
    >>> inverted_rank_overlap(np.array([[0, 1], [2, 3]]))
    1.0
    >>> first_shared = inverted_rank_overlap(np.array([[0, 1], [0, 2]]))
    >>> last_shared = inverted_rank_overlap(np.array([[1, 0], [2, 0]]))
    >>> round(first_shared, 3), round(last_shared, 3)
    (0.45, 0.55)
    """
    check_number("persistence", persistence, 1e-9, 1 - 1e-9)
    lists, n_terms = _packed(top_terms)
    n_topics = len(lists)
    if n_topics < 2:
        return 1.0
    first, second = np.triu_indices(n_topics, 1)
    shorter = np.minimum(n_terms[first], n_terms[second])
    longer = np.maximum(n_terms[first], n_terms[second])
    n_shared = _shared_terms(lists)[:, first, second]
    pair = np.arange(len(first))
    # Overlap at the end of the shorter list; none where that list is empty.
    shared_short = n_shared[shorter, pair] / np.maximum(shorter, 1)
    shared_late = (n_shared[longer, pair] - n_shared[shorter, pair]) / np.maximum(longer, 1)
    overlap = (shared_late + shared_short) * persistence**longer
    for depth in range(1, lists.shape[1] + 1):
        agreement = n_shared[depth] / depth
        # Beyond the shorter list its agreement is assumed to go on.
        agreement += shared_short * np.maximum(depth - shorter, 0) / depth
        overlap += (1 - persistence) * persistence ** (depth - 1) * agreement * (depth <= longer)
    return float(np.clip(1 - overlap, 0, 1).mean())


def exclusivity(
    topic_term: Floats, *, n_top: int = 10, weight: float = EXCLUSIVITY_WEIGHT
) -> Floats:
    """Mean FREX of the most probable terms of every topic, in [0, 1], shape (n_topics,).

    Near 1 where the frequent terms of a topic are its own. It is ``exclusivity`` of the R
    package stm (Roberts et al. 2014) divided by the number of terms. Terms of probability 0 are
    left out of the mean; a topic without terms scores 0.

    Parameters
    ----------
    topic_term : array, shape (n_topics, n_vocabulary)
        Not negative; rows sum to 1.
    n_top : int
        Number of terms of a topic, at least 1. Terms that tie keep their order.
    weight : float in [0, 1]
        Weight of exclusivity in FREX.

    Raises
    ------
    OptionError
        A number out of range.

    Examples
    --------
    >>> own = np.array([[0.5, 0.5, 0.0, 0.0], [0.0, 0.0, 0.5, 0.5]])
    >>> shared = np.array([[0.5, 0.1, 0.4, 0.0], [0.5, 0.1, 0.0, 0.4]])
    >>> exclusivity(own, n_top=2).round(2).tolist(), exclusivity(shared, n_top=2).round(2).tolist()
    ([0.88, 0.88], [0.81, 0.81])
    """
    check_whole("n_top", n_top, 1, optional=False)
    scores = frex(topic_term, weight=weight)
    top = np.argsort(-topic_term, axis=1, kind="stable")[:, :n_top]
    is_present = np.take_along_axis(topic_term, top, axis=1) > 0
    total = (np.take_along_axis(scores, top, axis=1) * is_present).sum(axis=1)
    mean: Floats = total / np.maximum(is_present.sum(axis=1), 1)
    return mean


def effective_number(weights: ArrayLike) -> Floats:
    r"""Effective number of entries of every row, shape (n_rows,): exp of the row's entropy.

    .. math:: \exp\left(-\sum_i p_i \ln p_i\right), \quad p_i = \frac{w_i}{\sum_j w_j}

    n entries of equal weight count as n, whatever else is 0. It is the Hill number of order 1
    (Hill 1973; Jost 2006), which weighs an entry by its share: order 0 would count every entry
    that a prior makes positive, order 2 (inverse Simpson) only the largest. A row of zeros
    counts 0.

    Parameters
    ----------
    weights : array_like, shape (n_rows, n_entries)
        Finite and not negative; they need not sum to 1.

    Raises
    ------
    InputError
        Negative weights, or weights that are not finite.

    Examples
    --------
    >>> effective_number([[0.25, 0.25, 0.25, 0.25], [1, 0, 0, 0], [0.9, 0.1, 0, 0]]).round(2)
    array([4.  , 1.  , 1.38])
    """
    array = np.asarray(weights, dtype=np.float64)
    if array.ndim != 2 or not (np.isfinite(array).all() and (array >= 0).all()):
        raise InputError("weights must be finite, 0 or more, in an array of two axes")
    # Divided by the largest first, as the sum of large weights may be infinite.
    largest = array.max(axis=1, initial=0, keepdims=True)
    shares = array / np.where(largest > 0, largest, 1)
    total = shares.sum(axis=1, keepdims=True)
    shares /= np.where(total > 0, total, 1)
    logs = np.log(shares, out=np.zeros_like(shares), where=shares > 0)
    number: Floats = np.where(total[:, 0] > 0, np.exp(-(shares * logs).sum(axis=1)), 0.0)
    return number


def effective_terms(topic_term: Floats) -> Floats:
    """Effective number of terms of every topic, shape (n_topics,), as `effective_number` says.

    Examples
    --------
    >>> effective_terms(np.array([[0.5, 0.5, 0.0], [1.0, 0.0, 0.0]])).round(2).tolist()
    [2.0, 1.0]
    """
    return effective_number(topic_term)


def effective_documents(document_topic: Floats, n_terms: NDArray[np.integer]) -> Floats:
    """Effective number of documents that a topic is spread over, shape (n_topics,).

    It is `effective_number` of the topic's tokens in every document: about 1 means that one
    document makes the topic. Works for sections or any other rows alike.

    Parameters
    ----------
    document_topic : array, shape (n_documents, n_topics)
        Rows sum to 1.
    n_terms : array, shape (n_documents,)
        Counted tokens of every document.

    Examples
    --------
    >>> shares = np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 1.0]])
    >>> effective_documents(shares, np.array([50, 10, 10])).round(2).tolist()
    [1.0, 2.0]
    """
    return effective_number((document_topic * np.asarray(n_terms)[:, None]).T)


def effective_tokens(document_topic: Floats, n_terms: NDArray[np.integer]) -> Floats:
    """Expected number of tokens of every topic, shape (n_topics,): they sum to all tokens.

    A document of n tokens gives n times its share of the topic. Parameters are those of
    `effective_documents`.

    Examples
    --------
    >>> effective_tokens(np.array([[0.75, 0.25], [0.0, 1.0]]), np.array([40, 10])).tolist()
    [30.0, 20.0]
    """
    # Not a product of matrices: BLAS may sum in another order on more threads.
    tokens: Floats = (document_topic * np.asarray(n_terms)[:, None]).sum(axis=0)
    return tokens


def _packed(top_terms: NDArray[np.integer]) -> tuple[NDArray[np.integer], NDArray[np.int64]]:
    """Lists of terms with all -1 at their ends, and the number of terms in each."""
    terms = np.asarray(top_terms)
    is_term = terms >= 0
    if not is_term.any():
        raise InputError("rank-biased overlap needs top terms, and no topic has one")
    lists = np.take_along_axis(terms, np.argsort(~is_term, axis=1, kind="stable"), axis=1)
    ordered = np.sort(terms, axis=1)
    if ((ordered[:, 1:] == ordered[:, :-1]) & (ordered[:, 1:] >= 0)).any():
        raise InputError("a topic has a top term twice; rank every term once")
    return lists, is_term.sum(axis=1)


def _shared_terms(lists: NDArray[np.integer]) -> NDArray[np.int64]:
    """Shared terms of every two topics down to every depth, shape (n_top + 1, topics, topics)."""
    n_topics, n_top = lists.shape
    _, number = np.unique(lists, return_inverse=True)
    number = number.reshape(lists.shape)
    shared = np.zeros((n_top + 1, n_topics, n_topics), dtype=np.int64)
    for depth in range(1, n_top + 1):
        topic, rank = np.nonzero(lists[:, :depth] >= 0)
        is_top = sp.csr_array(
            (np.ones(len(topic), dtype=np.int64), (topic, number[topic, rank])),
            shape=(n_topics, number.max() + 1),
        )
        shared[depth] = (is_top @ is_top.T).toarray()
    return shared
