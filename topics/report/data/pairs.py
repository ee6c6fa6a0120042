"""Pairs of topics: how alike their terms are, and whether they are in the same documents."""

from __future__ import annotations

import itertools

import numpy as np
import polars as pl
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from topics.report.data.rows import numbers

MAX_TERMS = 4_000
"""Topics are compared by at most this many terms, those with the largest probability in any topic;
all others count as one."""

FEWEST_DOCUMENTS = 5
"""With fewer documents nothing is said about which topics go together."""

Floats = NDArray[np.float64]


def topics_alike(topic_term: Floats) -> list[list[int]] | None:
    r"""1 minus the Jensen-Shannon divergence, in thousandths, of each topic and the later ones.

    .. math:: 1 - \mathrm{JS}(p, q), \quad
        \mathrm{JS} = H(\tfrac{p + q}{2}) - \tfrac{H(p) + H(q)}{2}

    with entropies H in bits: 1 for equal topics, 0 for topics without a common term. None for a
    single topic.

    Examples
    --------
    >>> topics_alike(np.array([[1.0, 0.0], [0.0, 1.0], [0.5, 0.5]]))
    [[0, 689], [689]]
    """
    if len(topic_term) < 2:
        return None
    p = _most_probable(topic_term)
    entropy = _entropy(p)
    rows = []
    for k in range(len(p) - 1):
        divergence = _entropy((p[k + 1 :] + p[k]) / 2) - (entropy[k + 1 :] + entropy[k]) / 2
        rows.append(np.rint(1000 * (1 - np.clip(divergence, 0, 1))).astype(int).tolist())
    return rows


def _most_probable(topic_term: Floats) -> Floats:
    """The columns of the most probable terms, and one of all others."""
    if topic_term.shape[1] <= MAX_TERMS:
        return topic_term
    order = np.argsort(-topic_term.max(axis=0), kind="stable")
    rest = topic_term[:, order[MAX_TERMS:]].sum(axis=1, keepdims=True)
    return np.hstack([topic_term[:, np.sort(order[:MAX_TERMS])], rest])


def _entropy(p: Floats) -> Floats:
    """Entropy of each row in bits."""
    logs = np.log2(p, out=np.zeros_like(p), where=p > 0)
    total: Floats = -(p * logs).sum(axis=1)
    return total


def topics_together(shares: Floats, documents: pl.DataFrame) -> list[list[int]] | None:
    r"""How many times as often as at random two topics share a document, in hundredths.

    .. math:: \frac{\overline{s_j s_k}}{\overline{s_j} \; \overline{s_k}}

    over the documents with counted terms: the probability that two terms of a document, drawn at
    random, are of topics j and k, compared with terms of two different documents. 100 is as often
    as at random. None for a single topic or few documents. Rows are those of `topics_alike`.
    """
    n_terms = numbers(documents, "n_terms") if "n_terms" in documents.columns else None
    rows = shares if n_terms is None else shares[np.asarray(n_terms) > 0]
    if rows.shape[1] < 2 or len(rows) < FEWEST_DOCUMENTS:
        return None
    with threadpool_limits(1, user_api="blas"):
        product = rows.T @ rows / len(rows)
    mean = rows.mean(axis=0)
    random = np.outer(mean, mean)
    lift = np.divide(product, random, out=np.ones_like(product), where=random > 0)
    hundredths = np.rint(100 * np.minimum(lift, 999)).astype(int)
    return [hundredths[k, k + 1 :].tolist() for k in range(len(hundredths) - 1)]


def largest_pairs(rows: list[list[int]], n: int) -> list[tuple[int, int, int]]:
    """The n pairs with the largest values: both topics and the value.

    Examples
    --------
    >>> largest_pairs([[3, 9], [5]], 2)
    [(0, 2, 9), (1, 2, 5)]
    """
    pairs = ((j, j + 1 + i, value) for j, row in enumerate(rows) for i, value in enumerate(row))
    return list(itertools.islice(sorted(pairs, key=lambda pair: (-pair[2], pair)), n))
