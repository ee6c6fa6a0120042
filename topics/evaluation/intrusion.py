"""Intrusion: which words and documents could be hidden among those of a topic."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ids = NDArray[np.int64]

RARE = 0.5
"""An intruding word is among this part of the words that the topic has least of."""

LEAST_SHARE, MOST_SHARE = 0.25, 0.05
"""A document belongs to a topic with at least the first share, and is foreign with the second."""

LEVEL = 0.9
"""Confidence of the intervals of `wilson_interval`."""


def intruding_words(topic_term: Floats, topic: int, shown: Sequence[Ids]) -> Ids:
    """Columns of words that are among the best of another topic and that this one has little of.

    Words are taken from the better half of other topics' best, so that intruders are as familiar
    as the topic's own words (Chang et al. 2009).

    Parameters
    ----------
    topic_term : array, shape (n_topics, n_terms)
        Rows sum to 1.
    topic : int
    shown : sequence of arrays of int
        Columns of the best words of every topic.

    Examples
    --------
    >>> topic_term = np.array([[0.5, 0.4, 0.1, 0.0], [0.0, 0.1, 0.4, 0.5]])
    >>> intruding_words(topic_term, 0, [np.array([0, 1]), np.array([3, 2])]).tolist()
    [3, 2]
    """
    own = topic_term[topic]
    is_rare = own <= np.quantile(own, RARE)
    is_own = np.zeros(len(own), dtype=bool)
    is_own[shown[topic]] = True
    others = [words for number, words in enumerate(shown) if number != topic]
    candidates = np.concatenate([*others, np.empty(0, dtype=np.int64)]).astype(np.int64)
    candidates = candidates[np.sort(np.unique(candidates, return_index=True)[1])]
    intruders: Ids = candidates[is_rare[candidates] & ~is_own[candidates]]
    return intruders


def wilson_interval(n_correct: int, n: int) -> tuple[float, float]:
    """The 90% interval of a share of correct answers (Wilson 1927).

    Examples
    --------
    >>> [round(limit, 2) for limit in wilson_interval(4, 5)]
    [0.44, 0.95]
    """
    if not n:
        return 0.0, 1.0
    z = 1.6448536269514722  # the normal quantile of 0.95
    share, spread = n_correct / n, z * z / n
    middle = (share + spread / 2) / (1 + spread)
    half = z * np.sqrt(share * (1 - share) / n + spread / (4 * n)) / (1 + spread)
    return max(0.0, float(middle - half)), min(1.0, float(middle + half))
