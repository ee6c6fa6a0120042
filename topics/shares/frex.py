"""FREX: terms that are frequent in a topic and exclusive to it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from topics.checks import check_number

Floats = NDArray[np.float64]

FREX_WEIGHT = 0.5
"""Weight of exclusivity in the order of the terms that a topic shows; stm's labels use it too."""


def frex(topic_term: Floats, *, weight: float = FREX_WEIGHT) -> Floats:
    r"""FREX of every term in every topic, in (0, 1], shape (n_topics, n_vocabulary).

    .. math:: \left( \frac{w}{\mathrm{ECDF}(e_{kt})} + \frac{1 - w}{\mathrm{ECDF}(p(t|k))}
        \right)^{-1}, \quad e_{kt} = \frac{p(t|k)}{\sum_j p(t|j)}

    The ECDF is the rank of the term within its topic divided by the number of terms; terms that
    tie have the mean of their ranks. All topics weigh the same in the exclusivity e, which is 0
    for a term that no topic holds. Source: Bischof and Airoldi 2012, section 2.3, with ranks
    as in ``exclusivity`` of the R package stm (Roberts, Stewart and Tingley 2019).

    Parameters
    ----------
    topic_term : array, shape (n_topics, n_vocabulary)
        Not negative; rows sum to 1.
    weight : float in [0, 1]
        The weight w of exclusivity; 0 is the order by probability.

    Raises
    ------
    OptionError
        A weight out of range.

    Examples
    --------
    >>> topic_term = np.array([[0.5, 0.4, 0.1, 0.0], [0.5, 0.0, 0.1, 0.4]])
    >>> frex(topic_term).round(2).tolist()
    [[0.77, 0.86, 0.56, 0.25], [0.77, 0.25, 0.56, 0.86]]
    """
    check_number("weight", weight, 0, 1)
    total = topic_term.sum(axis=0)
    exclusivity = np.divide(topic_term, total, out=np.zeros(topic_term.shape), where=total > 0)
    n_terms = max(topic_term.shape[1], 1)
    # Rounding, so that terms of equal exclusivity tie whatever the order of the sum was.
    exclusive_rank = rankdata(exclusivity.round(12), axis=1) / n_terms
    frequent_rank = rankdata(topic_term, axis=1) / n_terms
    scores: Floats = 1 / (weight / exclusive_rank + (1 - weight) / frequent_rank)
    return scores
