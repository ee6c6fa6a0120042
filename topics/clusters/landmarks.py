"""Very many rows: some of them make the clusters, and the others get those of their neighbours."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from topics.space.landmarks import landmarks_of

MOST_CLUSTERED = 100_000
"""Of more rows than this, as many make the clusters as a map has landmarks. Each other row is
compared with all of them."""


def clustered_rows(rows: NDArray[np.int64], random_state: int) -> NDArray[np.int64]:
    """The rows that make the clusters: all, or of very many a sample at random, in their order.

    Examples
    --------
    >>> clustered_rows(np.array([2, 3, 7]), 0).tolist()
    [2, 3, 7]
    >>> len(clustered_rows(np.arange(200_000), 0))
    20000
    """
    if len(rows) <= MOST_CLUSTERED:
        return rows
    return rows[landmarks_of(len(rows), random_state)]
