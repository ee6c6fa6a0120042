"""The sweeps of an LDA fit: the first ones search for a good optimum, then CVB0 settles there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from topics.models.lda.state import Sweeps

FIRST_PASSES, PASSES, DRAWN_PASSES = 5, 5, 3
"""Passes over a chunk's rows before its terms move: in the first sweep, later, after topics
were drawn."""

LEARNING = 10
"""Fewest sweeps after the search in which the document prior is learned."""

# Few rows fall into poor optima, and cost next to nothing. There the first sweeps are
# annealed: their term prior is larger, up to as heavy as all counts. Annealing is measured in
# visits, that is non-zeros times topics, so that it ends where sweeps are dear.
ANNEALED, ANNEALED_VISITS, FEWEST_ANNEALED = 100, 3e7, 10
FLATTEST = 1.0
"""Largest term prior of annealing, in mean counts of a topic and term."""

# With many rows CVB0 stays near where its first sweeps lead. Sweeps that draw topics leave
# such places, at a third (20 topics) to a sixth (100) of the cost of a sweep of CVB0, and under
# a larger term prior topics mix sooner, all the more where sweeps are few. Very few are better
# spent on CVB0 alone.
FEWEST_DRAWN, DRAWN, DRAWN_SHARE = 24, 240, 0.9
"""Drawn sweeps at least and at most, and their share of few sweeps."""

DRAWN_FLATNESS = (0.6, 0.3)
"""Where the term prior lies while topics are drawn, between itself (0) and the mean count of a
topic and term (1), by logarithms: for no drawn sweeps, and for `DRAWN`."""

MANY_DRAWN = 100
"""From here on drawn sweeps start from topics by chance everywhere. Fewer start from those of one
chunk, which the next chunks follow: sooner there, but nearer to where they began."""

DRAWN_LEARNING = 10
"""Drawn sweeps from one step of the document prior to the next: it moves slowly."""


@dataclass(frozen=True)
class Search:
    """Which sweeps search, and how; sweeps count from 1.

    Attributes
    ----------
    n_annealed, n_drawn : int
        How many sweeps are annealed, or draw topics: one of the two is 0.
    flattest : float
        How many times larger the term prior is at most, 1 or more.
    """

    n_annealed: int = 0
    n_drawn: int = 0
    flattest: float = 1.0

    @property
    def n_sweeps(self) -> int:
        """Sweeps that search."""
        return max(self.n_annealed, self.n_drawn)

    @property
    def starts_at_once(self) -> bool:
        """Whether all rows hold topics by chance when the first one is drawn."""
        return self.n_drawn >= MANY_DRAWN

    def flatter(self, sweep: int) -> float:
        """How many times larger the term prior is after a sweep."""
        if sweep >= self.n_sweeps:
            return 1.0
        if self.n_drawn:
            few, most = DRAWN_FLATNESS
            to_go = few + (most - few) * self.n_drawn / DRAWN
        else:
            to_go = 1.0 - sweep / self.n_annealed
        return float(self.flattest**to_go)

    def learns(self, sweep: int) -> bool:
        """Whether the document prior is learned after a sweep."""
        if sweep <= self.n_drawn:
            return sweep % DRAWN_LEARNING == 0
        return sweep > 1 and sweep >= self.n_annealed

    def recounts(self, sweep: int) -> bool:
        """Whether the topics are summed anew after a sweep: drawn ones are, but for rounding."""
        return sweep >= self.n_drawn


def planned(sweeps: Sweeps, max_sweeps: int) -> Search:
    """Annealing for few rows, drawing for many, nothing where there are few sweeps."""
    n_terms, n_topics = sweeps.term_topic.shape
    mean_count = float(sweeps.counts.sum(dtype=np.float64)) / (n_topics * n_terms)
    mean_prior = float(sweeps.term_prior.mean())
    visits = len(sweeps.counts) * n_topics
    n_annealed = int(min(ANNEALED_VISITS / visits, ANNEALED, max_sweeps // 2))
    flattest = FLATTEST * mean_count / mean_prior
    if n_annealed >= FEWEST_ANNEALED and flattest > 1.0:
        return Search(n_annealed=n_annealed, flattest=flattest)
    n_drawn = min(DRAWN, int(DRAWN_SHARE * max_sweeps))
    if n_drawn >= FEWEST_DRAWN:
        return Search(n_drawn=n_drawn, flattest=max(flattest, 1.0))
    return Search()


def swept(
    sweeps: Sweeps, max_sweeps: int, tolerance: float, learn: bool, random_state: int
) -> Iterator[float]:
    """Sweep until the tolerance or the most sweeps, yielding every sweep's objective.

    Parameters
    ----------
    sweeps : Sweeps
        The state, which moves.
    max_sweeps : int
    tolerance : float
        The least gain of a sweep, once the search is over; 0 never stops early.
    learn : bool
        Whether the document prior is learned.
    random_state : int
    """
    search = planned(sweeps, max_sweeps)
    fewest = LEARNING if learn and not search.n_drawn else 2
    before = -np.inf
    if search.n_drawn:
        sweeps.scatter(random_state, search.flatter(0), search.starts_at_once)
    for sweep in range(1, max_sweeps + 1):
        is_drawn = sweep <= search.n_drawn
        for chunk in sweeps.chunks:
            if is_drawn:
                if sweep == 1 and not search.starts_at_once:
                    sweeps.enter(chunk)
                sweeps.draw(chunk, random_state, sweep)
            elif sweep == 1:
                sweeps.start(chunk)
                sweeps.renew(chunk, FIRST_PASSES)
            else:
                if sweep == search.n_drawn + 1:
                    sweeps.guess(chunk)
                sweeps.renew(chunk, DRAWN_PASSES if search.n_drawn else PASSES)
        learns = learn and search.learns(sweep)
        recounts = search.recounts(sweep)
        if is_drawn and (learns or recounts):
            sweeps.count_rows()
        if is_drawn and recounts:
            sweeps.count_terms()
        if recounts:
            sweeps.recount(flatter=search.flatter(sweep))
        objective = sweeps.objective
        yield objective
        # The first sweep and those of the search score other topics than they leave.
        if sweep >= search.n_sweeps + fewest and objective - before < tolerance:
            break
        before = objective
        if learns:
            sweeps.learn_document_prior()
