"""What the seed words of NMF stand for: the rows that hold them, as a start and as a pull."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from topics.models.nmf.loss import Floats
from topics.models.nmf.problem import Problem
from topics.models.seed_words import SeedColumns
from topics.shares import matched_topics, term_roots

SEED_WEIGHT = 1.0
"""Seed words pull as this share of a topic's rows would. A tenth of it is as good on 20 Newsgroups,
but lets fits of samples of small corpora lose topics."""


def seed_weights(problem: Problem, seeds: SeedColumns, n_topics: int) -> NDArray[np.float64]:
    """Terms of the topics that the seed words lead to, (n_topics, n_vocabulary); 0 in free ones.

    They are what the mean of the rows that hold a topic's words has more than the mean of all
    rows. Seed words alone would leave topics of little else, which few rows need. Where no row
    holds a word of a topic, they are its words.
    """
    shares = seeds.shares_of_rows(problem.matrix)
    mass = np.asarray(shares.sum(axis=0)).ravel()
    means = (problem.matrix.T @ shares).toarray().T / np.where(mass > 0, mass, 1.0)[:, None]
    of_all = np.asarray(problem.matrix.mean(axis=0, dtype=np.float64)).ravel()
    weights = np.zeros((n_topics, problem.n_vocabulary))
    weights[: seeds.n_seeded] = np.maximum(means - of_all, 0.0)
    is_lost = weights.sum(axis=1)[seeds.topics] == 0
    weights[seeds.topics[is_lost], seeds.terms[is_lost]] = 1.0
    return weights


def guided_terms(term_topic: Floats, prior: Floats) -> Floats:
    """The factor over terms (n_vocabulary, n_topics) before the first sweep.

    Free topics start as those of `term_topic` that are least like the seeded ones; otherwise they
    would start where these are.

    Parameters
    ----------
    term_topic : array of float32, shape (n_vocabulary, n_topics)
        A start without seed words.
    prior : array of float32, shape (n_vocabulary, n_topics)
        `seed_weights` as a factor.
    """
    is_seeded = prior.any(axis=0)
    _, alike = matched_topics(term_roots(prior.T[is_seeded]), term_roots(term_topic.T))
    result = prior.copy()
    result[:, ~is_seeded] = np.delete(term_topic, alike, axis=1)
    return result
