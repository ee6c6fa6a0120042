"""Sweeps of NMF: the factors are renewed in turn and extrapolated, for any loss."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from topics.kernels.nmf.sparse_products import extrapolate
from topics.models.nmf.loss import Floats, Loss
from topics.models.nmf.problem import Problem
from topics.models.nmf.pull import widened

SMALL_GAINS = 2
"""A fit has converged after this many consecutive small gains: one may follow a sweep that was
taken back."""

SLOWDOWN = 1.5
"""The weight of the extrapolation is divided by this after a sweep that was taken back."""

LIMIT_GROWTH, LEAST_LIMIT = 1.01, 0.1
"""A sweep that was taken back limits the weight to the one it had, at least `LEAST_LIMIT`; the
limit grows by `LIMIT_GROWTH` with every sweep that helps."""


@dataclass(frozen=True)
class Factors:
    """The result of sweeps.

    Attributes
    ----------
    row_topic : array of float32, shape (n_rows, n_topics or more)
    term_topic : array of float32, shape (n_vocabulary, n_topics or more)
        Columns beyond the topics are zeros.
    objective : list of float
        One number for every sweep.
    converged : bool
    """

    row_topic: Floats
    term_topic: Floats
    objective: list[float]
    converged: bool


def run_sweeps(
    problem: Problem,
    loss: Loss,
    row_topic: Floats,
    term_topic: Floats,
    max_sweeps: int,
    tolerance: float,
    after_sweep: Callable[[int], None] = lambda n_sweeps: None,
) -> Factors:
    """Sweep until convergence or for `max_sweeps`; the given factors are not changed.

    With the renewed factors :math:`U_t`, each renewal starts from the extrapolated point
    :math:`U_t + w (U_t - U_{t - 1})` (Ang and Gillis 2019). The weight `w` grows while this helps.
    A sweep that would raise the objective is taken back and repeated without extrapolation, so
    the objective never rises.

    Parameters
    ----------
    problem : Problem
    loss : Loss
    row_topic : array of float32, shape (n_rows, n_topics)
    term_topic : array of float32, shape (n_vocabulary, n_topics)
    max_sweeps : int
    tolerance : float
        A gain is small if it is less than this share of the objective.
    after_sweep : callable
        Called with the number of sweeps so far.
    """
    width = -(-row_topic.shape[1] // loss.lanes) * loss.lanes
    if problem.pull is not None and width > row_topic.shape[1]:
        problem = replace(problem, pull=problem.pull.widened(width))
    row_topic, term_topic = widened(row_topic, width), widened(term_topic, width)
    weight, limit = loss.extrapolation.start, loss.extrapolation.most
    is_plain = not row_topic.any()  # without weights there is no direction to extrapolate in
    kept_rows, kept_terms = row_topic, term_topic
    last_rows, last_terms = row_topic, term_topic
    objective: list[float] = []
    converged, n_small = False, 0
    # If the rows have an exact factorisation, the objective falls without end.
    zero = tolerance * loss.size(problem)
    while len(objective) < max_sweeps and not converged:
        now = np.float32(0.0 if is_plain else weight)
        fresh_rows = row_topic.copy()
        loss.renew_rows(problem, fresh_rows, term_topic)
        next_rows = extrapolated(fresh_rows, last_rows, now, loss)
        fresh_terms = term_topic.copy()
        value = loss.renew_terms(problem, next_rows, fresh_terms)
        rose = bool(objective) and not value <= objective[-1]
        if rose:
            # If the objective rises without extrapolation, float32 cannot lower it further.
            converged = is_plain
            objective.append(objective[-1])
            row_topic, term_topic = last_rows, last_terms = kept_rows, kept_terms
            limit, weight, is_plain = max(weight, LEAST_LIMIT), weight / SLOWDOWN, True
        else:
            gain = objective[-1] - value if objective else np.inf
            n_small = n_small + 1 if gain < tolerance * value else 0
            converged = value <= zero or n_small == SMALL_GAINS
            objective.append(value)
            kept_rows, kept_terms = next_rows, term_topic if loss.looks_back else fresh_terms
            term_topic = extrapolated(fresh_terms, last_terms, now, loss)
            row_topic, last_rows, last_terms = next_rows, fresh_rows, fresh_terms
            weight, is_plain = min(weight * loss.extrapolation.growth, limit), False
            limit = min(loss.extrapolation.most, limit * LIMIT_GROWTH)
        after_sweep(len(objective))
    return Factors(kept_rows, kept_terms, objective, converged)


def extrapolated(now: Floats, before: Floats, weight: np.float32, loss: Loss) -> Floats:
    """``max(now + weight * (now - before), 0)``, in the directions that the loss allows."""
    if weight == 0:
        return now
    result = np.empty_like(now)
    extrapolate(now, before, weight, loss.extrapolation.both_ways, result)
    return result
