"""The rows that show what a topic is about, without copies of each other."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from topics.shares.evidence import best_rows

Floats = NDArray[np.float64]

NEAR_COPY = 0.5
"""Rows that share at least this much of their counted terms are near-copies. Among the best 20
documents of 20 topics, on newsgroups, PEPs, news and speeches, two share .02 to .12 in the middle
and .11 to .22 at the 95th percentile; more than .5 is shared by reposts, quotations and editions of
one text."""

FIRST_BLOCK = 64
"""This many of the best rows are compared first, then twice as many, and so on."""


def representatives(
    share: Floats,
    counts: Any,
    corpus_share: float,
    n: int,
    *,
    near_copy: float = NEAR_COPY,
) -> NDArray[np.int64]:
    r"""Indices of the best `n` rows of a topic, none of which is a near-copy of a better one.

    Rows are in the order of `best_rows`: by the share that their terms support. A row is left
    out if it shares too much with one that was chosen: :math:`\sum_t \min(a_t, b_t) / \sum_t
    \max(a_t, b_t)` of their counts is `near_copy` or more. Rows without counted terms are never
    chosen, and there may be fewer than `n`.

    Parameters
    ----------
    share : array, shape (n_rows,)
        The topic's share of every row.
    counts : scipy.sparse CSR, shape (n_rows, n_vocabulary)
    corpus_share : float
        The topic's share of the corpus.
    n : int
    near_copy : float in (0, 1]
        1 leaves out only rows of the same counts.

    Examples
    --------
    >>> import scipy.sparse as sp
    >>> counts = sp.csr_array([[9, 8, 0], [9, 9, 0], [0, 0, 0], [1, 0, 9], [0, 0, 1]])
    >>> share = np.array([0.9, 0.9, 1.0, 0.8, 0.7])
    >>> best_rows(share, counts.sum(axis=1), 0.2, 3).tolist()
    [1, 0, 3]
    >>> representatives(share, counts, 0.2, 3).tolist()
    [1, 3, 4]
    """
    n_terms = np.asarray(counts.sum(axis=1)).ravel()
    order = best_rows(share, n_terms, corpus_share, len(share))
    chosen: list[int] = []
    start, size = 0, FIRST_BLOCK
    while start < len(order) and len(chosen) < n:
        rows = order[start : start + size]
        block = counts[rows]
        is_left = np.ones(len(rows), dtype=bool)
        for row in chosen:
            is_left &= row_overlap(block, counts[[row]]) < near_copy
        while is_left.any() and len(chosen) < n:
            best = int(rows[is_left.argmax()])
            chosen.append(best)
            is_left[is_left.argmax()] = False
            is_left &= row_overlap(block, counts[[best]]) < near_copy
        start, size = start + size, 2 * size
    return np.array(chosen, dtype=np.int64)


def row_overlap(rows: Any, row: Any) -> Floats:
    """Sum of the smaller counts of rows and one row, over the sum of the larger; (n_rows,).

    Parameters
    ----------
    rows : scipy.sparse CSR, shape (n_rows, n_vocabulary)
    row : scipy.sparse CSR, shape (1, n_vocabulary)
        With at least one count.

    Examples
    --------
    >>> import scipy.sparse as sp
    >>> row_overlap(sp.csr_array([[2, 2], [0, 1]]), sp.csr_array([[2, 0]])).tolist()
    [0.5, 0.0]
    """
    other = np.zeros(rows.shape[1])
    other[row.indices] = row.data
    smaller = np.minimum(rows.data, other[rows.indices])
    row_of_value = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
    shared = np.bincount(row_of_value, weights=smaller, minlength=rows.shape[0])
    n_terms = np.bincount(row_of_value, weights=rows.data, minlength=rows.shape[0])
    overlap: Floats = shared / (n_terms + other.sum() - shared)
    return overlap
