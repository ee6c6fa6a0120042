"""Short LDA fits, of which topics are joined, and of samples, with which topics are compared.

Where documents have several rows, there are fits of two kinds. A row of a few dozen tokens hardly
says which topics its frequent words are of, and fits of rows alone may make topics of these words,
all of them about the same ones. A document says it, if it is about few topics: fits of the other
kind are of whole documents first, and go on with their rows. Long documents about many topics say
less than their rows do. The objective of the rows tells which kind finds better topics.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from topics.models.lda.joining import Fit, refiner
from topics.models.lda.priors import Priors
from topics.models.lda.search import fits_from_starts, planned_search
from topics.models.lda.state import shuffled
from topics.notices import Progress, part_of

SHORT, SHORT_ANNEALED = 80, 40
"""Sweeps of a fit that takes part in joining, where the first ones draw topics and where they are
annealed."""

ROWS_OF_DOCUMENT = 2.0
"""With this many rows for each document on average, fits may begin with documents."""


SHARE, REFINING, REFINING_SAMPLES = 0.5, 40, 20
"""A fit of all documents takes this share of the sweeps of a fit of rows, and goes on with the rows
in at most `REFINING` sweeps, so that their objectives can be compared. Fits of samples take as many
as fits of rows, and `REFINING_SAMPLES` afterwards: with fewer they agree less on their topics."""


@dataclass(frozen=True)
class ShortFits:
    """How rows are fitted for a short time.

    Attributes
    ----------
    priors : Priors
    n_sweeps : int
        From a random start, at most.
    n_refining : int
        Sweeps in which a fit of documents goes on with their rows, at most; 0 for a fit of rows.
    max_sweeps : int
        Sweeps that the options allow.
    tolerance : float
    """

    priors: Priors
    n_sweeps: int
    n_refining: int
    max_sweeps: int
    tolerance: float

    def total(self, n_starts: int) -> int:
        """Sweeps of fits from so many starts, at most."""
        return n_starts * (self.n_sweeps + self.n_refining)

    def fits(
        self,
        rows: Any,
        groups: NDArray[np.int64],
        n_starts: int,
        random_state: int,
        progress: Progress,
        *,
        is_of_sample: bool = False,
    ) -> list[Fit]:
        """Fits of rows, whose documents are the groups, from so many starts."""
        n_refining = min(self.n_refining, REFINING_SAMPLES if is_of_sample else REFINING)
        n_sweeps = self._n_sweeps(is_of_sample)
        searched = documents_of(rows, groups) if n_refining else rows
        states = fits_from_starts(
            shuffled(searched, random_state),
            self.priors,
            n_starts=n_starts,
            max_sweeps=n_sweeps,
            tolerance=self.tolerance,
            random_state=random_state,
            progress=progress,
        )
        found = [Fit.of(*each) for each in states]
        if n_refining:
            after = part_of(progress, n_starts * n_sweeps, 0)
            order = shuffled(rows, random_state)
            refine = refiner(order, self.priors, n_refining, self.tolerance, after)
            found = [refine(fit) for fit in found]
        is_short = n_sweeps + n_refining < self.max_sweeps
        return [replace(fit, is_short=is_short, is_of_sample=is_of_sample) for fit in found]

    def _n_sweeps(self, is_of_sample: bool) -> int:
        if is_of_sample or not self.n_refining:
            return self.n_sweeps
        return max(int(SHARE * self.n_sweeps), 1)


def kinds_of_fits(
    rows: Any, groups: NDArray[np.int64], priors: Priors, max_sweeps: int, tolerance: float
) -> list[ShortFits]:
    """Fits that begin with documents, where these have several rows, and fits of rows.

    Seed words say more in a row than in a whole document: with these, all fits are of rows.
    """
    of_rows = ShortFits(priors, _n_sweeps(rows, priors, max_sweeps), 0, max_sweeps, tolerance)
    have_several = len(groups) >= ROWS_OF_DOCUMENT * len(np.unique(groups))
    if not have_several or priors.seeds is not None:
        return [of_rows]
    of_documents = replace(
        of_rows,
        n_sweeps=_n_sweeps(documents_of(rows, groups), priors, max_sweeps),
        n_refining=min(max_sweeps, REFINING),
    )
    return [of_documents, of_rows]


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
