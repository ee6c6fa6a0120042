"""What pulls NMF's factor over terms besides the rows: seed words, and rows seen earlier."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Pull:
    """Further terms of the objective, which draw the factor over terms to another one.

    Attributes
    ----------
    extra : array of float32, shape (n_vocabulary, n_topics)
        Added to what the rows contribute to each number: to the product with the rows
        (Frobenius), or to the expected weights (Kullback-Leibler).
    shared : array of float64, shape (n_topics, n_topics) or (n_topics,)
        Gram matrix (Frobenius) or mass (Kullback-Leibler) of what pulls.
    constant : float
        Makes the objective a sum of squares or a divergence.
    """

    extra: Floats
    shared: NDArray[np.float64]
    constant: float

    def __add__(self, other: Pull) -> Pull:
        return Pull(
            self.extra + other.extra, self.shared + other.shared, self.constant + other.constant
        )

    def widened(self, width: int) -> Pull:
        """The same pull with further topics that it does not draw, `width` in all."""
        shared = np.pad(self.shared, (0, width - len(self.shared)))
        return Pull(widened(self.extra, width), shared, self.constant)


def widened(factor: Floats, width: int) -> Floats:
    """A factor (n, n_topics) with further topics of zeros, `width` in all."""
    missing = width - factor.shape[1]
    return np.pad(factor, ((0, 0), (0, missing))) if missing else factor
