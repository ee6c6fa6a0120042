"""Sweeps of NMF over partitions: the factor over terms here, the rows in jobs.

A sweep solves the rows anew from the factor over terms alone, so that nothing of a row is kept.
The objective is then a function of that factor. The sums of a sweep give its value, and a factor
that has a lower one; from this the next sweep is extrapolated, as in a fit in memory
(`topics.models.nmf.sweeps`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from topics.kernels.nmf.arrays import LeastSquares
from topics.kernels.nmf.least_squares import solve_rows
from topics.kernels.rows import Rows
from topics.models.nmf.frobenius import FROBENIUS, gram
from topics.models.nmf.loss import Floats, extra_of, renew
from topics.models.nmf.partitions.jobs import Sums, Units, Work, solve_partitions
from topics.models.nmf.problem import Problem
from topics.models.nmf.pull import widened
from topics.models.nmf.sweeps import LEAST_LIMIT, LIMIT_GROWTH, SLOWDOWN, SMALL_GAINS, extrapolated
from topics.models.partitions import Checkpoint, PartitionedRows
from topics.scheduling import Scheduler

PASSES, LEAST_GAIN = 10, 0.01
"""Passes over the factor over terms in a sweep, until one gains less than `LEAST_GAIN` of the
first."""


class RowSizes(NamedTuple):
    """What bounds the sums of all rows, which were divided by a power of two.

    Attributes
    ----------
    term_sums : array of float64, shape (n_vocabulary,)
    largest : float
        Largest length of a row.
    squares : float
        Sum of the squares of all values.
    """

    term_sums: NDArray[np.float64]
    largest: float
    squares: float


class SolvedSums(NamedTuple):
    """What the rows add to a sweep.

    Attributes
    ----------
    products : array of float32, shape (n_vocabulary, n_topics)
        The rows, transposed, times their weights.
    gram : array of float64, shape (n_topics, n_topics)
        The Gram matrix of the weights.
    mass : float
        Sum of the weights.
    """

    products: Floats
    gram: NDArray[np.float64]
    mass: float


@dataclass(frozen=True)
class PartitionFit:
    """A factor over terms, and what the rows are with it.

    Attributes
    ----------
    term_topic : array of float32, shape (n_vocabulary, n_topics)
    objective : list of float
        One number for every sweep.
    converged : bool
    loss : float
        Half the squared distance.
    gram : array of float64, shape (n_topics, n_topics)
        The Gram matrix of the factor over rows.
    """

    term_topic: Floats
    objective: list[float]
    converged: bool
    loss: float
    gram: NDArray[np.float64]


class Sweeps:
    """The factor over terms between two sweeps, which is on disk, too.

    Parameters
    ----------
    rows : PartitionedRows
    problem : Problem
        Penalties and pull of all rows; its matrix is not looked at.
    sizes : RowSizes
    start : array of float32, shape (n_vocabulary, n_topics)
    checkpoint : Checkpoint
    scheduler : Scheduler
    """

    def __init__(
        self,
        rows: PartitionedRows,
        problem: Problem,
        sizes: RowSizes,
        start: Floats,
        checkpoint: Checkpoint,
        scheduler: Scheduler,
    ) -> None:
        self._rows, self._sizes = rows, sizes
        self._checkpoint, self._scheduler = checkpoint, scheduler
        self._n_topics = start.shape[1]
        width = -(-self._n_topics // FROBENIUS.lanes) * FROBENIUS.lanes
        pull = problem.pull
        self._problem = replace(problem, pull=None if pull is None else pull.widened(width))
        self._work = Work(
            folder=str(rows.folder),
            n_vocabulary=rows.n_vocabulary,
            exponent=problem.exponent,
            row_linear=problem.row_linear,
            row_quadratic=problem.row_quadratic,
            n_threads=scheduler.n_threads,
        )
        self._weight = FROBENIUS.extrapolation.start
        self._limit = FROBENIUS.extrapolation.most
        self._is_plain, self._n_small, self._done = False, 0, 0
        self.converged = False
        self.objective: list[float] = []
        found = checkpoint.read()
        if found is None:
            self._terms = self._renewed = widened(start, width)
            self._write()
        else:
            state, arrays = found
            self._done, self._n_small = int(state["sweep"]), int(state["n_small"])
            self._weight, self._limit = float(state["weight"]), float(state["limit"])
            self._is_plain, self.converged = bool(state["is_plain"]), bool(state["converged"])
            self.objective = [float(value) for value in state["objective"]]
            self._terms, self._renewed = arrays["term_topic"], arrays["renewed"]
            self._units = Units.read(arrays)

    def sweep(self, tolerance: float) -> None:
        """The next sweep; `converged` if it and the one before gained less than the tolerance."""
        sums = self._summed()
        value = self._objective_of(sums)
        rose = bool(self.objective) and not value <= self.objective[-1]
        if rose:
            # If the objective rises without extrapolation, float32 cannot lower it further.
            self.converged = self._is_plain
            self.objective.append(self.objective[-1])
            self._terms = self._renewed
            self._limit = max(self._weight, LEAST_LIMIT)
            self._weight, self._is_plain = self._weight / SLOWDOWN, True
        else:
            gain = self.objective[-1] - value if self.objective else np.inf
            self._n_small = self._n_small + 1 if gain < tolerance * value else 0
            zero = tolerance * 0.5 * self._sizes.squares
            self.converged = value <= zero or self._n_small == SMALL_GAINS
            self.objective.append(value)
            now = np.float32(0.0 if self._is_plain else self._weight)
            renewed = self._renewed_terms(sums)
            self._terms = extrapolated(renewed, self._renewed, now, FROBENIUS)
            self._renewed = renewed
            extrapolation = FROBENIUS.extrapolation
            self._weight = min(self._weight * extrapolation.growth, self._limit)
            self._limit = min(extrapolation.most, self._limit * LIMIT_GROWTH)
            self._is_plain = False
        self._done += 1
        self._write()

    def fit(self) -> PartitionFit:
        """The last factor that was not extrapolated, and what the rows are with it."""
        self._terms = self._renewed
        self._done += 1
        self._write()
        sums = self._summed()
        n = self._n_topics
        return PartitionFit(
            np.ascontiguousarray(self._renewed[:, :n]),
            [*self.objective, min(self.objective[-1], self._objective_of(sums))],
            self.converged,
            self._loss_of(sums),
            sums.gram[:n, :n],
        )

    def _summed(self) -> SolvedSums:
        """What all partitions add, each worker's share of them in a job."""
        shares = np.array_split(np.arange(self._rows.n_partitions), self._scheduler.n_workers)
        handles = [
            self._scheduler.submit(solve_partitions, self._work, share.tolist(), self._file)
            for share in shares
            if len(share)
        ]
        sums: list[Sums] = self._scheduler.gather(handles)
        products = np.zeros(self._terms.shape, np.int32)
        whole = np.zeros((self._terms.shape[1],) * 2, np.int64)
        for each in sums:
            products += each.products.counts()
            whole += each.gram
        units = self._units
        return SolvedSums(
            (products / (units.terms[:, None] * units.topics)).astype(np.float32),
            whole / (units.gram * np.outer(units.topics, units.topics)),
            sum(mass for each in sums for mass in each.mass),
        )

    def _loss_of(self, sums: SolvedSums) -> float:
        """Half the squared distance of the rows: (|V|^2 + tr(W'W HH')) / 2 - tr(W'VH')."""
        cross = np.multiply(sums.products, self._terms, dtype=np.float64).sum()
        products = (sums.gram * gram(self._terms)).sum()
        return max(float(0.5 * (self._sizes.squares + products) - cross), 0.0)

    def _objective_of(self, sums: SolvedSums) -> float:
        """The loss, with penalties and pull."""
        problem, pull = self._problem, self._problem.pull
        term_gram = gram(self._terms)
        value = self._loss_of(sums)
        value += problem.row_linear * sums.mass
        value += 0.5 * problem.row_quadratic * float(np.trace(sums.gram))
        value += problem.term_linear * float(self._terms.sum(dtype=np.float64))
        value += 0.5 * problem.term_quadratic * float(np.trace(term_gram))
        if pull is not None:
            value += 0.5 * float((pull.shared * term_gram).sum()) + pull.constant
            value -= float(np.multiply(pull.extra, self._terms, dtype=np.float64).sum())
        return value

    def _renewed_terms(self, sums: SolvedSums) -> Floats:
        """The factor over terms by coordinate descent, for rows that are as they were solved."""
        problem, pull = self._problem, self._problem.pull
        n_terms, n_topics = self._terms.shape
        extra = sums.products if pull is None else sums.products + extra_of(pull, n_topics)
        shared = sums.gram if pull is None else sums.gram + pull.shared
        nothing = Rows(
            np.empty(0, np.float32), np.empty(0, np.int32), np.zeros(n_terms + 1, np.int64)
        )
        target = LeastSquares(
            np.zeros((1, n_topics), np.float32),
            shared.astype(np.float32),
            np.float32(problem.term_linear),
            np.float32(problem.term_quadratic),
            extra,
        )
        renewed = self._terms.copy()
        renew(solve_rows, nothing, target, renewed, PASSES, LEAST_GAIN)
        return renewed

    @property
    def _file(self) -> str:
        return str(self._checkpoint.arrays_path(self._done))

    def _write(self) -> None:
        """Put the factor and its units on disk, for the jobs and for a fit that goes on."""
        self._units = Units.of(self._terms, *self._sizes)
        self._checkpoint.write(
            self._done,
            {
                "objective": self.objective, "converged": self.converged,
                "weight": self._weight, "limit": self._limit,
                "is_plain": self._is_plain, "n_small": self._n_small,
            },
            term_topic=self._terms,
            renewed=self._renewed,
            **self._units._asdict(),
        )  # fmt: skip
