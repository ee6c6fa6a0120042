"""One estimate from several draws, by Rubin's rules, and the tests of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from topics.effects.regression import Fits

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Pooled:
    """Coefficients with their covariance and degrees of freedom.

    Attributes
    ----------
    coefficients : array, shape (n_outcomes, n_columns)
    covariance : array, shape (n_outcomes, n_columns, n_columns)
    between_share : array, shape (n_outcomes, n_columns)
        Share of the variance that is due to the draws; 0 where there is one.
    n_draws : int
    degrees : int
        Degrees of freedom of the covariance of each draw: clusters less 1.
    """

    coefficients: Floats
    covariance: Floats
    between_share: Floats
    n_draws: int
    degrees: int


def pooled(fits: Sequence[Fits], degrees: int) -> Pooled:
    r"""The mean over draws, and the total covariance (Rubin 1987).

    .. math::
        \bar\beta = \frac1M \sum_m \hat\beta_m, \qquad
        T = \frac1M \sum_m \hat V_m
            + \Big(1 + \frac1M\Big) \frac{1}{M-1} \sum_m (\hat\beta_m - \bar\beta)
              (\hat\beta_m - \bar\beta)^T

    Parameters
    ----------
    fits : sequence of Fits
        Of each draw; a single one is kept as it is.
    degrees : int
    """
    if len(fits) == 1:
        (fit,) = fits
        no_share = np.zeros_like(fit.coefficients)
        return Pooled(fit.coefficients, fit.covariance, no_share, 1, degrees)
    coefficients = np.stack([fit.coefficients for fit in fits])
    within = np.mean([fit.covariance for fit in fits], axis=0)
    mean = coefficients.mean(axis=0)
    apart = coefficients - mean
    between = np.einsum("dmj,dmk->mjk", apart, apart) * (1 + 1 / len(fits)) / (len(fits) - 1)
    total = within + between
    variance = np.diagonal(total, axis1=1, axis2=2)
    share = np.diagonal(between, axis1=1, axis2=2) / np.where(variance > 0, variance, 1.0)
    return Pooled(mean, total, share, len(fits), degrees)


def degrees_of_freedom(between_share: Floats, n_draws: int, degrees: int) -> Floats:
    r"""Degrees of freedom of t after pooling (Barnard and Rubin 1999).

    .. math::
        \nu = \Big(\frac{1}{\nu_M} + \frac{1}{\nu_o}\Big)^{-1}, \qquad
        \nu_M = \frac{M - 1}{\gamma^2}, \qquad
        \nu_o = \frac{\nu_c + 1}{\nu_c + 3} \nu_c (1 - \gamma)

    with the share :math:`\gamma` of the variance that is due to draws, and the degrees
    :math:`\nu_c` of each draw. Without draws it is :math:`\nu_c`.

    Parameters
    ----------
    between_share : array
    n_draws, degrees : int

    Examples
    --------
    >>> degrees_of_freedom(np.array([0.0, 0.5]), 25, 99).round(1).tolist()
    [97.1, 32.2]
    """
    if n_draws == 1:
        return np.full(np.shape(between_share), float(degrees))
    of_data = (degrees + 1) / (degrees + 3) * degrees * (1 - between_share)
    result: Floats = 1 / (between_share**2 / (n_draws - 1) + 1 / np.maximum(of_data, 1e-9))
    return result


def joint_p(estimates: Pooled, columns: Sequence[int]) -> Floats:
    r"""The p of the Wald test that all these columns have no effect, shape (n_outcomes,).

    .. math:: F = \frac1q \beta^T T^{-1} \beta

    is compared with F of :math:`q` and :math:`\nu_c` degrees of freedom. NaN where the covariance
    is singular, because no document differs.

    Parameters
    ----------
    estimates : Pooled
    columns : sequence of int
    """
    from scipy import stats

    index = np.asarray(columns)
    result = np.full(len(estimates.coefficients), np.nan)
    for outcome, beta in enumerate(estimates.coefficients[:, index]):
        covariance = estimates.covariance[outcome][np.ix_(index, index)]
        scale = np.sqrt(np.diagonal(covariance))
        if not (scale > 0).all():
            continue
        standard = covariance / scale[:, None] / scale
        if np.linalg.matrix_rank(standard, hermitian=True) < len(index):
            continue
        z = beta / scale
        statistic = float(z @ np.linalg.solve(standard, z)) / len(index)
        result[outcome] = stats.f.sf(statistic, len(index), estimates.degrees)
    return result


def adjusted_p(p: Floats, correction: str) -> Floats:
    """The p of one term over all topics, adjusted for their number; NaN stays NaN.

    Parameters
    ----------
    p : array, shape (n_topics,)
    correction : {"benjamini-hochberg", "holm", "bonferroni", "none"}
        The false discovery rate (Benjamini and Hochberg 1995), or the rate of any error.

    Examples
    --------
    >>> adjusted_p(np.array([0.01, 0.04, 0.03, np.nan]), "benjamini-hochberg").tolist()
    [0.03, 0.04, 0.04, nan]
    """
    result = p.copy()
    known = np.flatnonzero(~np.isnan(p))
    n = len(known)
    order = known[np.argsort(p[known], kind="stable")]
    rank = np.arange(1, n + 1)
    sorted_p = p[order]
    if correction == "benjamini-hochberg":
        sorted_p = np.minimum.accumulate((sorted_p * n / rank)[::-1])[::-1]
    elif correction == "holm":
        sorted_p = np.maximum.accumulate(sorted_p * (n - rank + 1))
    elif correction == "bonferroni":
        sorted_p = sorted_p * n
    result[order] = np.minimum(sorted_p, 1.0)
    return result
