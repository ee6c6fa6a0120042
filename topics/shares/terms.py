"""How the terms of a topic are ranked."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from topics.checks import check_choice
from topics.choices import DEFAULT_DISPLAYED_TERMS, DEFAULT_RELEVANCE
from topics.errors import OptionError
from topics.shares.frex import frex

Floats = NDArray[np.float64]


def _probability(topic_term: Floats, term_share: Floats, relevance: float) -> Floats:
    """``p(t|k)``."""
    return topic_term


def _relevance(topic_term: Floats, term_share: Floats, relevance: float) -> Floats:
    """``relevance * ln p(t|k) + (1 - relevance) * ln(p(t|k) / p(t))``; -inf for absent terms."""
    with np.errstate(divide="ignore", invalid="ignore"):
        log_term = np.log(topic_term)
        scores = relevance * log_term + (1 - relevance) * (log_term - np.log(term_share))
    return np.where(topic_term > 0, scores, -np.inf)


def _contribution(topic_term: Floats, term_share: Floats, relevance: float) -> Floats:
    """``p(t|k) * ln(p(t|k) / p(t))``; -inf for absent terms."""
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = topic_term * np.log(topic_term / term_share)
    # Terms below their share of the corpus have negative scores; absent ones come after them.
    return np.where(topic_term > 0, parts, -np.inf)


def _frex(topic_term: Floats, term_share: Floats, relevance: float) -> Floats:
    """FREX with equal weights of frequency and exclusivity; -inf for absent terms."""
    return np.where(topic_term > 0, frex(topic_term), -np.inf)


ORDERS: dict[str, Callable[[Floats, Floats, float], Floats]] = {
    "probability": _probability,
    "relevance": _relevance,
    "contribution": _contribution,
    "frex": _frex,
}
"""Scores of terms by name: functions of topic_term, the terms' share of the corpus, relevance."""


def rank_terms(
    topic_term: Floats,
    topic_share: Floats,
    *,
    order: str = "probability",
    relevance: float = DEFAULT_RELEVANCE,
    n_shown: int = DEFAULT_DISPLAYED_TERMS,
) -> NDArray[np.int64]:
    r"""Numbers of the best terms of every topic, shape (n_topics, min(n_shown, n_vocabulary)).

    Parameters
    ----------
    topic_term : array, shape (n_topics, n_vocabulary)
        Rows sum to 1.
    topic_share : array, shape (n_topics,)
        Shares of the topics in the corpus, for :math:`p(t) = \sum_k p(k) p(t|k)`.
    order : {"probability", "relevance", "contribution", "frex"}
        Probability is :math:`p(t|k)`. Relevance is :math:`\lambda \ln p(t|k) + (1 -
        \lambda) \ln \frac{p(t|k)}{p(t)}` (Sievert and Shirley 2014). Contribution is
        :math:`p(t|k) \ln \frac{p(t|k)}{p(t)}`, the term's part of the divergence of the
        topic from the corpus. FREX is the harmonic mean of the term's ranks by probability
        and by exclusivity (`frex`).
    relevance : float in [0, 1]
        The :math:`\lambda` of relevance; 1 is the order by probability.
    n_shown : int
        Number of terms per topic, at least 1. If scores are equal, the term with the larger
        share of the corpus comes first, then the one with the lower number.

    Raises
    ------
    OptionError
        An unknown order, or a number out of range.

    Examples
    --------
    >>> topic_term = np.array([[0.6, 0.3, 0.1], [0.6, 0.0, 0.4]])
    >>> rank_terms(topic_term, np.array([0.5, 0.5]), n_shown=2).tolist()
    [[0, 1], [0, 2]]
    >>> rank_terms(topic_term, np.array([0.5, 0.5]), order="contribution", n_shown=1).tolist()
    [[1], [2]]
    """
    check_choice("order", order, ORDERS)
    if not 0 <= relevance <= 1:
        raise OptionError(f"relevance is {relevance}, expected 0 to 1")
    if n_shown < 1:
        raise OptionError(f"n_shown is {n_shown}, expected 1 or more")
    term_share = (topic_share[:, None] * topic_term).sum(axis=0)
    scores = ORDERS[order](topic_term, term_share, relevance)
    # Absent terms tie at the end; among them the most frequent of the corpus come first.
    frequency = np.broadcast_to(-term_share, scores.shape)
    ranked: NDArray[np.int64] = np.lexsort((frequency, -scores), axis=1)[:, :n_shown]
    return ranked
