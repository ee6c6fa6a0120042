"""The contract of NMF's losses: a loss owns everything that differs between losses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from topics.kernels.rows import Rows
from topics.models.nmf.problem import Problem
from topics.models.nmf.pull import Pull

Floats = NDArray[np.float32]


class Extrapolation(NamedTuple):
    """How far renewed factors are extrapolated (`topics.models.nmf.sweeps`).

    Attributes
    ----------
    start, most : float
        First and largest weight.
    growth : float
        Factor of the weight after a sweep that helped.
    both_ways : bool
        Whether falling numbers are extrapolated as well as rising ones.
    """

    start: float
    most: float
    growth: float
    both_ways: bool


class Loss(Protocol):
    """A loss between rows and the product of two factors.

    Attributes
    ----------
    tolerance : float
        The default of `NMF`: the relative gain below which a sweep is small.
    loose_tolerance : float
        That of short fits of samples.
    unit : int
        Rows times ``a`` have losses times ``a**unit``.
    lanes : int
        Topics are zero-padded to a multiple of this in sweeps, the SIMD width.
    extrapolation : Extrapolation
    looks_back : bool
        Whether `renew_terms` returns the objective of the factors that it was given, instead of
        that of the factors it leaves.
    """

    tolerance: float
    loose_tolerance: float
    unit: int
    lanes: int
    extrapolation: Extrapolation
    looks_back: bool

    def renew_rows(
        self, problem: Problem, row_topic: Floats, term_topic: Floats, max_passes: int = 0
    ) -> None:
        """Renew `row_topic` in place, as in a sweep, or for up to `max_passes` until it settles."""
        ...

    def renew_terms(self, problem: Problem, row_topic: Floats, term_topic: Floats) -> float:
        """Renew `term_topic` in place, and return the objective."""
        ...

    def settle(
        self, problem: Problem, row_topic: Floats, term_topic: Floats, max_passes: int
    ) -> tuple[float, NDArray[np.float64]]:
        """Renew `row_topic` in place until it settles, or for `max_passes`.

        Returns
        -------
        loss : float
            Without penalties and pull.
        summary : array, shape (n_topics, n_topics) or (n_topics,)
            All that later batches need of the rows: their Gram matrix, or their mass.
        """
        ...

    def of_nothing(self, values: Floats) -> float:
        """The summed loss of values where no topic has the term."""
        ...

    def size(self, problem: Problem) -> float:
        """The scale of the loss: below `tolerance` times this, a loss is zero."""
        ...

    def distance(self, loss: float, exponent: int) -> float:
        """The square root of twice the loss, for rows that were divided by ``2**exponent``."""
        ...

    def without_floor(self, factor: Floats) -> NDArray[np.float64]:
        """A factor in float64, with 0 where updates only approach 0."""
        ...

    def start(
        self, problem: Problem, n_topics: int, random_state: int, *, at_random: bool
    ) -> tuple[Floats, Floats]:
        """Factors (n_rows, n_topics) and (n_vocabulary, n_topics) before the first sweep."""
        ...

    def start_rows(self, problem: Problem, term_topic: Floats) -> Floats:
        """A factor over rows that is the same for all topics, shape (n_rows, n_topics)."""
        ...

    def start_seeded(self, problem: Problem, term_topic: Floats) -> None:
        """Make a factor with seed words a possible start, in place."""
        ...

    def seeded_terms(self, problem: Problem, prior: NDArray[np.float64]) -> Floats:
        """A prior (n_topics, n_vocabulary), transposed and scaled to the usual size of the rows."""
        ...

    def seed_pull(self, seeds: Floats, strengths: NDArray[np.float64]) -> Pull:
        """The pull of rows for each topic, as many as its strength, of its seed words only."""
        ...

    def earlier_pull(self, term_topic: Floats, summary: NDArray[np.float64]) -> Pull:
        """The pull of earlier rows towards the factor that was fitted to them."""
        ...


def renew(
    kernel: Callable[..., None],
    rows: Rows,
    target: Any,
    factor: Floats,
    n_passes: int,
    tolerance: float,
) -> float:
    """Renew `factor` in place with a kernel, and return the sum of what it measures per row."""
    measured = np.empty(rows.n_rows)
    kernel(rows, target, n_passes, np.float32(tolerance), factor, measured)
    return float(measured.sum())


def extra_of(pull: Pull | None, n_topics: int) -> Floats:
    """What a pull adds in a kernel: an array without rows if there is none."""
    return np.empty((0, n_topics), np.float32) if pull is None else pull.extra
