"""Several LDA fits: what they have in common is the start of a better one, and they witness it.

Every fit ends in a local optimum of its own. Most topics are in all of them, with differences that
are random. The mean of matched topics is therefore a better start than random topics: a few sweeps
from there lead to a better objective than a fit that is three times as long, and the results of
different random states are closer to each other.

All fits but the first are of bootstrap samples of the documents: a topic that they have, too, does
not hang on the start or on a few documents. Fits of the same documents alone are no such witnesses,
as in pure noise they agree with each other. Small fits are made of the same documents, from many
starts, and of samples, since they can afford both. All of them are short: what is joined gains more
from many starts than from long fits, which end in optima that are farther apart. They are of rows
from the start, or begin with whole documents: whichever gives the better objective.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from topics.models.lda.joining import (
    CLOSER,
    MAX_CONVERGING,
    MAX_SWEEPS,
    Fit,
    Refine,
    joined,
    refiner,
)
from topics.models.lda.priors import Priors
from topics.models.lda.search import threads_for
from topics.models.lda.short_fits import kinds_of_fits
from topics.models.lda.state import shuffled
from topics.models.resampling import times_drawn, weighted_rows
from topics.notices import Progress, part_of

SMALL_VISITS, STARTS = 2e6, 10
"""With fewer non-zeros times topics than `SMALL_VISITS` a fit is small: for each random state all
rows are fitted from this many starts, and from half as many if fits begin with documents."""

ROUNDS, MANY_ROUNDS, MANY_BASES, MOST_JOINED = 2, 3, 5, 30
"""Fits are joined, and what this leads to is joined again, in at most `ROUNDS` rounds. A round
joins the `MOST_JOINED` best fits in the order of the best one. Where fits are small there are at
most `MANY_ROUNDS`, in the order of each of the `MANY_BASES` best."""

CLEARLY = 0.005
"""Fits that begin with documents are used if the best one is better by so many nats a token than
the best fit of rows: where they are about as good, fits of rows agree more on their topics."""

FINALISTS = 5
"""So many of the best small fits from joined topics go on until they converge. The best one after a
few sweeps is often not the best one in the end, and what is left to gain is several times what
random states differ by."""


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
    is_small = rows.nnz * len(priors.document) < SMALL_VISITS
    of_all = random_states if is_small else random_states[:1]
    n_rounds, n_bases = (MANY_ROUNDS, MANY_BASES) if is_small else (ROUNDS, 1)
    n_finalists = FINALISTS if is_small else 0
    n_starts = STARTS if is_small else 1
    kinds = kinds_of_fits(rows, groups, priors, n_starts, max_sweeps, tolerance)
    n_sweeps = [kind.n_starts * kind.sweeps_of_fit for kind in kinds for _ in of_all]
    n_sweeps += [max(kind.sweeps_of_fit for kind in kinds)] * (len(random_states) - 1)
    total = sum(n_sweeps) + n_rounds * n_bases * min(max_sweeps, MAX_SWEEPS)
    total += n_finalists * min(max_sweeps, MAX_CONVERGING)
    parts = (part_of(progress, before, total) for before in accumulate(n_sweeps, initial=0))
    chosen, of_states, floor = kinds[0], [], -np.inf
    samples: list[Fit] = []
    with threads_for(rows, len(priors.document)):
        for kind in kinds:
            found = [kind.of_all(rows, groups, state, floor, next(parts)) for state in of_all]
            quality = max(map(_quality, chain.from_iterable(found)))
            if quality > floor + CLEARLY:
                chosen, of_states, floor = kind, found, quality
        for state in random_states[1:]:
            times = times_drawn(groups, state)
            sample = weighted_rows(rows, times), groups[times > 0]
            samples.append(chosen.of_sample(*sample, state, next(parts)))
        order = shuffled(rows, random_states[0])
        best = _best_joined(
            [*chain.from_iterable(of_states)],
            [] if is_small else samples,
            refiner(order, priors, max_sweeps, tolerance, next(parts)),
            n_finalists=n_finalists,
            n_rounds=n_rounds,
            n_bases=n_bases,
            least_gain=CLOSER * tolerance,
            n_seeded=priors.n_seeded,
        )
    if is_small:  # otherwise the fits of all rows are what the best one started from
        witnesses = [max(fits, key=_quality) for fits in of_states]
        samples = [*(fit for fit in witnesses if fit is not best), *samples]
    return best, samples


def _best_joined(
    whole: list[Fit],
    samples: list[Fit],
    refine: Refine,
    *,
    n_finalists: int,
    n_rounds: int,
    n_bases: int,
    least_gain: float,
    n_seeded: int,
) -> Fit:
    """The best fit of all rows: one of `whole`, or one that starts from joined topics.

    Fits of samples are joined, too, but their objectives cannot be compared.
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


def _quality(fit: Fit) -> float:
    """The last objective: higher is better."""
    return fit.objective[-1]
