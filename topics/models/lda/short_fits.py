"""Short LDA fits, of which topics are joined, and of samples, with which topics are compared.

Where most documents have several rows, there are fits of two kinds. A row of a few dozen tokens
hardly says which topics its frequent words are of, and fits of rows alone may make topics of these
words, all of them about the same ones. A document says it, if it is about few topics: fits of the
other kind are of whole documents first, and go on with their rows. Long documents about many topics
say less than their rows do. The objective of the rows tells which kind finds better topics.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from topics.models.lda.joining import CLOSER, MAX_SWEEPS, Fit, counted_sweeps, refined
from topics.models.lda.priors import Priors
from topics.models.lda.search import fits_from_starts, planned_search
from topics.models.lda.state import shuffled
from topics.notices import Progress, part_of

SHORT, SHORT_ANNEALED = 80, 40
"""Sweeps of a fit that takes part in joining, where the first ones draw topics and where they are
annealed."""

TRIAL, FAR = 12, 0.05
"""A fit that begins with documents is given up if after so many sweeps with the rows it is so many
nats a token behind fits of rows."""

MAX_SWEEPS_OF_SAMPLE = 30
"""Sweeps with the rows of a sample, at most. With 20, topics of samples agree less with others."""


@dataclass(frozen=True)
class ShortFits:
    """How rows are fitted for a short time.

    Attributes
    ----------
    priors : Priors
    n_starts : int
        Fits of all rows for each random state.
    n_sweeps : int
        From a random start, at most.
    begins_with_documents : bool
        Whether whole documents are fitted first. Sweeps with their rows follow.
    max_sweeps : int
        Sweeps that the options allow.
    tolerance : float
    """

    priors: Priors
    n_starts: int
    n_sweeps: int
    begins_with_documents: bool
    max_sweeps: int
    tolerance: float

    @property
    def sweeps_of_fit(self) -> int:
        """Sweeps of one fit, at most."""
        return self.n_sweeps + self._n_with_rows(MAX_SWEEPS)

    def of_all(
        self,
        rows: Any,
        groups: NDArray[np.int64],
        random_state: int,
        floor: float,
        progress: Progress,
    ) -> list[Fit]:
        """Fits of all rows; those that are far behind end early.

        Parameters
        ----------
        rows : CSR of float32, shape (n_rows, n_vocabulary)
            Counts, each row with at least one.
        groups : array of int, shape (n_rows,)
            The document of each row.
        random_state : int
        floor : float
            Best objective of fits of the other kind.
        progress : callable
            Called with "fit", the sweeps of these fits so far, and their maximum.
        """
        fits = self._from_starts(rows, groups, self.n_starts, random_state, progress)
        progress = part_of(progress, self.n_starts * self.n_sweeps, 0)
        return self._with_rows(fits, rows, random_state, MAX_SWEEPS, CLOSER, floor, progress)

    def of_sample(
        self, rows: Any, groups: NDArray[np.int64], random_state: int, progress: Progress
    ) -> Fit:
        """A fit of the rows of a sample of documents."""
        fits = self._from_starts(rows, groups, 1, random_state, progress)
        progress = part_of(progress, self.n_sweeps, 0)
        (fit,) = self._with_rows(
            fits, rows, random_state, MAX_SWEEPS_OF_SAMPLE, 1.0, -np.inf, progress
        )
        return replace(fit, is_of_sample=True)

    def _from_starts(
        self,
        rows: Any,
        groups: NDArray[np.int64],
        n_starts: int,
        random_state: int,
        progress: Progress,
    ) -> list[Fit]:
        """Fits of the rows or of their documents."""
        searched = documents_of(rows, groups) if self.begins_with_documents else rows
        states = fits_from_starts(
            shuffled(searched, random_state),
            self.priors,
            n_starts=n_starts,
            max_sweeps=self.n_sweeps,
            tolerance=self.tolerance,
            random_state=random_state,
            progress=progress,
        )
        is_short = self.sweeps_of_fit < self.max_sweeps
        return [Fit.of(*each, is_short=is_short) for each in states]

    def _with_rows(
        self,
        fits: list[Fit],
        rows: Any,
        random_state: int,
        max_sweeps: int,
        closer: float,
        floor: float,
        progress: Progress,
    ) -> list[Fit]:
        """What becomes of fits of documents with their rows; fits of rows as they are."""
        if not self.begins_with_documents:
            return fits
        order, after_sweep = shuffled(rows, random_state), counted_sweeps(progress)
        found = [
            refined(
                order,
                self.priors,
                fit,
                max_sweeps=self._n_with_rows(max_sweeps),
                tolerance=closer * self.tolerance,
                after_sweep=after_sweep,
                promises=lambda objective: len(objective) != TRIAL or objective[-1] > floor - FAR,
            )
            for fit in fits
        ]
        return [replace(each, is_short=fits[0].is_short) for each in found]

    def _n_with_rows(self, most: int) -> int:
        return min(self.max_sweeps, most) if self.begins_with_documents else 0


def kinds_of_fits(
    rows: Any,
    groups: NDArray[np.int64],
    priors: Priors,
    n_starts: int,
    max_sweeps: int,
    tolerance: float,
) -> list[ShortFits]:
    """Fits of rows, and where most documents have several rows half as many that begin with these.

    Seed words say more in a row than in a whole document: with these, all fits are of rows.
    """
    n_sweeps = _n_sweeps(rows, priors, max_sweeps)
    of_rows = ShortFits(
        priors, n_starts, n_sweeps, begins_with_documents=False,
        max_sweeps=max_sweeps, tolerance=tolerance,
    )  # fmt: skip
    rows_each = np.unique_counts(groups).counts
    have_several = 2 * np.count_nonzero(rows_each > 1) > len(rows_each)
    if not have_several or priors.seeds is not None:
        return [of_rows]
    of_documents = replace(
        of_rows,
        n_starts=max(n_starts // 2, 1),
        n_sweeps=_n_sweeps(documents_of(rows, groups), priors, max_sweeps),
        begins_with_documents=True,
    )
    return [of_rows, of_documents]


def _n_sweeps(matrix: Any, priors: Priors, max_sweeps: int) -> int:
    """Sweeps of a short fit."""
    is_annealed = planned_search(matrix, priors, SHORT_ANNEALED).n_annealed > 0
    return min(max_sweeps, SHORT_ANNEALED if is_annealed else SHORT)


def documents_of(rows: Any, groups: NDArray[np.int64]) -> Any:
    """The summed rows of each group, CSR of float32."""
    different, group = np.unique(groups, return_inverse=True)
    n_rows, n_groups = len(group), len(different)
    ones = np.ones(n_rows, dtype=np.float32)
    of_group = sp.csr_matrix((ones, (group, np.arange(n_rows))), shape=(n_groups, n_rows))
    documents = sp.csr_matrix(of_group @ rows, dtype=np.float32)
    documents.sort_indices()
    return documents
