"""Terms of the topics in each period or group."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

CANDIDATES = 200
"""Terms of a topic are chosen among this many that are most probable in it."""

FEWEST_COUNTS = 2.0
"""A term is expected at least this often from the topic in the group."""

N_WORDS = 8
"""A topic has at most this many words in a group."""

_BLOCK = 200
"""Groups whose terms are weighed at once."""


def terms_of_groups(
    matrix: Any, group: Ints, share: Floats, topic_term: Floats, n: int = N_WORDS
) -> list[list[list[int]]]:
    r"""Numbers of the terms that each topic uses most in each group, best first.

    In group :math:`g` a term :math:`t` that occurs :math:`c_{gt}` times is expected from topic
    :math:`k`

    .. math:: e_{gkt} = c_{gt} \frac{p_{gk} \phi_{kt}}{\sum_j p_{gj} \phi_{jt}}

    times, with the share :math:`p_{gk}` of the topic in the group. Terms are ordered by
    :math:`q \log(q / f_t)`, with their share :math:`q = e_{gkt} / \sum_t e_{gkt}` of the topic's
    terms in the group and their share :math:`f_t` of the corpus: as the terms of a topic are
    ordered by contribution, which leaves out what is frequent everywhere.

    Parameters
    ----------
    matrix : scipy.sparse CSR, shape (n_rows, n_vocabulary)
        Counts.
    group : array of int, shape (n_rows,)
        -1 for rows in no group.
    share : array, shape (n_groups, n_topics)
        NaN in groups without rows.
    topic_term : array, shape (n_topics, n_vocabulary)
    n : int

    Returns
    -------
    list of lists of lists of int
        By group and topic; shorter than `n` where fewer terms are expected at least twice.

    Examples
    --------
    >>> counts = sp.csr_array([[9, 1, 0], [0, 1, 8]])
    >>> share, topic_term = np.array([[1.0], [1.0]]), np.array([[0.45, 0.15, 0.4]])
    >>> terms_of_groups(counts, np.array([0, 1]), share, topic_term)
    [[[0]], [[2]]]
    """
    n_groups, n_topics = share.shape
    rows = np.flatnonzero(group >= 0)
    shape = (n_groups, len(group))
    indicator = sp.csr_array((np.ones(len(rows)), (group[rows], rows)), shape=shape)
    by_group = sp.csr_array(indicator @ matrix)
    corpus = np.asarray(matrix.sum(axis=0)).ravel().astype(np.float64)
    width = min(CANDIDATES, topic_term.shape[1])
    # Ties are broken by the number of the term.
    best = np.argsort(-topic_term, axis=1, kind="stable")[:, :width]
    union, place = np.unique(best, return_inverse=True)
    place = place.reshape(best.shape)
    phi = np.ascontiguousarray(topic_term[:, union])
    frequency = corpus[union] / max(corpus.sum(), 1.0)
    found: list[list[list[int]]] = []
    for start in range(0, n_groups, _BLOCK):
        part = slice(start, min(start + _BLOCK, n_groups))
        counts = by_group[part][:, union].toarray()
        weights = np.nan_to_num(share[part])
        # einsum adds in one order, whatever the number of threads.
        expected = np.einsum("gk,kt->gt", weights, phi)
        ratio = np.divide(counts, expected, out=np.zeros_like(counts), where=expected > 0)
        block: list[list[list[int]]] = [[] for _ in range(len(counts))]
        for topic in range(n_topics):
            columns = place[topic]
            mass = ratio[:, columns] * weights[:, [topic]] * phi[topic, columns]
            total = np.maximum(mass.sum(axis=1, keepdims=True), np.finfo(float).tiny)
            q = mass / total
            with np.errstate(divide="ignore", invalid="ignore"):
                gain = np.where(q > 0, q * np.log(q / frequency[columns]), 0.0)
            gain = np.where(mass >= FEWEST_COUNTS, gain, 0.0)
            order = np.argsort(-gain, axis=1, kind="stable")[:, :n]
            kept = np.take_along_axis(gain, order, axis=1) > 0
            for row in range(len(counts)):
                block[row].append(union[columns[order[row][kept[row]]]].tolist())
        found += block
    return found
