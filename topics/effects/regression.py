"""Least squares of many outcomes on one design, with errors clustered by document."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.linalg
import scipy.sparse as sp
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Fits:
    """Coefficients of several outcomes, with their covariance.

    Attributes
    ----------
    coefficients : array, shape (n_outcomes, n_columns)
    covariance : array, shape (n_outcomes, n_columns, n_columns)
    """

    coefficients: Floats
    covariance: Floats


def clustered_fits(
    design: Floats, outcomes: Floats, weights: Floats, cluster: NDArray[np.int64]
) -> Fits:
    r"""Weighted least squares of every outcome, with the cluster-robust covariance CR1.

    .. math::
        \hat\beta = (X^T W X)^{-1} X^T W y, \qquad
        \hat V = c \, (X^T W X)^{-1} \Big( \sum_g u_g u_g^T \Big) (X^T W X)^{-1}, \qquad
        u_g = \sum_{i \in g} x_i w_i \hat e_i, \qquad
        c = \frac{G}{G - 1} \frac{n - 1}{n - p}

    with :math:`n` rows in :math:`G` clusters and :math:`p` columns (Liang and Zeger 1986; Cameron
    and Miller 2015). Rows of one cluster may depend on each other in any way. Where every row is a
    cluster, this is HC1. One QR serves all outcomes.

    Parameters
    ----------
    design : array, shape (n_rows, n_columns)
        Independent columns.
    outcomes : array, shape (n_rows, n_outcomes)
    weights : array, shape (n_rows,)
    cluster : array of int, shape (n_rows,)
        Any numbers.
    """
    n_rows, n_columns = design.shape
    _, index = np.unique(cluster, return_inverse=True)
    n_clusters = int(index.max()) + 1
    root = np.sqrt(weights)[:, None]
    q, r = scipy.linalg.qr(design * root, mode="economic")
    outcomes = outcomes * root
    rotated = q.T @ outcomes
    residuals = outcomes - q @ rotated
    sums = sp.csr_array((np.ones(n_rows), (index, np.arange(n_rows))), shape=(n_clusters, n_rows))
    scores = np.stack([sums @ (q[:, [j]] * residuals) for j in range(n_columns)])
    meat = np.einsum("jgm,kgm->mjk", scores, scores)
    correction = n_clusters / (n_clusters - 1) * (n_rows - 1) / (n_rows - n_columns)
    inverse = scipy.linalg.solve_triangular(r, np.eye(n_columns))
    return Fits(
        coefficients=(inverse @ rotated).T,
        covariance=correction * (inverse @ meat @ inverse.T),
    )
