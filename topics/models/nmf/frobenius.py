"""Half the squared distance, by coordinate descent (HALS; Cichocki and Phan 2009)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from topics.kernels.nmf.arrays import LeastSquares
from topics.kernels.nmf.least_squares import solve_rows
from topics.kernels.nmf.sparse_products import gram_parts
from topics.kernels.threads import one_blas_thread
from topics.models.nmf.loss import Extrapolation, Floats, extra_of, renew
from topics.models.nmf.problem import Problem
from topics.models.nmf.pull import Pull
from topics.models.nmf.start import row_start, spectral_start

N_PARTS = 32
"""Gram matrices are summed over this many parts of a factor, in order; there should be more than
threads."""

PASSES, LEAST_GAIN, SETTLED = 2, 0.01, 1e-10
"""A sweep makes at most `PASSES` passes, until one gains less than `LEAST_GAIN` of the first;
rows are settled when one gains less than `SETTLED` of the first."""


class Frobenius:
    r"""The loss :math:`\tfrac{1}{2} \|V - WH\|_F^2`; see `topics.models.nmf.loss.Loss`."""

    tolerance = 5e-6
    loose_tolerance = 3e-4
    unit = 2
    lanes = 8
    extrapolation = Extrapolation(start=0.5, most=0.9, growth=1.05, both_ways=True)
    looks_back = False

    def renew_rows(
        self, problem: Problem, row_topic: Floats, term_topic: Floats, max_passes: int = 0
    ) -> None:
        """Renew `row_topic` in place, as in a sweep, or for up to `max_passes` until it settles."""
        self._renew_rows(problem, row_topic, term_topic, gram(term_topic), max_passes)

    def renew_terms(self, problem: Problem, row_topic: Floats, term_topic: Floats) -> float:
        """Renew `term_topic` in place, and return the objective of the new factors."""
        pull = problem.pull
        row_gram = gram(row_topic)
        full = row_gram if pull is None else row_gram + pull.shared
        cross = renew(
            solve_rows,
            problem.columns,
            LeastSquares(
                row_topic,
                full.astype(np.float32),
                np.float32(problem.term_linear),
                np.float32(problem.term_quadratic),
                extra_of(pull, row_topic.shape[1]),
            ),
            term_topic,
            PASSES,
            LEAST_GAIN,
        )
        term_gram = gram(term_topic)
        # |V - WH|^2 / 2 = (|V|^2 + tr(W'W HH')) / 2 - tr(W'VH')
        objective = 0.5 * (problem.squares + (full * term_gram).sum()) - cross
        objective += 0.5 * problem.row_quadratic * np.trace(row_gram)
        objective += 0.5 * problem.term_quadratic * np.trace(term_gram)
        if problem.row_linear:
            objective += problem.row_linear * row_topic.sum(dtype=np.float64)
        if problem.term_linear:
            objective += problem.term_linear * term_topic.sum(dtype=np.float64)
        if pull is not None:
            objective += pull.constant
        return max(float(objective), 0.0)

    def settle(
        self, problem: Problem, row_topic: Floats, term_topic: Floats, max_passes: int
    ) -> tuple[float, NDArray[np.float64]]:
        """Settle `row_topic` in place; half the squared distance, and its Gram matrix."""
        term_gram = gram(term_topic)
        cross = self._renew_rows(problem, row_topic, term_topic, term_gram, max_passes)
        row_gram = gram(row_topic)
        products = (row_gram * term_gram).sum()
        return max(float(0.5 * (problem.squares + products) - cross), 0.0), row_gram

    def of_nothing(self, values: Floats) -> float:
        """Half the sum of squares."""
        return 0.5 * float(np.square(values, dtype=np.float64).sum())

    def size(self, problem: Problem) -> float:
        """Half the sum of squares: the loss of empty factors."""
        return 0.5 * problem.squares

    def distance(self, loss: float, exponent: int) -> float:
        """The distance between the rows and the product of the factors."""
        return float(np.ldexp(np.sqrt(2 * loss), exponent))

    def without_floor(self, factor: Floats) -> NDArray[np.float64]:
        """The factor in float64: coordinate descent reaches 0."""
        return factor.astype(np.float64, order="C")

    def start(
        self, problem: Problem, n_topics: int, random_state: int, *, at_random: bool
    ) -> tuple[Floats, Floats]:
        """Singular vectors, or random rows fitted to a sample."""
        if at_random:
            return row_start(problem, n_topics, random_state, self)
        return spectral_start(problem, n_topics, random_state)

    def start_rows(self, problem: Problem, term_topic: Floats) -> Floats:
        """Zeros."""
        return np.zeros((problem.n_rows, term_topic.shape[1]), np.float32)

    def start_seeded(self, problem: Problem, term_topic: Floats) -> None:
        """Nothing to change: coordinate descent leaves 0 by itself."""

    def seeded_terms(self, problem: Problem, prior: NDArray[np.float64]) -> Floats:
        """Topics with seed words get the root mean square length of the rows."""
        length = np.sqrt((prior**2).sum(axis=1))
        usual = float(np.sqrt(problem.squares / max(problem.n_rows, 1)))
        factor = usual / np.where(length > 0, length, 1.0)
        return np.ascontiguousarray((prior * factor[:, None]).T, dtype=np.float32)

    def seed_pull(self, seeds: Floats, strengths: NDArray[np.float64]) -> Pull:
        """``strengths / 2 * (seeds - H)**2``, summed over all terms of topics with seed words.

        Summed over the seed words alone, it would allow a topic to grow as a whole instead.
        """
        seeded = strengths * seeds.any(axis=0)
        constants = 0.5 * np.square(seeds, dtype=np.float64).sum(axis=0)
        extra = strengths.astype(np.float32) * seeds
        return Pull(extra, np.diag(seeded), float((strengths * constants).sum()))

    def earlier_pull(self, term_topic: Floats, summary: NDArray[np.float64]) -> Pull:
        """``0.5 * tr((H - H0) @ G @ (H - H0).T)`` with the Gram matrix ``G`` of earlier rows."""
        with one_blas_thread():
            extra = term_topic @ summary.astype(np.float32)
        constant = float(0.5 * np.multiply(extra, term_topic, dtype=np.float64).sum())
        return Pull(extra, summary, constant)

    def _renew_rows(
        self,
        problem: Problem,
        row_topic: Floats,
        term_topic: Floats,
        term_gram: NDArray[np.float64],
        max_passes: int,
    ) -> float:
        """Renew `row_topic`; the sum of the products of the rows with their approximations."""
        return renew(
            solve_rows,
            problem.rows,
            LeastSquares(
                term_topic,
                term_gram.astype(np.float32),
                np.float32(problem.row_linear),
                np.float32(problem.row_quadratic),
                extra_of(None, term_topic.shape[1]),
            ),
            row_topic,
            max_passes or PASSES,
            SETTLED if max_passes else LEAST_GAIN,
        )


def gram(factor: Floats) -> NDArray[np.float64]:
    """``factor.T @ factor``, shape (n_topics, n_topics)."""
    n_topics = factor.shape[1]
    parts = np.empty((N_PARTS, n_topics, n_topics), np.float32)
    gram_parts(factor, parts)
    result: NDArray[np.float64] = parts.sum(axis=0, dtype=np.float64)
    return result


FROBENIUS = Frobenius()
