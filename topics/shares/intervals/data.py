"""What goes into intervals, and what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

DEFAULT_LEVEL = 0.9
"""About this part of the intervals holds the true share."""


class ShareRows(Protocol):
    """Rows of shares, an array or anything else whose slices are arrays."""

    def __getitem__(self, rows: slice, /) -> Floats:
        """The shares of these rows, shape (n_rows, n_topics)."""
        ...


@dataclass(frozen=True)
class SectionFit:
    """Topics of one fit, and their shares of the sections; rows of both sum to 1.

    Attributes
    ----------
    topic_term : array, shape (n_topics, n_vocabulary)
    section_topic : array, shape (n_sections, n_topics), or other `ShareRows`
    """

    topic_term: Floats
    section_topic: ShareRows


@dataclass(frozen=True, eq=False)
class ShareIntervals:
    """Between which ends the share of each topic in each document is.

    Attributes
    ----------
    low, high : array of float32, shape (n_documents, n_topics)
        From 0 to 1. The share that the run reports is between them.
    level : float
        About this part of the intervals holds the true share, of those shares that are 0.05 or
        more.
    """

    low: NDArray[np.float32]
    high: NDArray[np.float32]
    level: float = DEFAULT_LEVEL

    @property
    def ends(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Lower and upper ends."""
        return self.low, self.high
