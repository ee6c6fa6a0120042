"""Least squares of many outcomes on one design, with errors clustered by document."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.linalg
import scipy.sparse as sp
from numpy.typing import NDArray

Floats = NDArray[np.float64]


SMALLEST_REST = 1e-9
"""If a cluster has all but this share of what is known of a direction, nothing else tells it."""


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
    r"""Weighted least squares of every outcome, with the covariance of the cluster jackknife.

    .. math::
        \hat\beta = (X^T W X)^{-1} X^T W y, \qquad
        \hat V = \frac{G - 1}{G} \sum_g
            (\hat\beta_{(g)} - \hat\beta) (\hat\beta_{(g)} - \hat\beta)^T

    with the coefficients :math:`\hat\beta_{(g)}` without the rows of cluster :math:`g`, of
    :math:`G` clusters: CV3 of MacKinnon, Nielsen and Webb 2023, who recommend it. Rows of one
    cluster may depend on each other in any way. The usual CR1 is too small where clusters are few
    or of unequal size. Nothing is fitted again: with the QR decomposition of
    :math:`W^{1/2} X`, :math:`Q_g` the rows of Q and :math:`e_g` the residuals of a cluster,

    .. math:: \hat\beta - \hat\beta_{(g)} = R^{-1} (I - Q_g^T Q_g)^{-1} Q_g^T e_g

    What only one cluster tells, such as a level that no other document has, adds nothing.

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
    moved = np.einsum("gjk,kgm->jgm", _left_out(q, sums), scores)
    meat = np.einsum("jgm,kgm->mjk", moved, moved)
    inverse = scipy.linalg.solve_triangular(r, np.eye(n_columns))
    return Fits(
        coefficients=(inverse @ rotated).T,
        covariance=(n_clusters - 1) / n_clusters * (inverse @ meat @ inverse.T),
    )


def _left_out(q: Floats, sums: sp.csr_array) -> Floats:
    """``(I - Q_g.T @ Q_g)^-1`` of every cluster, shape (n_clusters, n_columns, n_columns)."""
    products = np.stack([np.asarray(sums @ (q[:, [j]] * q)) for j in range(q.shape[1])], axis=1)
    share, axes = np.linalg.eigh(products)
    rest = 1.0 - share
    inverse = np.where(rest > SMALLEST_REST, 1.0 / np.maximum(rest, SMALLEST_REST), 0.0)
    result: Floats = np.einsum("gjl,gl,gkl->gjk", axes, inverse, axes)
    return result
