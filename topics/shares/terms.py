"""How a topic is shown: which terms, in which order, under which label."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.errors import OptionError

Floats = NDArray[np.float64]

N_SHOWN = 10
N_LABEL = 3
DEFAULT_RELEVANCE = 0.6


def _probability(topic_term: Floats, term_share: Floats, relevance: float) -> Floats:
    return topic_term


def _relevance(topic_term: Floats, term_share: Floats, relevance: float) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        log_term = np.log(topic_term)
        lifted = relevance * log_term + (1 - relevance) * (log_term - np.log(term_share))
    return np.where(topic_term > 0, lifted, -np.inf)


def _contribution(topic_term: Floats, term_share: Floats, relevance: float) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = topic_term * np.log(topic_term / term_share)
    # Terms below their corpus share contribute negatively; absent terms come after them.
    return np.where(topic_term > 0, parts, -np.inf)


ORDERS: dict[str, Callable[[Floats, Floats, float], Floats]] = {
    "probability": _probability,
    "relevance": _relevance,
    "contribution": _contribution,
}
DEFAULT_ORDERS = {"lda": "contribution", "nmf": "relevance"}
"""Measured over six corpora; the table stands in benchmarks/README.md."""


def rank_terms(
    topic_term: Floats,
    topic_share: Floats,
    *,
    order: str = "probability",
    relevance: float = DEFAULT_RELEVANCE,
    n_shown: int = N_SHOWN,
) -> NDArray[np.int64]:
    r"""Terms to show for every topic, best first, shape (n_topics, min(n_shown, n_terms)).

    Parameters
    ----------
    topic_term : array, shape (n_topics, n_terms)
        Rows sum to 1.
    topic_share : array, shape (n_topics,)
        Weights of the topics in the corpus; they give :math:`p(t) = \sum_k p(k) p(t|k)`.
    order : {"probability", "relevance", "contribution"}
        Probability is :math:`p(t|k)`. Relevance is :math:`\lambda \ln p(t|k) + (1 -
        \lambda) \ln \frac{p(t|k)}{p(t)}` (Sievert and Shirley 2014). Contribution is
        :math:`p(t|k) \ln \frac{p(t|k)}{p(t)}`, the term's part of the divergence of the
        topic from the corpus.
    relevance : float in [0, 1]
        The :math:`\lambda` of relevance; 1 is the order by probability.
    n_shown : int
        Ties go to the term with the larger share of the corpus, then to the earlier one.

    Raises
    ------
    OptionError
        An unknown order, or a number out of its range.

    Examples
    --------
    >>> topic_term = np.array([[0.6, 0.3, 0.1], [0.6, 0.0, 0.4]])
    >>> rank_terms(topic_term, np.array([0.5, 0.5]), n_shown=2).tolist()
    [[0, 1], [0, 2]]
    >>> rank_terms(topic_term, np.array([0.5, 0.5]), order="contribution", n_shown=1).tolist()
    [[1], [2]]
    """
    if order not in ORDERS:
        raise OptionError(f"unknown order {order!r}; there are {', '.join(ORDERS)}")
    if not 0 <= relevance <= 1:
        raise OptionError(f"relevance is {relevance}, expected 0 to 1")
    if n_shown < 1:
        raise OptionError(f"the number of shown terms is {n_shown}, expected 1 or more")
    term_share = (topic_share[:, None] * topic_term).sum(axis=0)
    scores = ORDERS[order](topic_term, term_share, relevance)
    # Absent terms tie at the end; the corpus's most frequent ones come first among them.
    frequency = np.broadcast_to(-term_share, scores.shape)
    ranked: NDArray[np.int64] = np.lexsort((frequency, -scores), axis=1)[:, :n_shown]
    return ranked


def topics_table(
    top_terms: NDArray[np.int64], terms: NDArray[np.str_], topic_share: Floats, coherence: Floats
) -> pl.DataFrame:
    """Table of topics: topic, label, terms, share, coherence; one row a topic.

    The label is the first three terms; `terms` lists them all, joined by ``", "``.
    """
    shown = [[str(term) for term in terms[row]] for row in top_terms]
    return pl.DataFrame(
        {
            "topic": np.arange(len(shown), dtype=np.int64),
            "label": [" · ".join(row[:N_LABEL]) for row in shown],
            "terms": [", ".join(row) for row in shown],
            "share": topic_share,
            "coherence": coherence,
        }
    )
