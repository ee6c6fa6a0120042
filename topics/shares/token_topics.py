"""Which topic each term of a section goes to, so that the terms add up to the section's shares."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

FIRST_PASSES, MOST_STEPS, MOST_HALVINGS = 10, 60, 40
"""Passes of proportional fitting before Newton's method, its steps, and halvings of each."""

CLOSE = 1e-12
"""Sums of topics agree with the shares within this share of the counts."""


def token_topics(counts: Floats, shares: Floats, topic_term: Floats) -> Floats:
    r"""Share of each topic in each term of a section, shape (n_terms, n_topics).

    .. math:: p(k \mid s, t) = \frac{a_k \, \phi_{kt}}{\sum_j a_j \, \phi_{jt}}

    With :math:`a = \theta_s`, the section's shares, that is Bayes' rule; but a prior adds to the
    shares what no term has, so that the terms would not add up to them. :math:`a` is therefore
    the one with which they do, :math:`\sum_t n_{st} \, p(k \mid s, t) = n_s \theta_{sk}`: the
    minimum of :math:`\sum_t n_t \ln \sum_k a_k \phi_{kt} - \sum_k n \theta_k \ln a_k`, which is
    convex in :math:`\ln a` (matrix scaling, Deming and Stephan 1940).

    Where a topic with a share has none of some term, as in NMF, there may be no such :math:`a`,
    and :math:`a = \theta_s` is taken. A term that is in none of the section's topics is spread as
    the section is.

    Parameters
    ----------
    counts : array, shape (n_terms,)
        Counts of the section's terms, above 0.
    shares : array, shape (n_topics,)
        Shares of the section; their sum is 1.
    topic_term : array, shape (n_topics, n_terms)
        Probabilities of these terms.

    Examples
    --------
    >>> topic_term = np.array([[0.6, 0.2], [0.1, 0.7]])
    >>> found = token_topics(np.array([3.0, 1.0]), np.array([0.75, 0.25]), topic_term)
    >>> found.round(3).tolist()
    [[0.9, 0.1], [0.3, 0.7]]
    >>> (np.array([3.0, 1.0]) @ found).round(9).tolist()
    [3.0, 1.0]
    """
    result = np.zeros((len(counts), len(shares)))
    used = np.flatnonzero(shares > 0)
    phi = topic_term[used].T
    if (phi > 0).all():
        result[:, used] = _scaled(counts, shares[used], np.log(phi))
        return result
    products = phi * shares[used]
    sums = products.sum(axis=1, keepdims=True)
    result[:, used] = np.where(sums > 0, products / np.where(sums > 0, sums, 1.0), shares[used])
    return result


def _scaled(counts: Floats, shares: Floats, log_phi: Floats) -> Floats:
    """The shares of topics in terms whose sums over the terms agree with the section's shares."""
    n = counts.sum()
    target = n * shares
    log_a = np.log(shares)
    found, objective = _softmax(log_a, log_phi, counts, target)
    for _ in range(FIRST_PASSES):
        sums = counts @ found
        log_a = log_a + np.log(target / np.maximum(sums, np.finfo(float).tiny))
        found, objective = _softmax(log_a, log_phi, counts, target)
    for _ in range(MOST_STEPS):
        gradient = counts @ found - target
        if np.abs(gradient).max() <= CLOSE * n:
            break
        curvature = np.diag(counts @ found) - (found * counts[:, None]).T @ found
        # Adding a number to all of log_a changes nothing; the last term makes the step unique.
        curvature += n / len(shares) ** 2
        step = np.linalg.lstsq(curvature, gradient, rcond=None)[0]
        for halving in range(MOST_HALVINGS):
            tried = log_a - step * 0.5**halving
            new, value = _softmax(tried, log_phi, counts, target)
            if value < objective:
                break
        else:  # as near as float64 comes
            break
        log_a, found, objective = tried, new, value
    return found


def _softmax(
    log_a: Floats, log_phi: Floats, counts: Floats, target: Floats
) -> tuple[Floats, float]:
    """Shares of topics in terms, and the objective."""
    logs = log_phi + log_a
    highest = logs.max(axis=1, keepdims=True)
    weights = np.exp(logs - highest)
    sums = weights.sum(axis=1, keepdims=True)
    objective = float(counts @ (np.log(sums) + highest)[:, 0] - target @ log_a)
    return weights / sums, objective
