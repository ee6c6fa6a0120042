"""Sweeps of NMF: both losses behind one interface, and the extrapolation that they share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from topics.kernels.nmf.divergence import scale_rows
from topics.kernels.nmf.least_squares import solve_rows
from topics.kernels.nmf.sparse_products import extrapolate, gram_parts
from topics.kernels.nmf.transposing import transpose
from topics.models.nmf.problem import Problem, SparseRows, widened

Floats = NDArray[np.float32]

KERNELS = (extrapolate, gram_parts, scale_rows, solve_rows, transpose)

N_PARTS = 32
"""Parts of a factor whose Gram matrices are added up in order: more than there are threads."""

LEAST = np.float32(1e-15)
"""What multiplicative updates do not fall below, where the largest value of the rows is 1."""


class Loss(Protocol):
    """How one factor is renewed while the other is frozen, and what that leaves.

    Attributes
    ----------
    tolerance : float
        The share of the objective below which a gain is small, where none is given.
    both_ways : bool
        Whether falling numbers are extrapolated as well as rising ones.
    start, growth, most : float
        Of the weight of the extrapolation.
    looks_back : bool
        Whether `renew_terms` tells the objective of the factors that it was given, and not
        of those that it leaves.
    lanes : int
        Sweeps fill the topics up with zeros to a multiple of so many, which the processor adds
        in one go.
    """

    tolerance: float
    both_ways: bool
    start: float
    growth: float
    most: float
    looks_back: bool
    lanes: int

    def renew_rows(
        self, problem: Problem, row_topic: Floats, term_topic: Floats, settle: int = 0
    ) -> None:
        """Renew `row_topic` in place, as a sweep does or until it settles in so many passes."""
        ...

    def renew_terms(self, problem: Problem, row_topic: Floats, term_topic: Floats) -> float:
        """Renew `term_topic` in place; the objective."""
        ...

    def finish(
        self, problem: Problem, row_topic: Floats, term_topic: Floats, n_passes: int
    ) -> tuple[float, NDArray[np.float64]]:
        """Settle `row_topic` in so many passes.

        The loss alone, without penalties and pulls, and what stands for the rows once they are
        gone: their Gram matrix, or their mass.
        """
        ...

    def size(self, problem: Problem) -> float:
        """How large the loss may be."""
        ...


class Frobenius:
    """Half the squared distance: coordinate descent (HALS; Cichocki and Phan 2009)."""

    both_ways, start, growth, most, looks_back = True, 0.5, 1.05, 0.9, False
    tolerance, passes, least_gain, settled, lanes = 5e-6, 2, 0.01, 1e-10, 8

    def renew_rows(
        self, problem: Problem, row_topic: Floats, term_topic: Floats, settle: int = 0
    ) -> None:
        """Renew `row_topic` in place, as a sweep does or until it settles in so many passes."""
        self._renew_rows(problem, row_topic, term_topic, gram(term_topic), settle)

    def renew_terms(self, problem: Problem, row_topic: Floats, term_topic: Floats) -> float:
        """Renew `term_topic` in place; the objective that it comes to."""
        pull = problem.pull
        row_gram = gram(row_topic)
        full = row_gram if pull is None else row_gram + pull.shared
        cross = solve(
            problem.columns, row_topic, full, problem.term_linear, problem.term_quadratic,
            term_topic, self.passes, self.least_gain,
            None if pull is None else pull.extra,
        )  # fmt: skip
        term_gram = gram(term_topic)
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

    def finish(
        self, problem: Problem, row_topic: Floats, term_topic: Floats, n_passes: int
    ) -> tuple[float, NDArray[np.float64]]:
        """Settle `row_topic` in so many passes; half the squared distance, Gram matrix."""
        term_gram = gram(term_topic)
        cross = self._renew_rows(problem, row_topic, term_topic, term_gram, n_passes)
        row_gram = gram(row_topic)
        products = (row_gram * term_gram).sum()
        return max(float(0.5 * (problem.squares + products) - cross), 0.0), row_gram

    def size(self, problem: Problem) -> float:
        """Half the summed squares: the loss of empty factors."""
        return 0.5 * problem.squares

    def _renew_rows(
        self,
        problem: Problem,
        row_topic: Floats,
        term_topic: Floats,
        term_gram: NDArray[np.float64],
        settle: int,
    ) -> float:
        return solve(
            problem.rows, term_topic, term_gram, problem.row_linear, problem.row_quadratic,
            row_topic, settle or self.passes, self.settled if settle else self.least_gain,
        )  # fmt: skip


class KullbackLeibler:
    """Generalised divergence: multiplicative updates (Lee and Seung 2001).

    Only what rises is extrapolated (Hien, Leplat and Gillis 2024): numbers on their way to
    zero would otherwise be caught there.
    """

    both_ways, start, growth, most, looks_back = False, 0.9, 1.05, 1.0, True
    tolerance, row_passes, term_passes, settled, lanes = 1e-4, 2, 1, 1e-5, 1

    def renew_rows(
        self, problem: Problem, row_topic: Floats, term_topic: Floats, settle: int = 0
    ) -> None:
        """Renew `row_topic` in place, as a sweep does or until it settles in so many passes."""
        mass = term_topic.sum(axis=0, dtype=np.float64) + problem.row_linear
        scale(
            problem.rows, term_topic, mass, problem.row_quadratic, row_topic,
            settle or self.row_passes, self.settled if settle else 0.0,
        )  # fmt: skip

    def renew_terms(self, problem: Problem, row_topic: Floats, term_topic: Floats) -> float:
        """Renew `term_topic` in place; the objective before."""
        pull = problem.pull
        mass = row_topic.sum(axis=0, dtype=np.float64)
        shared = mass if pull is None else mass + pull.shared
        term_mass = term_topic.sum(axis=0, dtype=np.float64)
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
        score = scale(
            problem.columns, row_topic, shared + problem.term_linear, problem.term_quadratic,
            term_topic, self.term_passes, 0.0,
            None if pull is None else pull.extra,
        )  # fmt: skip
        return max(float(objective + score), 0.0)

    def finish(
        self, problem: Problem, row_topic: Floats, term_topic: Floats, n_passes: int
    ) -> tuple[float, NDArray[np.float64]]:
        """Settle `row_topic` in so many passes; the divergence, mass."""
        self.renew_rows(problem, row_topic, term_topic, n_passes)
        mass = row_topic.sum(axis=0, dtype=np.float64)
        expected = (mass * term_topic.sum(axis=0, dtype=np.float64)).sum()
        score = scale(problem.columns, row_topic, mass, 0.0, term_topic.copy(), 1, 0.0)
        return max(float(expected - problem.total + score), 0.0), mass

    def size(self, problem: Problem) -> float:
        """The sum of the values: that of empty factors is infinite."""
        return problem.total


LOSSES: dict[str, type[Frobenius] | type[KullbackLeibler]] = {
    "frobenius": Frobenius,
    "kullback-leibler": KullbackLeibler,
}


@dataclass(frozen=True)
class Factors:
    """What sweeps come to.

    Attributes
    ----------
    row_topic : array of float32, shape (n_rows, n_topics or more)
    term_topic : array of float32, shape (n_terms, n_topics or more)
        Columns beyond the topics are zeros.
    objective : list of float
        One for every sweep.
    converged : bool
    """

    row_topic: Floats
    term_topic: Floats
    objective: list[float]
    converged: bool


def sweep(
    problem: Problem,
    loss: Loss,
    row_topic: Floats,
    term_topic: Floats,
    max_sweeps: int,
    tolerance: float,
    tell: Callable[[int], None],
) -> Factors:
    """Sweep from given factors, which are left as they are, until little is gained.

    Every renewal starts from a point beyond the last one, in the direction of the last move
    (Ang and Gillis 2019). A sweep that would raise the objective is taken back, and the next
    one goes without: the objective never rises. The weight of the extrapolation grows
    while it helps.
    """
    width = -(-row_topic.shape[1] // loss.lanes) * loss.lanes
    if problem.pull is not None and width > row_topic.shape[1]:
        problem = replace(problem, pull=problem.pull.widened(width))
    row_topic, term_topic = widened(row_topic, width), widened(term_topic, width)
    weight, most = loss.start, loss.most
    plain = not row_topic.any()  # no weights so far: no direction to go on in
    kept_rows, kept_terms = row_topic, term_topic
    last_rows, last_terms = row_topic, term_topic
    objective: list[float] = []
    converged, n_small = False, 0
    # Where the rows have an exact factorisation the objective falls without end.
    nothing = tolerance * loss.size(problem)
    while len(objective) < max_sweeps and not converged:
        now = np.float32(0.0 if plain else weight)
        fresh_rows = row_topic.copy()
        loss.renew_rows(problem, fresh_rows, term_topic)
        next_rows = _beyond(fresh_rows, last_rows, now, loss)
        fresh_terms = term_topic.copy()
        value = loss.renew_terms(problem, next_rows, fresh_terms)
        rose = bool(objective) and not value <= objective[-1]
        if rose:
            # A plain sweep that rises is at the end of what float32 can tell.
            converged = plain
            objective.append(objective[-1])
            row_topic, term_topic = last_rows, last_terms = kept_rows, kept_terms
            most, weight, plain = max(weight, 0.1), weight / 1.5, True
        else:
            gain = objective[-1] - value if objective else np.inf
            # One small gain may follow a sweep that was taken back.
            n_small = n_small + 1 if gain < tolerance * value else 0
            converged = value <= nothing or n_small == 2
            objective.append(value)
            kept_rows, kept_terms = next_rows, term_topic if loss.looks_back else fresh_terms
            term_topic = _beyond(fresh_terms, last_terms, now, loss)
            row_topic, last_rows, last_terms = next_rows, fresh_rows, fresh_terms
            weight, plain = min(weight * loss.growth, most), False
            most = min(loss.most, most * 1.01)
        tell(len(objective))
    return Factors(kept_rows, kept_terms, objective, converged)


def solve(
    matrix: SparseRows,
    factor: Floats,
    full_gram: NDArray[np.float64],
    linear: float,
    quadratic: float,
    result: Floats,
    n_passes: int,
    tolerance: float,
    extra: Floats | None = None,
) -> float:
    """Least squares of rows over a frozen factor, into `result`; the summed product with it."""
    none = np.empty((0, factor.shape[1]), np.float32)
    cross = np.empty(matrix.n_rows)
    solve_rows(
        *matrix.arrays, factor, full_gram.astype(np.float32), np.float32(linear),
        np.float32(quadratic), none if extra is None else extra, n_passes,
        np.float32(tolerance), result, cross,
    )  # fmt: skip
    return float(cross.sum())


def scale(
    matrix: SparseRows,
    factor: Floats,
    mass: NDArray[np.float64],
    quadratic: float,
    result: Floats,
    n_passes: int,
    tolerance: float,
    extra: Floats | None = None,
) -> float:
    """Multiplicative updates of rows over a frozen factor, into `result`; the log ratios before."""
    none = np.empty((0, factor.shape[1]), np.float32)
    score = np.empty(matrix.n_rows)
    scale_rows(
        *matrix.arrays, np.maximum(factor, LEAST), np.maximum(mass, LEAST).astype(np.float32),
        np.float32(quadratic), none if extra is None else extra, n_passes,
        np.float32(tolerance), LEAST, result, score,
    )  # fmt: skip
    return float(score.sum())


def gram(factor: Floats) -> NDArray[np.float64]:
    """``factor.T @ factor``."""
    n_topics = factor.shape[1]
    parts = np.empty((N_PARTS, n_topics, n_topics), np.float32)
    gram_parts(factor, parts)
    result: NDArray[np.float64] = parts.sum(axis=0, dtype=np.float64)
    return result


def _beyond(now: Floats, before: Floats, weight: np.float32, loss: Loss) -> Floats:
    if weight == 0:
        return now
    result = np.empty_like(now)
    extrapolate(now, before, weight, loss.both_ways, result)
    return result
