"""Where an NMF fit with seed words starts, and the weights of the words in what pulls it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from topics.models.nmf.loss import Floats, Loss
from topics.models.nmf.problem import Problem
from topics.models.seed_words import SeedColumns
from topics.shares import matched_topics, term_roots

SEED_WEIGHT = 0.01
"""Seed words pull as this share of a topic's rows would that hold nothing else. On 20 Newsgroups
ten times as much leaves topics of little but their words (largest topics agree with the groups for
37% of the posts instead of 48%)."""


def seed_weights(problem: Problem, seeds: SeedColumns, n_topics: int) -> NDArray[np.float64]:
    """Weights of the seed words in their topics, (n_topics, n_vocabulary): sums of their columns.

    Words that no row holds weigh as if one row held them once.
    """
    sums = np.asarray(problem.matrix.sum(axis=0, dtype=np.float64)).ravel()[seeds.terms]
    weights = np.zeros((n_topics, problem.n_vocabulary))
    weights[seeds.topics, seeds.terms] = np.where(sums > 0, sums, 1.0)
    return weights


def guided_terms(
    problem: Problem, loss: Loss, term_topic: Floats, seeds: SeedColumns, prior: Floats
) -> Floats:
    """The factor over terms (n_vocabulary, n_topics) before the first sweep.

    A seeded topic starts as what the mean of the rows that hold its words has more than the mean
    of all rows. Free topics start as those of `term_topic` that are least like the seeded ones;
    otherwise they would start where these are.

    Parameters
    ----------
    problem : Problem
    loss : Loss
    term_topic : array of float32, shape (n_vocabulary, n_topics)
        A start without seed words.
    seeds : SeedColumns
    prior : array of float32, shape (n_vocabulary, n_topics)
        Seed words as a factor: the start of topics whose words no row holds.
    """
    n_topics, n_seeded = term_topic.shape[1], seeds.n_seeded
    means = np.zeros((n_topics, problem.n_vocabulary))
    shares = seeds.shares_of_rows(problem.matrix)
    mass = np.asarray(shares.sum(axis=0)).ravel()
    means[:n_seeded] = (problem.matrix.T @ shares).toarray().T
    means[:n_seeded] /= np.where(mass > 0, mass, 1.0)[:, None]
    of_all = np.asarray(problem.matrix.mean(axis=0, dtype=np.float64)).ravel()
    means[:n_seeded] = np.maximum(means[:n_seeded] - of_all, 0.0)
    result = loss.seeded_terms(problem, means)
    is_asked = prior.any(axis=0)
    empty = np.flatnonzero(is_asked & ~means.any(axis=1))
    result[:, empty] = prior[:, empty]
    seeded = np.flatnonzero(is_asked)
    _, alike = matched_topics(term_roots(result.T[seeded]), term_roots(term_topic.T))
    others = np.setdiff1d(np.arange(n_topics), alike)
    result[:, np.flatnonzero(~is_asked)] = term_topic[:, others]
    return result
