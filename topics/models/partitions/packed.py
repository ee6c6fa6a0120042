"""Counts of terms by topic as a worker sends them: most are zero, and a zero takes one bit."""

from __future__ import annotations

from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray


class PackedCounts(NamedTuple):
    """An array of counts, of which only those above 0 are kept.

    Attributes
    ----------
    shape : tuple of int
    is_kept : array of uint8
        One bit for each count, in the order of rows.
    kept : array of int32
        The counts above 0.
    """

    shape: tuple[int, ...]
    is_kept: NDArray[np.uint8]
    kept: NDArray[np.int32]

    @classmethod
    def of(cls, counts: NDArray[np.int32]) -> Self:
        """Pack counts of 0 or more.

        Examples
        --------
        >>> packed = PackedCounts.of(np.array([[0, 7], [0, 0]], np.int32))
        >>> packed.kept.tolist(), packed.counts().tolist()
        ([7], [[0, 7], [0, 0]])
        """
        is_kept = counts > 0
        return cls(counts.shape, np.packbits(is_kept), counts[is_kept])

    def counts(self) -> NDArray[np.int32]:
        """The array again."""
        n_counts = int(np.prod(self.shape))
        is_kept = np.unpackbits(self.is_kept, count=n_counts).astype(bool).reshape(self.shape)
        counts = np.zeros(self.shape, np.int32)
        counts[is_kept] = self.kept
        return counts
