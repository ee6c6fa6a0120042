"""Effects on shares of topics: every topic, every column, with intervals and tests."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from topics.effects.design import INTERCEPT, Design
from topics.effects.pooling import Pooled, adjusted_p, degrees_of_freedom, joint_p, pooled
from topics.effects.regression import clustered_fits
from topics.errors import InputError

Floats = NDArray[np.float64]

SPARE_DOCUMENTS = 2
"""There must be more documents than columns of the design by this many."""


@dataclass(frozen=True)
class Estimates:
    """Numbers of every term and every topic; all arrays have the shape (n_terms, n_topics).

    Attributes
    ----------
    terms : tuple of str
        Columns that mean something by themselves, and terms that are tested as a whole.
    is_joint : tuple of bool
        Whether a term is a test of several columns, which has only a p.
    estimate, std_error, low, high, p, p_adjusted : array
        NaN where there is no such number.
    curves : tuple of (x, value, low, high)
        Of each curve of the design: x of shape (n_points,), the others of shape
        (n_points, n_topics).
    """

    terms: tuple[str, ...]
    is_joint: tuple[bool, ...]
    estimate: Floats
    std_error: Floats
    low: Floats
    high: Floats
    p: Floats
    p_adjusted: Floats
    curves: tuple[tuple[Floats, Floats, Floats, Floats], ...]


def estimate_effects(
    design: Design,
    shares: Iterable[Floats],
    weights: Floats,
    document: NDArray[np.int64],
    *,
    confidence: float = 0.95,
    correction: str = "benjamini-hochberg",
) -> Estimates:
    """Effects of the columns of a design on the shares of topics.

    Every draw of the shares is regressed on the design with errors clustered by document
    (`clustered_fits`), and draws are pooled by Rubin's rules (`pooled`). Intervals are those of t,
    for curves at each point.

    Parameters
    ----------
    design : Design
    shares : iterable of array, shape (n_rows, n_topics)
        One array, or one for every draw.
    weights : array, shape (n_rows,)
    document : array of int, shape (n_rows,)
    confidence : float
    correction : str
        As `adjusted_p` takes it, over the topics of each term.

    Raises
    ------
    InputError
        Too few documents for the columns.
    """
    n_documents, n_columns = len(np.unique(document)), design.matrix.shape[1]
    if n_documents < n_columns + SPARE_DOCUMENTS:
        raise InputError(
            f"{n_documents} documents for {n_columns} columns of the formula, expected at least "
            f"{n_columns + SPARE_DOCUMENTS}; add documents, or leave terms out"
        )
    fits = [clustered_fits(design.matrix, drawn, weights, document) for drawn in shares]
    estimates = pooled(fits, n_documents - 1)
    single = [j for j in range(n_columns) if j not in design.basis]
    contrasts = [np.eye(n_columns)[single], *(curve.contrasts for curve in design.curves)]
    found = [_intervals(estimates, each, confidence) for each in contrasts]
    joint = [joint_p(estimates, columns) for columns in design.terms.values()]
    (value, error, low, high, p), *of_curves = found
    names = [design.names[j] for j in single]
    if INTERCEPT in names:
        p[names.index(INTERCEPT)] = np.nan  # that a share is not 0 is no finding
    none = np.full((len(joint), value.shape[1]), np.nan)
    p = np.vstack([p, *(each[None] for each in joint)])
    value, error, low, high = (np.vstack([each, none]) for each in (value, error, low, high))
    return Estimates(
        terms=(*names, *design.terms),
        is_joint=(False,) * len(names) + (True,) * len(joint),
        estimate=value,
        std_error=error,
        low=low,
        high=high,
        p=p,
        p_adjusted=np.stack([adjusted_p(each, correction) for each in p]),
        curves=tuple(
            (curve.x, each[0], each[2], each[3])
            for curve, each in zip(design.curves, of_curves, strict=True)
        ),
    )


def _intervals(
    estimates: Pooled, contrasts: Floats, confidence: float
) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """Value, standard error, limits and p of linear combinations, shape (n_contrasts, n_topics)."""
    from scipy import stats

    value = contrasts @ estimates.coefficients.T
    variance = np.einsum("cj,mjk,ck->cm", contrasts, estimates.covariance, contrasts)
    error = np.sqrt(np.maximum(variance, 0.0))
    # The share of the draws in the variance of a curve is at most that of its columns.
    used = np.abs(contrasts) > 0
    share = np.stack([estimates.between_share[:, row].max(axis=1, initial=0.0) for row in used])
    degrees = degrees_of_freedom(share, estimates.n_draws, estimates.degrees)
    width = stats.t.isf((1 - confidence) / 2, degrees) * error
    with np.errstate(divide="ignore", invalid="ignore"):
        p = 2 * stats.t.sf(np.abs(value) / error, degrees)
    p[~(error > 0)] = np.nan
    return value, error, value - width, value + width, p
