"""Pairs of topics: how alike their terms are, and whether they are in the same documents."""

from __future__ import annotations

import itertools

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.kernels.threads import one_blas_thread
from topics.report.data.rows import numbers
from topics.shares import in_row_chunks

FEWEST_DOCUMENTS = 5
"""With fewer documents nothing is said about which topics go together."""

Floats = NDArray[np.float64]


def topics_alike(topic_term: Floats) -> list[list[int]] | None:
    r"""1 minus the Hellinger distance, in thousandths, of each topic and the later ones.

    .. math:: 1 - H(p, q), \quad H^2 = \tfrac{1}{2} \sum_w (\sqrt{p_w} - \sqrt{q_w})^2
        = \tfrac{1}{2} \sum_w (p_w + q_w) - \sum_w \sqrt{p_w q_w}

    as `topics show` and similarity.png have it: 1 for equal topics, 0 for topics without a common
    term. None for a single topic.

    Examples
    --------
    >>> topics_alike(np.array([[1.0, 0.0], [0.0, 1.0], [0.5, 0.5]]))
    [[0, 459], [459]]
    """
    if len(topic_term) < 2:
        return None
    roots = np.sqrt(topic_term)
    with one_blas_thread():
        product = roots @ roots.T
    total = topic_term.sum(axis=1)
    square = (total[:, None] + total) / 2 - product
    thousandths = np.rint(1000 * (1 - np.sqrt(np.clip(square, 0, 1)))).astype(int)
    return [thousandths[k, k + 1 :].tolist() for k in range(len(thousandths) - 1)]


def topics_together(shares: Floats, documents: pl.DataFrame) -> list[list[int]] | None:
    r"""How many times as often as at random two topics share a document, in hundredths.

    .. math:: \frac{\overline{s_j s_k}}{\overline{s_j} \; \overline{s_k}}

    over the documents with counted terms: the probability that two terms of a document, drawn at
    random, are of topics j and k, compared with terms of two different documents. 100 is as often
    as at random. None for a single topic or few documents. Rows are those of `topics_alike`.
    """
    has_terms = np.ones(len(shares), dtype=bool)
    if "n_terms" in documents.columns:
        has_terms = np.asarray(numbers(documents, "n_terms")) > 0
    n_rows, n_topics = np.count_nonzero(has_terms), shares.shape[1]
    if n_topics < 2 or n_rows < FEWEST_DOCUMENTS:
        return None
    product, mean = np.zeros((n_topics, n_topics)), np.zeros(n_topics)
    with one_blas_thread():
        for chunk in in_row_chunks(len(shares)):
            rows = shares[chunk][has_terms[chunk]]
            product += rows.T @ rows / n_rows
            mean += rows.sum(axis=0) / n_rows
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
