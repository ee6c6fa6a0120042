"""What clusters are about: their terms, labels and representative rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from topics.shares import representatives, topic_labels

Floats = NDArray[np.float64]
Ids = NDArray[np.int64]


def class_tf_idf(counts: Any, labels: Ids) -> Floats:
    r"""Weights of terms in clusters, shape (n_clusters, n_vocabulary), at least 0.

    :math:`\frac{n_{ct}}{n_c} \log(1 + \bar n / n_t)`, with the count :math:`n_{ct}` of a term in a
    cluster, the cluster's total :math:`n_c`, the mean total :math:`\bar n` of a cluster and the
    term's total :math:`n_t`, as in BERTopic (Grootendorst 2022). Noise is left out.

    Parameters
    ----------
    counts : scipy.sparse CSR, shape (n_rows, n_vocabulary)
    labels : array of int64, shape (n_rows,)

    Examples
    --------
    >>> weights = class_tf_idf(sp.csr_array([[2, 0, 2], [0, 3, 3]]), np.array([0, 1]))
    >>> weights.argmax(axis=1).tolist()
    [0, 1]
    """
    rows = np.flatnonzero(labels >= 0)
    shape = (int(labels.max(initial=-1)) + 1, len(labels))
    membership = sp.csr_array((np.ones(len(rows)), (labels[rows], rows)), shape=shape)
    by_cluster = (membership @ sp.csr_array(counts)).toarray().astype(np.float64)
    n_cluster = by_cluster.sum(axis=1, keepdims=True)
    n_term = by_cluster.sum(axis=0)
    mean = n_cluster.mean() if len(by_cluster) else 0.0
    rarity = np.log1p(mean / np.maximum(n_term, 1.0))
    weights: Floats = by_cluster / np.maximum(n_cluster, 1.0) * rarity
    return weights


def top_terms(counts: Any, labels: Ids, n: int = 10) -> list[list[int]]:
    """Numbers of the best terms of every cluster, best first; fewer where it has fewer terms.

    Equal weights are ordered by the number of the term.
    """
    weights = class_tf_idf(counts, labels)
    order = np.argsort(-weights, axis=1, kind="stable")[:, :n]
    return [
        [int(term) for term in row if weights[cluster, term] > 0]
        for cluster, row in enumerate(order)
    ]


def cluster_labels(
    counts: Any,
    labels: Ids,
    terms: NDArray[np.str_],
    token_ids: NDArray[np.integer] | None = None,
    token_offsets: NDArray[np.integer] | None = None,
    text_of_row: Callable[[int], str] | None = None,
) -> list[str]:
    """A unique label for every cluster, made as those of topics from its class-based terms.

    Parameters
    ----------
    counts : scipy.sparse CSR, shape (n_rows, n_vocabulary)
    labels : array of int64, shape (n_rows,)
    terms : array of str, shape (n_vocabulary,)
    token_ids, token_offsets : array of int, optional
        Terms in reading order, for phrases, as in `topics.Counts`.
    text_of_row : callable, optional
        As `topics.shares.topic_labels` takes it.

    Examples
    --------
    >>> counts = sp.csr_array([[2, 0, 1], [0, 3, 1]])
    >>> cluster_labels(counts, np.array([0, 1]), np.array(["sea", "law", "day"]))
    ['sea · day', 'law · day']
    """
    best = [row or [0] for row in top_terms(counts, labels)]
    if not best:
        return []
    width = max(map(len, best))
    # A label takes no term twice, so the first one fills up short rows.
    filled = [row + row[:1] * (width - len(row)) for row in best]
    return topic_labels(
        np.array(filled, dtype=np.int64), terms, token_ids, token_offsets, text_of_row
    )


def cluster_representatives(counts: Any, labels: Ids, strength: Floats, n: int = 3) -> list[Ids]:
    """Rows that show what every cluster is about: strong members, with terms, no near-copies.

    Parameters
    ----------
    counts : scipy.sparse CSR, shape (n_rows, n_vocabulary)
    labels : array of int64, shape (n_rows,)
    strength : array, shape (n_rows,)
    n : int
        A cluster can have fewer.
    """
    matrix = sp.csr_array(counts)
    # Many rows have strength 1; those with more of the cluster's own terms are first.
    weights = class_tf_idf(matrix, labels)
    lengths = np.maximum(np.asarray(matrix.sum(axis=1)).ravel(), 1.0)
    chosen = []
    for cluster, term_weights in enumerate(weights):
        rows = np.flatnonzero(labels == cluster)
        likeness = (matrix[rows] @ term_weights) / lengths[rows]
        largest = likeness.max(initial=0.0)
        share = strength[rows] * (likeness / largest if largest > 0 else 1.0)
        part = len(rows) / max(len(labels), 1)
        chosen.append(rows[representatives(share, matrix[rows], part, n)])
    return chosen
