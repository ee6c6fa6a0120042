"""Which of several numbers of topics predict held-out rows as well as the best of them?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from topics.errors import InputError

CLEARLY = 2.0
"""A number of topics is worse than the best one if it loses more than this many standard errors."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Predictions:
    """How well fits with several numbers of topics predict the same held-out tokens.

    Attributes
    ----------
    perplexity : array, shape (n_numbers,)
        ``exp(-mean log probability)`` of a token; lower is better.
    error : array, shape (n_numbers,)
        Standard error of the perplexity over rows.
    gap : array, shape (n_numbers,)
        What a token loses to the best number, in nats; 0 for that.
    gap_error : array, shape (n_numbers,)
        Standard error of the gap over rows, each compared with itself; 0 for the best number.
    """

    perplexity: Floats
    error: Floats
    gap: Floats
    gap_error: Floats

    @property
    def smallest_as_good(self) -> int:
        """Index of the first number that is not clearly worse than the best one (`CLEARLY`)."""
        return int(np.flatnonzero(self.gap <= CLEARLY * self.gap_error)[0])


def compare_predictions(log_likelihood: Floats, n_tokens: NDArray[np.int64]) -> Predictions:
    r"""Perplexities of several numbers of topics, and how far each is from the best.

    A mean log probability of a token is the ratio :math:`\bar y = \sum_i y_i / \sum_i n_i` over
    rows, and its standard error that of a ratio: :math:`\sqrt{\sum_i (y_i - \bar y n_i)^2} /
    \sum_i n_i`. For a gap, :math:`y_i` is the difference between two numbers of topics in the same
    row, which varies much less than either.

    Parameters
    ----------
    log_likelihood : array, shape (n_numbers, n_rows)
        Log probability of the scored tokens of every row, in nats; numbers of topics ascending.
    n_tokens : array of int, shape (n_rows,)
        Number of scored tokens of every row.

    Raises
    ------
    InputError
        No token was scored.

    Examples
    --------
    >>> shares = np.array([[0.10, 0.10], [0.21, 0.20], [0.20, 0.22]])
    >>> found = compare_predictions(np.log(shares), np.array([1, 1]))
    >>> found.perplexity.round(2).tolist(), found.smallest_as_good
    ([10.0, 4.88, 4.77], 1)
    """
    total = int(n_tokens.sum())
    if total == 0:
        raise InputError("no token was scored; hold out rows of two tokens or more")
    mean = log_likelihood.sum(axis=1) / total
    lost = log_likelihood[mean.argmax()] - log_likelihood
    perplexity = np.exp(-mean)
    return Predictions(
        perplexity=perplexity,
        error=perplexity * _error(log_likelihood, n_tokens),
        gap=lost.sum(axis=1) / total,
        gap_error=_error(lost, n_tokens),
    )


def _error(values: Floats, n_tokens: NDArray[np.int64]) -> Floats:
    """Standard errors of the ratios of summed values and tokens, shape (n_numbers,)."""
    total = n_tokens.sum()
    residuals = values - (values.sum(axis=1, keepdims=True) / total) * n_tokens
    result: Floats = np.sqrt(np.square(residuals).sum(axis=1)) / total
    return result
