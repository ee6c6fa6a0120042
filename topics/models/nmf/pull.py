"""What draws NMF's factor over terms beside the rows: seed words, and rows seen earlier."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from topics.models.nmf.problem import Problem, Pull
from topics.models.nmf.sweeps import LEAST

Floats = NDArray[np.float32]


def seeded_terms(problem: Problem, loss: str, prior: NDArray[np.float64]) -> Floats:
    """A prior (n_topics, n_terms) as a factor (n_terms, n_topics) whose topics are like rows.

    Every topic that has any seed words gets the mean length of the rows (Frobenius), or
    their mean sum (Kullback-Leibler).
    """
    n_rows = max(problem.n_rows, 1)
    size: Any
    if loss == "frobenius":
        size = np.sqrt((prior**2).sum(axis=1))
        wanted = float(np.sqrt(problem.squares / n_rows))
    else:
        size = prior.sum(axis=1)
        wanted = problem.total / n_rows
    factor = wanted / np.where(size > 0, size, 1.0)
    return np.ascontiguousarray((prior * factor[:, None]).T, dtype=np.float32)


def seed_pull(loss: str, seeds: Floats, strength: float) -> Pull:
    """The pull of `strength` rows for each topic with seed words, that hold nothing but those.

    It is ``strength / 2 * (seeds - H)**2`` or ``strength * (seeds * log(seeds / H) - seeds +
    H)``, summed over all terms: were it summed over the seed words alone, a topic could follow
    by growing as a whole.
    """
    seeded = strength * seeds.any(axis=0).astype(np.float64)
    named = seeds[seeds > 0].astype(np.float64)
    if loss == "frobenius":
        shared: Any = np.diag(seeded)
        constant = float(0.5 * (named**2).sum())
    else:
        shared = seeded
        constant = float((named * np.log(named) - named).sum())
    return Pull(np.float32(strength) * seeds, shared, strength * constant)


def earlier_pull(
    loss: str, term_topic: Floats, seen: NDArray[np.float64], pull: Pull | None
) -> Pull:
    """The pull of earlier rows towards the factor that they left, beside that of seed words.

    With the earlier rows' Gram matrix ``G`` it is ``0.5 * tr((H - H0) @ G @ (H - H0).T)``, with
    their mass ``m`` the divergence of ``H0 * m`` from ``H * m``.
    """
    if loss == "frobenius":
        # BLAS may sum in another order on more threads.
        with threadpool_limits(1, user_api="blas"):
            extra = term_topic @ seen.astype(np.float32)
        constant = float(0.5 * np.multiply(extra, term_topic, dtype=np.float64).sum())
    else:
        extra = term_topic * seen.astype(np.float32)
        logs = np.log(np.maximum(term_topic, LEAST), dtype=np.float64)
        constant = float((extra * logs - extra).sum())
    if pull is None:
        return Pull(extra, seen, constant)
    return Pull(pull.extra + extra, pull.shared + seen, pull.constant + constant)
