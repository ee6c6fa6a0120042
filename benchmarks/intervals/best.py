"""The best intervals without the topics: these are sampled, too, from the true ones on."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.intervals.planted import Planted
from topics.kernels.shares.posterior import MixturePrior, draw_topics
from topics.shares.intervals.calibration import token_parts
from topics.shares.intervals.posterior import CountedDocuments
from topics.shares.intervals.topic_errors import topic_counts

ROUNDS, FIRST_KEPT, SWEEPS = 80, 20, 12
"""Times that topics are drawn, the first of them that counts, and draws of tokens between two."""

MUCH = 1e9
"""Tokens from which topics are known exactly, but for terms that they lack."""

Floats = NDArray[np.float64]


def best_shares(
    planted: Planted, prior: MixturePrior, topic_term_prior: float
) -> tuple[Floats, Floats]:
    """Mean and variance of shares over the posterior of topics and tokens together.

    Blocked Gibbs sampling: topics given the tokens' topics, from a Dirichlet distribution with the
    prior that made them, and tokens given the topics. It starts at the true topics, so it needs
    not find them: no interval that holds as much can be much narrower on average.

    Parameters
    ----------
    planted : Planted
    prior : MixturePrior
        Of documents and sections.
    topic_term_prior : float

    Returns
    -------
    mean, variance : array, shape (n_documents, n_topics)
    """
    rng = np.random.default_rng(0)
    counts: Any = planted.counts
    documents = CountedDocuments.of(counts.matrix, counts.row_document, counts.n_documents)
    entries, row, weight = token_parts(counts.matrix, documents.sections.section)
    term, owner = counts.matrix.indices[entries], counts.row_document[row]
    sizes = np.bincount(owner, minlength=counts.n_documents)
    first_token = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    topic, topics = np.empty(len(term), np.int32), planted.topic_term
    shape, n_documents = topics.shape, counts.n_documents
    summed = np.zeros((2, n_documents, len(topics)))
    for number in range(ROUNDS):
        known, state = topic_counts(MUCH * topics), np.uint64(rng.integers(2**32))
        draw_topics(documents.sections, known, prior, state, SWEEPS, first_token, topic)
        drawn = np.zeros(shape)
        np.add.at(drawn, (topic, term), weight)
        topics = rng.standard_gamma(drawn + topic_term_prior)
        topics = topics / topics.sum(axis=1, keepdims=True)
        if number >= FIRST_KEPT:
            shares = np.zeros((n_documents, len(topics)))
            np.add.at(shares, (owner, topic), weight)
            shares /= shares.sum(axis=1, keepdims=True)
            summed += shares, shares**2
    mean, square = summed / (ROUNDS - FIRST_KEPT)
    return mean, np.maximum(square - mean**2, 0.0)
