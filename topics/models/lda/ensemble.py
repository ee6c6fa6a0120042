"""Several LDA fits: what they have in common is the start of a better one, and they witness it.

Every fit ends in a local optimum of its own. Most topics are in all of them, with differences that
are random. The mean of matched topics is therefore a better start than random topics: a few sweeps
from there lead to a better objective than a fit that is three times as long, and the results of
different random states are closer to each other.

All fits but the first are of bootstrap samples of the documents: a topic that they have, too, does
not hang on the start or on a few documents. Fits of the same documents alone are no such witnesses,
as in pure noise they agree with each other. Small fits are made of the same documents, from many
starts, and of samples, since they can afford both. All of them are short: what is joined gains more
from many starts than from long fits, which end in optima that are farther apart.

Where documents have several rows, the first of large fits is of whole documents, and goes on with
their rows. A row of a few dozen tokens hardly says which topics its frequent words are of, and fits
of rows alone make topics of these words, all of them about the same ones. A document says it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, count
from typing import Any, Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from topics.models.lda.priors import Priors
from topics.models.lda.search import (
    Search,
    fits_from_starts,
    number_of_chunks,
    planned_search,
    run_sweeps,
    threads_for,
)
from topics.models.lda.state import LdaState, shuffled
from topics.models.resampling import times_drawn, weighted_rows
from topics.notices import Progress, part_of
from topics.shares import matched_topics, term_roots

SHORT, SHORT_ANNEALED = 80, 40
"""Sweeps of a fit that takes part in joining, where the first ones draw topics and where they are
annealed."""

SMALL_VISITS, STARTS = 2e6, 10
"""With fewer non-zeros times topics than `SMALL_VISITS` a fit is small: for each random state all
rows are fitted from this many starts."""

ROUNDS, MANY_ROUNDS, MANY_BASES, MOST_JOINED = 2, 3, 5, 30
"""Fits are joined, and what this leads to is joined again, in at most `ROUNDS` rounds. A round
joins the `MOST_JOINED` best fits in the order of the best one. Where fits are small there are at
most `MANY_ROUNDS`, in the order of each of the `MANY_BASES` best."""

ROWS_OF_DOCUMENT = 2.0
"""With this many rows for each document on average, the first of large fits is of documents. In
generated corpora with Zipf's law this gains .014 to .044 nats a token of the final objective, in
others and in real texts -.0004 to .019, at the same cost: documents have fewer non-zeros."""

MATCHINGS = 3
"""Topics are matched this many times, each time to the means of the last matching."""

MAX_SWEEPS, FEWEST_SWEEPS = 60, 4
"""Sweeps of a fit from joined topics: it should converge, and learn the prior anew."""

CLOSER = 0.25
"""A fit from joined topics ends when a sweep gains less than this share of the tolerance, and the
rounds end when one gains less."""

FROM_JOINED = Search(first_passes=8, passes=3, fewest=FEWEST_SWEEPS, learns_at_once=True)
"""The sweeps of a fit from joined topics: nothing is searched."""

FINALISTS, CONVERGED, MAX_CONVERGING, FEWEST_CONVERGING = 5, 0.005, 300, 20
"""The `FINALISTS` best of small fits from joined topics go on until a sweep gains less than the
share `CONVERGED` of the tolerance, in at most `MAX_CONVERGING` sweeps. The best one after a few
sweeps is often not the best one in the end, and what is left to gain is several times what random
states differ by."""

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
    return Fit.of(state, objective)


def several_fits(
    rows: Any,
    priors: Priors,
    random_states: Sequence[int],
    groups: NDArray[np.int64],
    *,
    max_sweeps: int,
    tolerance: float,
    progress: Progress,
) -> tuple[Fit, list[Fit]]:
    """The best fit of the rows by its objective, and the fits to compare it with.

    These are fits of bootstrap samples of the groups; small ones also of all rows.

    Parameters
    ----------
    rows : CSR of float32, shape (n_rows, n_vocabulary)
        Counts, each row with at least one.
    priors : Priors
    random_states : sequence of int
        One for each fit: two at least.
    groups : array of int, shape (n_rows,)
        The document of each row.
    max_sweeps, tolerance
        As `topics.models.lda.search.run_sweeps` takes them.
    progress : callable
        Called with "fit", the sweeps of all fits so far, and their maximum.
    """
    short = _short(rows, priors, max_sweeps)
    is_small = rows.nnz * len(priors.document) < SMALL_VISITS
    by_document = priors.seeds is None and _have_several_rows(groups)
    n_starts = STARTS if is_small else 1
    of_all = random_states if is_small else random_states[:1]
    n_rounds, n_bases = (MANY_ROUNDS, MANY_BASES) if is_small else (ROUNDS, 1)
    in_refined = min(max_sweeps, MAX_SWEEPS)

    def n_of_documents(n_starts: int) -> int:
        return (n_starts + 1) // 2 if by_document else 0

    def n_sweeps(n_starts: int) -> int:
        return n_starts * short + n_of_documents(n_starts) * in_refined

    sweeps = [n_sweeps(n_starts)] * len(of_all) + [n_sweeps(1)] * (len(random_states) - 1)
    n_finalists = FINALISTS if is_small else 0
    total = sum(sweeps) + n_rounds * n_bases * in_refined
    total += n_finalists * min(max_sweeps, MAX_CONVERGING)
    *parts, last = [part_of(progress, before, total) for before in accumulate(sweeps, initial=0)]
    left = iter(parts)

    def refiner(matrix: Any, random_state: int, progress: Progress) -> Callable[..., Fit]:
        return _refiner(shuffled(matrix, random_state), priors, max_sweeps, tolerance, progress)

    def short_fits(
        matrix: Any, random_state: int, n_starts: int, progress: Progress
    ) -> list[Fit]:
        found = fits_from_starts(
            shuffled(matrix, random_state),
            priors,
            n_starts=n_starts,
            max_sweeps=short,
            tolerance=tolerance,
            random_state=random_state,
            progress=progress,
        )
        return [Fit.of(*each) for each in found]

    def fits(
        matrix: Any, of: NDArray[np.int64], random_state: int, n_starts: int, **kind: bool
    ) -> list[Fit]:
        part, n_first = next(left), n_of_documents(n_starts)
        found: list[Fit] = []
        if n_first:
            found = short_fits(_documents_of(matrix, of), random_state, n_first, part)
            after = part_of(part, n_first * short, n_sweeps(n_starts))
            found = list(map(refiner(matrix, random_state, after), found))
        if n_first < n_starts:
            after = part_of(part, n_sweeps(n_first), n_sweeps(n_starts))
            found += short_fits(matrix, random_state, n_starts - n_first, after)
        return [replace(each, is_short=short < max_sweeps, **kind) for each in found]

    whole: list[Fit] = []
    samples: list[Fit] = []
    witnesses: list[Fit] = []
    with threads_for(rows, len(priors.document)):
        for state in of_all:
            starts = fits(rows, groups, state, n_starts)
            whole += starts
            witnesses.append(max(starts, key=_quality))
        for state in random_states[1:]:
            times = times_drawn(groups, state)
            sample = weighted_rows(rows, times), groups[times > 0]
            samples += fits(*sample, state, 1, is_of_sample=True)
        refine = refiner(rows, random_states[0], last)
        best = _best_joined(
            whole,
            [] if is_small else samples,
            refine,
            n_finalists=n_finalists,
            n_rounds=n_rounds,
            n_bases=n_bases,
            least_gain=CLOSER * tolerance,
            n_seeded=priors.n_seeded,
        )
    if is_small:  # otherwise the only fit of all rows is what the best one started from
        samples = [*(fit for fit in witnesses if fit is not best), *samples]
    return best, samples


def _have_several_rows(groups: NDArray[np.int64]) -> bool:
    """Whether groups have `ROWS_OF_DOCUMENT` rows on average, at least."""
    return len(groups) >= ROWS_OF_DOCUMENT * len(np.unique(groups))


def _documents_of(rows: Any, groups: NDArray[np.int64]) -> Any:
    """The summed rows of each group, CSR."""
    different, group = np.unique(groups, return_inverse=True)
    n_rows, n_groups = len(group), len(different)
    ones = np.ones(n_rows, dtype=np.float32)
    of_group = sp.csr_matrix((ones, (group, np.arange(n_rows))), shape=(n_groups, n_rows))
    documents = sp.csr_matrix(of_group @ rows, dtype=np.float32)
    documents.sort_indices()
    return documents


def _short(rows: Any, priors: Priors, max_sweeps: int) -> int:
    """Sweeps of a short fit."""
    is_annealed = planned_search(rows, priors, SHORT_ANNEALED).n_annealed > 0
    return min(max_sweeps, SHORT_ANNEALED if is_annealed else SHORT)


def _best_joined(
    whole: list[Fit],
    samples: list[Fit],
    refine: Callable[..., Fit],
    *,
    n_finalists: int,
    n_rounds: int,
    n_bases: int,
    least_gain: float,
    n_seeded: int,
) -> Fit:
    """The best fit of all rows: one of `whole`, or one that starts from joined topics.

    Fits of samples are joined, too, but their objectives cannot be compared. `refine` is one of
    `_refiner`.
    """
    found: list[Fit] = []
    for _ in range(n_rounds):
        whole = sorted(whole, key=_quality, reverse=True)[:MOST_JOINED]
        joins = [*whole, *samples[:MOST_JOINED]]
        new = [refine(joined(joins, base, n_seeded)) for base in whole[:n_bases]]
        gain = max(map(_quality, new)) - _quality(whole[0])
        whole += new
        found += new
        if gain < least_gain:
            break
    finalists = sorted(found, key=_quality, reverse=True)[:n_finalists]
    return max([*whole, *(refine(fit, converges=True) for fit in finalists)], key=_quality)


def _refiner(
    matrix: Any, priors: Priors, max_sweeps: int, tolerance: float, progress: Progress
) -> Callable[..., Fit]:
    """`refined` for given rows, with progress that counts the sweeps of all calls.

    It takes the fit to start from, and whether the new one goes on until it converges.
    """
    done = count(1)

    def refine(start: Fit, *, converges: bool = False) -> Fit:
        return refined(
            matrix,
            priors,
            start,
            max_sweeps=min(max_sweeps, MAX_CONVERGING if converges else MAX_SWEEPS),
            tolerance=(CONVERGED if converges else CLOSER) * tolerance,
            after_sweep=lambda: progress("fit", next(done), 0),
            search=CONVERGING if converges else FROM_JOINED,
        )

    return refine


def _quality(fit: Fit) -> float:
    """The last objective: higher is better."""
    return fit.objective[-1]
