"""A fit of LDA to partitions of the rows: topics of a sample, drawn topics of all rows, then CVB0.

In a sweep all partitions see the same topics, and what they contribute is summed afterwards
(Newman, Asuncion, Smyth and Welling 2009). So a sweep needs each partition once, in any order and
on any worker, and sends the topics out and back once.

CVB0 alone would need many sweeps to leave the optimum that the sample had: on 200,000 short rows
it ended at a perplexity of 1,734, and at 1,662 after `DRAWN` sweeps that draw topics, where the fit
in memory ends at 1,701. Rows start each sweep of CVB0 from the drawn topics again: what they
converged to before needs not be kept, and the topics predict new rows better.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from topics.models.lda.ensemble import several_fits
from topics.models.lda.joining import CLOSER, MAX_SWEEPS, Fit
from topics.models.lda.partitions.compiling import ensure_jobs_compiled
from topics.models.lda.partitions.jobs import (
    Sums,
    Work,
    draw_partitions,
    drawn_path,
    renew_partitions,
)
from topics.models.lda.partitions.row_counts import Times, renewed_document_prior, summed_times
from topics.models.lda.priors import Priors, whole_term_prior
from topics.models.lda.search import DRAWN_LEARNING, FLATTEST, best_of_starts, planned_search
from topics.models.lda.state import LEAST_PRIOR, PRIOR_STEPS, shuffled
from topics.models.partitions import Checkpoint, PartitionedRows
from topics.notices import Progress, part_of
from topics.scheduling import Scheduler

SAMPLE_ROWS = 50_000
"""The first topics are those of this many rows, fitted in memory."""

DRAWN, FLATNESS = 40, 0.5
"""At most `DRAWN` sweeps draw topics, and none where a fit in memory would draw none. Meanwhile the
term prior is at the position `FLATNESS` between itself, 0, and the mean count per topic and term,
1, on a log scale."""

RELAXATION = 1.8
"""Topics move by this many times the change that a sweep of CVB0 finds: from the same optimum
in fewer sweeps."""

FEWEST = 5
"""Sweeps of CVB0 that are taken at least."""

WITNESS_DRAWN, WITNESS_RENEWED = 10, 2
"""Sweeps of each kind over all rows in the other fits, which start from fits of the sample."""

LARGEST_SUM = 2.0**30
"""Sums of counts in fixed point stay below this."""


def fit_partitions(
    rows: PartitionedRows,
    priors: Priors,
    random_states: Sequence[int],
    *,
    max_sweeps: int,
    tolerance: float,
    key: str,
    scheduler: Scheduler,
    progress: Progress,
) -> tuple[Fit, list[Fit]]:
    """A fit of all rows, and fits of samples to compare it with.

    Parameters
    ----------
    rows : PartitionedRows
    priors : Priors
    random_states : sequence of int
        One for each fit.
    max_sweeps, tolerance
        As `topics.models.lda.search.run_sweeps` takes them.
    key : str
        Of everything that the bits of the fit depend on: a fit with this key that was stopped goes
        on from its last sweep.
    scheduler : Scheduler
    progress : callable
        Called with "fit", sweeps so far, and their maximum.
    """
    ensure_jobs_compiled(progress)
    sample, groups = rows.sample(SAMPLE_ROWS, random_states[0])
    n_drawn = min(DRAWN, planned_search(sample, priors, max_sweeps).n_drawn)
    n_renewed = max(min(MAX_SWEEPS, max_sweeps - n_drawn), 1)
    is_sampled = sample.shape[0] < rows.n_rows
    n_others = len(random_states) - 1 if is_sampled else 0
    in_sample = max_sweeps * len(random_states)
    total = in_sample + n_drawn + n_renewed + n_others * (WITNESS_DRAWN + WITNESS_RENEWED)
    start, witnesses = _fits_of_sample(
        sample, groups, priors, random_states, max_sweeps, tolerance, part_of(progress, 0, total)
    )
    done = count(in_sample + 1)

    def swept(start: Fit, number: int, n_drawn: int, n_renewed: int) -> Fit:
        """The fit that starts from one of the sample."""
        start = _in_all_rows(start, rows.n_tokens / float(sample.sum()), priors)
        sweeps = _Sweeps(
            rows, priors, start, number, random_states[number], key, n_drawn, scheduler
        )
        while not sweeps.is_finished:
            sweeps.sweep(n_renewed, CLOSER * tolerance)
            progress("fit", next(done), total)
        return sweeps.fit()

    best = swept(start, 0, n_drawn, n_renewed)
    if is_sampled:
        n_drawn = min(n_drawn, WITNESS_DRAWN)
        witnesses = [
            replace(
                swept(witness, number, n_drawn, WITNESS_RENEWED), is_short=True, is_of_sample=True
            )
            for number, witness in enumerate(witnesses, 1)
        ]
    progress("fit", total, total)
    return best, witnesses


def _fits_of_sample(
    sample: Any,
    groups: NDArray[np.int64],
    priors: Priors,
    random_states: Sequence[int],
    max_sweeps: int,
    tolerance: float,
    progress: Progress,
) -> tuple[Fit, list[Fit]]:
    """The best fit of rows in memory, and the others."""
    settings: dict[str, Any] = {
        "max_sweeps": max_sweeps, "tolerance": tolerance, "progress": progress,
    }  # fmt: skip
    if len(random_states) > 1:
        return several_fits(sample, priors, random_states, groups, **settings)
    random_state = random_states[0]
    order = shuffled(sample, random_state)
    return Fit.of(*best_of_starts(order, priors, random_state=random_state, **settings)), []


def _in_all_rows(fit: Fit, factor: float, priors: Priors) -> Fit:
    """A fit of a sample with the counts that its topics would have in `factor` times the tokens."""
    prior = whole_term_prior(priors.term, priors.seeds, fit.components.T.shape).T
    counts = np.maximum(fit.components - prior, 0.0) * factor
    return replace(fit, components=(counts + prior).astype(np.float32))


class _Summed(NamedTuple):
    """What all partitions add in a sweep: counts of terms by topic, times, log likelihood."""

    counts: NDArray[np.float64]
    times: list[Times]
    log_likelihood: float


class _Sweeps:
    """The topics of a fit between two sweeps, which are on disk, too.

    Fit 0 is of all documents, the others are of bootstrap samples of them.
    """

    def __init__(
        self,
        rows: PartitionedRows,
        priors: Priors,
        start: Fit,
        number: int,
        random_state: int,
        key: str,
        n_drawn: int,
        scheduler: Scheduler,
    ) -> None:
        self._rows = rows
        self._priors = priors
        self._scheduler = scheduler
        self._n_drawn = n_drawn
        folder = rows.folder / f"fit-{number}"
        folder.mkdir(exist_ok=True)
        self._checkpoint = Checkpoint(folder, key)
        shape = (rows.n_vocabulary, len(priors.document))
        self._prior = whole_term_prior(priors.term, priors.seeds, shape)
        largest = float(rows.term_counts.max(initial=1.0))
        self._work = Work(
            folder=str(rows.folder),
            state_folder=str(folder),
            n_vocabulary=shape[0],
            n_topics=shape[1],
            # A power of two, so that whole counts are exact.
            scale=2.0 ** np.floor(np.log2(LARGEST_SUM / largest)),
            least=float(self._prior.min() / 2),
            random_state=random_state,
            is_resampled=number > 0,
            n_threads=scheduler.n_threads,
        )
        self._done = 0
        self.is_finished = False
        self._objective: list[float] = []
        found = self._checkpoint.read()
        if found is None:
            self._take(np.ascontiguousarray(start.components.T), start.document_prior)
        else:
            state, arrays = found
            self._done, self.is_finished = int(state["sweep"]), bool(state["is_finished"])
            self._objective = [float(value) for value in state["objective"]]
            self._term_topic, self._document_prior = arrays["term_topic"], arrays["document_prior"]

    def sweep(self, n_renewed: int, tolerance: float) -> None:
        """The next sweep: those that draw topics come first."""
        if self._done < self._n_drawn:
            self._draw()
        else:
            self._renew(n_renewed, tolerance)

    def _draw(self) -> None:
        sweep = self._done + 1
        learns = self._priors.learns_document and sweep % DRAWN_LEARNING == 0
        sums = self._summed(draw_partitions, sweep, self._topics_file, learns)
        factor = 1.0 if sweep == self._n_drawn else self._flat_factor()
        self._done = sweep
        self._take(sums.counts + self._flat_prior(factor), self._renewed_prior(sums))
        for number in range(self._rows.n_partitions):
            drawn_path(self._work.state_folder, number, sweep - 1).unlink(missing_ok=True)

    def _renew(self, n_renewed: int, tolerance: float) -> None:
        """One sweep of CVB0, the last one if it gains less than the tolerance."""
        counts_file = str(self._rows.term_counts_path)
        sums = self._summed(renew_partitions, self._n_drawn, self._topics_file, counts_file)
        objective = sums.log_likelihood / self._rows.n_tokens
        gain = objective - self._objective[-1] if self._objective else np.inf
        self._objective.append(objective)
        n_done = len(self._objective)
        self.is_finished = n_done >= n_renewed or (n_done >= FEWEST and gain < tolerance)
        counts = sums.counts + self._prior
        if n_done > 1 and not self.is_finished:
            counts = self._term_topic + RELAXATION * (counts - self._term_topic)
        self._done += 1
        self._take(np.maximum(counts, self._work.least), self._renewed_prior(sums))

    def fit(self) -> Fit:
        """The topics, and the objective of every sweep of CVB0."""
        components = np.ascontiguousarray(self._term_topic.T)
        return Fit(components, self._document_prior, tuple(self._objective))

    def _summed(self, job: Callable[..., Sums], *arguments: Any) -> _Summed:
        """What all partitions add, each worker's share of them in a job."""
        shares = np.array_split(np.arange(self._rows.n_partitions), self._scheduler.n_workers)
        handles = [
            self._scheduler.submit(job, self._work, share.tolist(), *arguments)
            for share in shares
            if len(share)
        ]
        sums: list[Sums] = self._scheduler.gather(handles)
        counts = np.zeros((self._work.n_vocabulary, self._work.n_topics), np.int32)
        for each in sums:
            counts += each.counts.counts()
        return _Summed(
            counts / self._work.scale,
            summed_times(each.times for each in sums if each.times),
            sum(value for each in sums for value in each.log_likelihood),
        )

    def _flat_factor(self) -> float:
        """What the term prior is multiplied by while topics are drawn."""
        mean_count = self._rows.n_tokens / (self._work.n_topics * self._work.n_vocabulary)
        flattest = max(FLATTEST * mean_count / float(self._priors.term.mean()), 1.0)
        return float(flattest**FLATNESS)

    def _flat_prior(self, factor: float) -> NDArray[np.float32]:
        return self._priors.term * np.float32(factor)

    def _renewed_prior(self, sums: _Summed) -> NDArray[np.float64]:
        if not (sums.times and self._priors.learns_document):
            return self._document_prior
        return renewed_document_prior(sums.times, self._document_prior, PRIOR_STEPS, LEAST_PRIOR)

    @property
    def _topics_file(self) -> str:
        return str(self._checkpoint.arrays_path(self._done))

    def _take(self, term_topic: NDArray[Any], document_prior: NDArray[np.float64]) -> None:
        """Replace the topics, here and on disk."""
        self._term_topic = term_topic.astype(np.float32)
        self._document_prior = document_prior
        self._checkpoint.write(
            self._done,
            {"objective": self._objective, "is_finished": self.is_finished},
            term_topic=self._term_topic,
            mass=self._term_topic.sum(axis=0, dtype=np.float64),
            document_prior=document_prior,
        )
