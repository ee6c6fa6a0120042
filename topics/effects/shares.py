"""Topic shares of rows as a regression needs them: free of the pull of a prior, or drawn."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.linalg
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SMALLEST = 1e-10
"""Directions of the topics' terms below this share of the largest one are left out: topics that are
the same get the same share."""


def expected_term_counts(matrix: Any, row_topic: Floats, topic_term: Floats) -> Floats:
    r"""Expected counts of every term in every topic, given the shares of the rows.

    .. math:: N_{kt} = \sum_s x_{st} \frac{\theta_{sk} \phi_{kt}}{\sum_j \theta_{sj} \phi_{jt}}

    with the counts :math:`x`, the shares :math:`\theta` and the probabilities :math:`\phi`.

    Parameters
    ----------
    matrix : CSR, shape (n_rows, n_vocabulary)
    row_topic : array, shape (n_rows, n_topics)
    topic_term : array, shape (n_topics, n_vocabulary)

    Returns
    -------
    array, shape (n_topics, n_vocabulary)
        Tokens that no topic of their row explains are left out.

    Examples
    --------
    >>> import scipy.sparse as sp
    >>> shares, terms = np.array([[0.5, 0.5]]), np.array([[1.0, 0.0], [0.5, 0.5]])
    >>> expected_term_counts(sp.csr_array([[3, 1]]), shares, terms).tolist()
    [[2.0, 0.0], [1.0, 1.0]]
    """
    row = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    term = matrix.indices
    total = np.zeros(len(term))
    for k in range(len(topic_term)):
        total += row_topic[row, k] * topic_term[k, term]
    scale = np.divide(matrix.data, total, out=np.zeros(len(term)), where=total > 0)
    counts = np.empty_like(topic_term, dtype=np.float64)
    for k in range(len(topic_term)):
        part = scale * row_topic[row, k] * topic_term[k, term]
        counts[k] = np.bincount(term, weights=part, minlength=topic_term.shape[1])
    return counts


def corrected_shares(matrix: Any, term_counts: Floats) -> Floats:
    r"""Shares of rows without the pull of a prior: generalised least squares of their counts.

    A row of :math:`n` tokens that come from the topics in the shares :math:`\theta` has the
    expected counts :math:`n \, \theta \Phi`. With the weights :math:`D^{-1}`, where :math:`D` has
    the frequencies of the terms,

    .. math:: \hat\theta = \frac{x}{n} D^{-1} \Phi^T (\Phi D^{-1} \Phi^T)^{-1}

    has the expectation :math:`\theta`, whatever :math:`\theta` and :math:`n` are. Posterior means
    have not: they are drawn to the prior, the more the shorter the row is, so that effects on
    them are too small. The price is noise: a share can be below 0 or above 1. In a regression noise
    of what is explained does not bias the coefficients, and their errors, which are measured on the
    residuals, include it.

    Parameters
    ----------
    matrix : CSR, shape (n_rows, n_vocabulary)
    term_counts : array, shape (n_topics, n_vocabulary)
        As `expected_term_counts` gives them.

    Returns
    -------
    array, shape (n_rows, n_topics)
        Rows sum to 1. Rows without tokens of the topics are 0.

    Examples
    --------
    >>> import scipy.sparse as sp
    >>> term_counts = np.array([[30.0, 10.0, 0.0], [0.0, 10.0, 30.0]])
    >>> corrected_shares(sp.csr_array([[6, 4, 6], [4, 0, 0]]), term_counts).round(6).tolist()
    [[0.5, 0.5], [1.166667, -0.166667]]
    """
    mass = term_counts.sum(axis=1)
    frequency = term_counts.sum(axis=0)
    is_used = frequency > 0
    topic_term = term_counts[:, is_used] / np.where(mass > 0, mass, 1.0)[:, None]
    scaled = topic_term / (frequency[is_used] / frequency.sum())
    inner = scaled @ topic_term.T
    weights = scaled.T @ scipy.linalg.pinvh(inner, rtol=SMALLEST)
    used = matrix[:, np.flatnonzero(is_used)]
    n_tokens = np.asarray(used.sum(axis=1), dtype=np.float64).ravel()
    shares: Floats = np.asarray(used @ weights) / np.where(n_tokens > 0, n_tokens, 1.0)[:, None]
    return shares


def drawn_shares(row_topic: Floats, concentration: Floats, random_state: int, draw: int) -> Floats:
    r"""One draw of the shares of every row from Dirichlet(:math:`c_s \theta_s`).

    A regression of each of several draws, pooled by Rubin's rules, is the method of composition
    (Treier and Jackman 2008; `estimateEffect` of R stm). A prior that sums to :math:`A` and knows
    nothing of the columns makes such effects too small, by about :math:`A / (n + A)` for rows
    of :math:`n` terms. NMF has no posterior: its shares are drawn as if they had been counted in
    the row's terms.

    Parameters
    ----------
    row_topic : array, shape (n_rows, n_topics)
        Expected shares.
    concentration : array, shape (n_rows,)
        For LDA the row's tokens plus the sum of the prior, which makes this the posterior of the
        row; for other models its tokens.
    random_state, draw : int
        Draw ``i`` is the same, whatever the number of draws.

    Returns
    -------
    array, shape (n_rows, n_topics)
        Rows sum to 1.
    """
    rng = np.random.default_rng([random_state, draw])
    shape = np.maximum(row_topic, 0.0) * concentration[:, None]
    drawn = rng.standard_gamma(shape)
    total = drawn.sum(axis=1, keepdims=True)
    # A tiny shape underflows to 0 everywhere; such a row keeps its expected shares.
    result: Floats = np.where(total > 0, drawn / np.where(total > 0, total, 1.0), row_topic)
    return result
