"""Shares of topics that were merged: columns add, and terms are weighted means."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

Members = Sequence[Sequence[int]]
"""Numbers of the topics that each new topic is made of."""


def merged_shares(shares: Floats, members: Members) -> Floats:
    """Shares of the new topics: the sums of their members' columns, in the order of the members.

    A topic with one member keeps its bits.

    Parameters
    ----------
    shares : array, shape (n_rows, n_topics)
    members : sequence of sequences of int

    Returns
    -------
    array, shape (n_rows, len(members))

    Examples
    --------
    >>> merged_shares(np.array([[0.5, 0.125, 0.375]]), [[0, 2], [1]]).tolist()
    [[0.875, 0.125]]
    """
    result = np.empty((len(shares), len(members)))
    for topic, (first, *others) in enumerate(members):
        result[:, topic] = shares[:, first]
        for other in others:
            result[:, topic] += shares[:, other]
    return result


def merged_terms(topic_term: Floats, mass: Floats, members: Members) -> Floats:
    """Term probabilities of the new topics: the means of their members', weighted by mass.

    So the expected count of every term, summed over the topics, is as before. Members without
    any mass count equally. A topic with one member keeps its bits.

    Parameters
    ----------
    topic_term : array, shape (n_topics, n_vocabulary)
    mass : array, shape (n_topics,)
        Numbers of tokens of the topics.
    members : sequence of sequences of int

    Returns
    -------
    array, shape (len(members), n_vocabulary)

    Examples
    --------
    >>> topic_term = np.array([[1.0, 0.0], [0.0, 1.0]])
    >>> merged_terms(topic_term, np.array([30.0, 10.0]), [[0, 1]]).tolist()
    [[0.75, 0.25]]
    """
    result = np.empty((len(members), topic_term.shape[1]))
    for topic, numbers in enumerate(members):
        if len(numbers) == 1:
            result[topic] = topic_term[numbers[0]]
            continue
        weights = mass[list(numbers)]
        weights = weights if weights.sum() > 0 else np.ones(len(numbers))
        result[topic] = 0.0
        for number, weight in zip(numbers, weights / weights.sum(), strict=True):
            result[topic] += weight * topic_term[number]
    return result
