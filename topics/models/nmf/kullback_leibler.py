"""Generalised Kullback-Leibler divergence, by multiplicative updates (Lee and Seung 2001)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from topics.kernels.nmf.arrays import Divergence
from topics.kernels.nmf.divergence import scale_rows
from topics.kernels.rows import Rows
from topics.models.nmf.frobenius import FROBENIUS
from topics.models.nmf.loss import Extrapolation, Floats, extra_of, renew
from topics.models.nmf.problem import Problem
from topics.models.nmf.pull import Pull
from topics.models.nmf.start import random_start, root_start

LEAST = np.float32(1e-15)
"""Multiplicative updates do not fall below this; the largest value of the rows is about 1."""

ROW_PASSES, TERM_PASSES, SETTLED = 2, 1, 1e-5
"""Passes of a sweep over rows and over terms; rows are settled when no number changes by more
than `SETTLED` times their sum."""


class KullbackLeibler:
    r"""The loss :math:`\sum V \log \frac{V}{WH} - V + WH`; see `topics.models.nmf.loss.Loss`.

    Only rising numbers are extrapolated (Hien, Leplat and Gillis 2024): falling ones would be
    extrapolated to zero, where multiplicative updates cannot leave again.
    """

    tolerance = 1e-4
    loose_tolerance = 1e-3
    unit = 1
    lanes = 1
    extrapolation = Extrapolation(start=0.9, most=1.0, growth=1.05, both_ways=False)
    looks_back = True

    def renew_rows(
        self, problem: Problem, row_topic: Floats, term_topic: Floats, max_passes: int = 0
    ) -> None:
        """Renew `row_topic` in place, as in a sweep, or for up to `max_passes` until it settles."""
        mass = term_topic.sum(axis=0, dtype=np.float64) + problem.row_linear
        _renew(
            problem.rows, term_topic, mass, problem.row_quadratic, row_topic,
            max_passes or ROW_PASSES, SETTLED if max_passes else 0.0,
        )  # fmt: skip

    def renew_terms(self, problem: Problem, row_topic: Floats, term_topic: Floats) -> float:
        """Renew `term_topic` in place, and return the objective of the factors before."""
        pull = problem.pull
        mass = row_topic.sum(axis=0, dtype=np.float64)
        shared = mass if pull is None else mass + pull.shared
        term_mass = term_topic.sum(axis=0, dtype=np.float64)
        # sum(WH) is the product of the two masses; the kernel sums V log(V / WH) as it visits.
        objective = (shared * term_mass).sum() - problem.total
        objective += problem.row_linear * mass.sum() + problem.term_linear * term_mass.sum()
        if problem.row_quadratic:
            squares = np.square(row_topic, dtype=np.float64).sum()
            objective += 0.5 * problem.row_quadratic * squares
        if problem.term_quadratic:
            squares = np.square(term_topic, dtype=np.float64).sum()
            objective += 0.5 * problem.term_quadratic * squares
        if pull is not None:
            logs = np.log(np.maximum(term_topic, LEAST), dtype=np.float64)
            objective += pull.constant - (pull.extra * logs).sum()
        score = _renew(
            problem.columns, row_topic, shared + problem.term_linear, problem.term_quadratic,
            term_topic, TERM_PASSES, 0.0, pull,
        )  # fmt: skip
        return max(float(objective + score), 0.0)

    def settle(
        self, problem: Problem, row_topic: Floats, term_topic: Floats, max_passes: int
    ) -> tuple[float, NDArray[np.float64]]:
        """Settle `row_topic` in place; the divergence, and its mass."""
        self.renew_rows(problem, row_topic, term_topic, max_passes)
        mass = row_topic.sum(axis=0, dtype=np.float64)
        expected = (mass * term_topic.sum(axis=0, dtype=np.float64)).sum()
        score = _renew(problem.columns, row_topic, mass, 0.0, term_topic.copy(), 1, 0.0)
        return max(float(expected - problem.total + score), 0.0), mass

    def of_nothing(self, values: Floats) -> float:
        """The divergence from the floor of the updates; that from 0 is infinite."""
        above = values[values > 0].astype(np.float64)
        return float((above * np.log(above / LEAST) - above).sum())

    def size(self, problem: Problem) -> float:
        """The sum of the values; the divergence of empty factors is infinite."""
        return problem.total

    def distance(self, loss: float, exponent: int) -> float:
        """The square root of twice the divergence."""
        return float(np.sqrt(np.ldexp(2 * loss, exponent)))

    def without_floor(self, factor: Floats) -> NDArray[np.float64]:
        """The factor in float64, with 0 where multiplicative updates came down to their floor."""
        result = factor.astype(np.float64, order="C")
        result[factor <= 10 * LEAST] = 0
        return result

    def start(
        self, problem: Problem, n_topics: int, random_state: int, *, at_random: bool
    ) -> tuple[Floats, Floats]:
        """A short least-squares fit to the rows' square roots, or random numbers."""
        if at_random:
            return random_start(problem, n_topics, random_state)
        return root_start(problem, n_topics, random_state, FROBENIUS)

    def start_rows(self, problem: Problem, term_topic: Floats) -> Floats:
        """Rows whose products with the factor have the right sums."""
        mass = max(float(term_topic.sum(dtype=np.float64)), float(LEAST))
        lengths = np.asarray(problem.matrix.sum(axis=1, dtype=np.float64)).ravel()
        row_topic = np.zeros((problem.n_rows, term_topic.shape[1]), np.float32)
        row_topic += (lengths / mass)[:, None].astype(np.float32)
        return row_topic

    def start_seeded(self, problem: Problem, term_topic: Floats) -> None:
        """Lift all numbers above 0, where multiplicative updates would stay."""
        np.maximum(term_topic, max(problem.mean, 1e-6), out=term_topic)

    def seeded_terms(self, problem: Problem, prior: NDArray[np.float64]) -> Floats:
        """Topics with seed words get the mean sum of the rows."""
        total = prior.sum(axis=1)
        factor = problem.total / max(problem.n_rows, 1) / np.where(total > 0, total, 1.0)
        return np.ascontiguousarray((prior * factor[:, None]).T, dtype=np.float32)

    def seed_pull(self, seeds: Floats, strengths: NDArray[np.float64]) -> Pull:
        """``strengths * (seeds * log(seeds / H) - seeds + H)``, summed over all terms.

        Summed over the seed words alone, it would allow a topic to grow as a whole instead.
        """
        seeded: NDArray[np.float64] = strengths * np.any(seeds, axis=0)
        named = np.where(seeds > 0, seeds, 1.0).astype(np.float64)
        constants = (seeds * np.log(named) - seeds).sum(axis=0, dtype=np.float64)
        extra = strengths.astype(np.float32) * seeds
        return Pull(extra, seeded, float((strengths * constants).sum()))

    def earlier_pull(self, term_topic: Floats, summary: NDArray[np.float64]) -> Pull:
        """The divergence of ``H0 * m`` from ``H * m`` with the mass ``m`` of earlier rows."""
        extra = term_topic * summary.astype(np.float32)
        logs = np.log(np.maximum(term_topic, LEAST), dtype=np.float64)
        constant = float((extra * logs - extra).sum())
        return Pull(extra, summary, constant)


def _renew(
    rows: Rows,
    factor: Floats,
    mass: NDArray[np.float64],
    quadratic: float,
    result: Floats,
    n_passes: int,
    tolerance: float,
    pull: Pull | None = None,
) -> float:
    """Renew `result` in place over a frozen factor; the sum of V log(V / WH) before."""
    target = Divergence(
        np.maximum(factor, LEAST),
        np.maximum(mass, LEAST).astype(np.float32),
        np.float32(quadratic),
        extra_of(pull, factor.shape[1]),
        LEAST,
    )
    return renew(scale_rows, rows, target, result, n_passes, tolerance)


KULLBACK_LEIBLER = KullbackLeibler()
