"""Arrays that always travel together through the loops of NMF.

Both tuples state the problem of one factor while the other one, called `factor`, is frozen.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class LeastSquares(NamedTuple):
    """Least squares of rows over a frozen factor.

    Attributes
    ----------
    factor : array of float32, shape (n_columns, n_topics)
    gram : array of float32, shape (n_topics, n_topics)
        ``factor.T @ factor``, plus the Gram matrix of what pulls besides the rows.
    linear, quadratic : float32
        Penalties: ``linear * row.sum() + 0.5 * quadratic * row @ row``.
    extra : array of float32, shape (n_rows, n_topics) or (0, n_topics)
        Added to the products of the rows with the factor; an array without rows adds nothing.
    """

    factor: NDArray[np.float32]
    gram: NDArray[np.float32]
    linear: np.float32
    quadratic: np.float32
    extra: NDArray[np.float32]


class Divergence(NamedTuple):
    """Kullback-Leibler divergence of rows from their products with a frozen factor.

    Attributes
    ----------
    factor : array of float32, shape (n_columns, n_topics)
        Above 0.
    mass : array of float32, shape (n_topics,)
        ``factor.sum(axis=0)`` plus the linear penalty, plus the mass of what pulls besides the
        rows. Above 0.
    quadratic : float32
        The penalty ``0.5 * quadratic * row @ row``.
    extra : array of float32, shape (n_rows, n_topics) or (0, n_topics)
        Added to the expected weights of the rows; an array without rows adds nothing.
    least : float32
        No number of a row falls below this.
    """

    factor: NDArray[np.float32]
    mass: NDArray[np.float32]
    quadratic: np.float32
    extra: NDArray[np.float32]
    least: np.float32
