"""Topics of several LDA fits joined into one, and what becomes of them in further sweeps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from topics.models.lda.priors import Priors
from topics.models.lda.search import Search, number_of_chunks, run_sweeps
from topics.models.lda.state import LdaState
from topics.notices import Progress
from topics.shares import matched_topics, term_roots

MATCHINGS = 3
"""Topics are matched this many times, each time to the means of the last matching."""

MAX_SWEEPS, FEWEST_SWEEPS = 60, 4
"""Sweeps of a fit from joined topics: it should converge, and learn the prior anew."""

CLOSER = 0.25
"""A fit from joined topics ends when a sweep gains less than this share of the tolerance, and the
rounds end when one gains less."""

FROM_JOINED = Search(first_passes=8, passes=3, fewest=FEWEST_SWEEPS, learns_at_once=True)
"""The sweeps of a fit from joined topics: nothing is searched."""

CONVERGED, MAX_CONVERGING, FEWEST_CONVERGING = 0.005, 300, 20
"""A fit that converges goes on until a sweep gains less than the share `CONVERGED` of the
tolerance, in at most `MAX_CONVERGING` sweeps."""

CONVERGING = replace(FROM_JOINED, fewest=FEWEST_CONVERGING)
"""Their sweeps: as rows start anew, one of the first sweeps may gain nothing."""


@dataclass(frozen=True)
class Fit:
    """Topics at the end of a fit.

    Attributes
    ----------
    components : array of float32, shape (n_topics, n_vocabulary)
        Expected counts plus prior.
    document_prior : array of float64, shape (n_topics,)
    objective : tuple of float
        Mean log probability of a token given all others after each sweep, in nats.
    is_short, is_of_sample : bool
        Whether it had fewer sweeps than the options allow, and whether it is of a sample.
    """

    components: NDArray[np.float32]
    document_prior: NDArray[np.float64]
    objective: tuple[float, ...]
    is_short: bool = False
    is_of_sample: bool = False

    @classmethod
    def of(cls, state: LdaState, objective: Sequence[float], **kind: bool) -> Self:
        """The topics of a state, without its rows."""
        components = np.ascontiguousarray(state.term_topic.T)
        return cls(components, state.document_prior, tuple(objective), **kind)


def joined(fits: Sequence[Fit], base: Fit, n_seeded: int = 0) -> Fit:
    """Means of matched topics of all fits, in the order of the topics of `base`.

    Topics below `n_seeded` have seed words, and the same number in every fit.
    """
    roots = [term_roots(fit.components) for fit in fits]
    mean = base
    for _ in range(MATCHINGS):
        root = term_roots(mean.components)
        components = np.zeros(base.components.shape)
        prior = np.zeros(len(base.document_prior))
        for fit, other in zip(fits, roots, strict=True):
            own, matched = matched_topics(root, other, n_seeded)
            components[own] += fit.components[matched]
            prior[own] += fit.document_prior[matched]
        mean = replace(
            mean,
            components=(components / len(fits)).astype(np.float32),
            document_prior=prior / len(fits),
        )
    return mean


def refined(
    matrix: Any,
    priors: Priors,
    start: Fit,
    *,
    max_sweeps: int,
    tolerance: float,
    after_sweep: Callable[[], None],
    search: Search = FROM_JOINED,
    promises: Callable[[Sequence[float]], bool] = lambda objective: True,
) -> Fit:
    """The fit to which CVB0 converges from given topics.

    Parameters
    ----------
    matrix : CSR of float32, shape (n_rows, n_vocabulary)
        Counts, each row with at least one.
    priors : Priors
    start : Fit
        Topics and prior to start from.
    max_sweeps : int
    tolerance : float
        Smallest gain after which sweeps continue.
    after_sweep : callable
        Called after every sweep.
    search : Search
        Says how many sweeps are taken at least.
    promises : callable
        Called with the objectives of all sweeps so far; the fit ends when it says no.
    """
    state = LdaState.start(matrix, number_of_chunks(matrix), priors, random_state=0)
    state.continue_from(start.components, 1.0)
    if priors.learns_document:
        state.document_prior = start.document_prior.copy()
    objective: list[float] = []
    for value in run_sweeps(
        state, search, max_sweeps, tolerance, priors.learns_document, random_state=0
    ):
        objective.append(value)
        after_sweep()
        if not promises(objective):
            break
    return Fit.of(state, objective)


class Refine(Protocol):
    """`refined` for given rows."""

    def __call__(self, start: Fit, *, converges: bool = False) -> Fit:
        """The fit from a start; `converges` says whether it goes on until it converges."""


def refiner(
    matrix: Any, priors: Priors, max_sweeps: int, tolerance: float, progress: Progress
) -> Refine:
    """`refined` for given rows, with progress that counts the sweeps of all calls."""
    after_sweep = counted_sweeps(progress)

    def refine(start: Fit, *, converges: bool = False) -> Fit:
        return refined(
            matrix,
            priors,
            start,
            max_sweeps=min(max_sweeps, MAX_CONVERGING if converges else MAX_SWEEPS),
            tolerance=(CONVERGED if converges else CLOSER) * tolerance,
            after_sweep=after_sweep,
            search=CONVERGING if converges else FROM_JOINED,
        )

    return refine


def counted_sweeps(progress: Progress) -> Callable[[], None]:
    """What to call after every sweep: it tells `progress` how many there were."""
    done = count(1)
    return lambda: progress("fit", next(done), 0)
