"""Short LDA fits, of which topics are joined, and of samples, with which topics are compared.

Where documents have several rows, fits are of whole documents first, and go on with their rows. A
row of a few dozen tokens hardly says which topics its frequent words are of, and fits of rows alone
make topics of these words, all of them about the same ones. A document says it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from topics.models.lda.joining import MAX_SWEEPS, Fit, refiner
from topics.models.lda.priors import Priors
from topics.models.lda.search import fits_from_starts, planned_search
from topics.models.lda.state import shuffled
from topics.notices import Progress, part_of

SHORT, SHORT_ANNEALED = 80, 40
"""Sweeps of a fit that takes part in joining, where the first ones draw topics and where they are
annealed."""

ROWS_OF_DOCUMENT = 2.0
"""With this many rows for each document on average, fits begin with documents. In generated corpora
with Zipf's law this gains .014 to .044 nats a token of the final objective, in others and in real
texts -.0004 to .019."""


@dataclass(frozen=True)
class ShortFits:
    """How rows are fitted for a short time.

    Attributes
    ----------
    priors : Priors
    short : int
        Sweeps from a random start.
    refining : int
        Sweeps in which a fit of documents goes on with their rows, at most; 0 where all fits are
        of rows from the start.
    is_short : bool
        Whether these are fewer sweeps than the options allow.
    tolerance : float
    """

    priors: Priors
    short: int
    refining: int
    is_short: bool
    tolerance: float

    @classmethod
    def of(
        cls,
        rows: Any,
        groups: NDArray[np.int64],
        priors: Priors,
        max_sweeps: int,
        tolerance: float,
    ) -> ShortFits:
        """What suits the rows, whose documents are the groups.

        Seed words say more in a row than in a whole document: with these, fits are of rows.
        """
        is_annealed = planned_search(rows, priors, SHORT_ANNEALED).n_annealed > 0
        short = min(max_sweeps, SHORT_ANNEALED if is_annealed else SHORT)
        have_several = len(groups) >= ROWS_OF_DOCUMENT * len(np.unique(groups))
        refining = min(max_sweeps, MAX_SWEEPS) if have_several and priors.seeds is None else 0
        return cls(priors, short, refining, short < max_sweeps, tolerance)

    def n_sweeps(self, n_starts: int) -> int:
        """Sweeps of fits from so many starts, at most."""
        return n_starts * self.short + self._n_of_documents(n_starts) * self.refining

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
        """Fits of the rows from several starts, half of them, or the only one, of documents."""
        n_first = self._n_of_documents(n_starts)
        found: list[Fit] = []
        if n_first:
            found = self._from_starts(documents_of(rows, groups), n_first, random_state, progress)
            after = part_of(progress, n_first * self.short, 0)
            order = shuffled(rows, random_state)
            refine = refiner(order, self.priors, self.refining, self.tolerance, after)
            found = [refine(fit) for fit in found]
        if n_first < n_starts:
            after = part_of(
                progress, self.n_sweeps(n_starts) - (n_starts - n_first) * self.short, 0
            )
            found += self._from_starts(rows, n_starts - n_first, random_state, after)
        return [replace(fit, is_short=self.is_short, is_of_sample=is_of_sample) for fit in found]

    def _n_of_documents(self, n_starts: int) -> int:
        return (n_starts + 1) // 2 if self.refining else 0

    def _from_starts(
        self, matrix: Any, n_starts: int, random_state: int, progress: Progress
    ) -> list[Fit]:
        states = fits_from_starts(
            shuffled(matrix, random_state),
            self.priors,
            n_starts=n_starts,
            max_sweeps=self.short,
            tolerance=self.tolerance,
            random_state=random_state,
            progress=progress,
        )
        return [Fit.of(*each) for each in states]


def documents_of(rows: Any, groups: NDArray[np.int64]) -> Any:
    """The summed rows of each group, CSR of float32."""
    different, group = np.unique(groups, return_inverse=True)
    n_rows, n_groups = len(group), len(different)
    ones = np.ones(n_rows, dtype=np.float32)
    of_group = sp.csr_matrix((ones, (group, np.arange(n_rows))), shape=(n_groups, n_rows))
    documents = sp.csr_matrix(of_group @ rows, dtype=np.float32)
    documents.sort_indices()
    return documents
