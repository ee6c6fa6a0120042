"""Themes: which topics occur together, so that they say one thing in several topics."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from topics.errors import InputError
from topics.kernels.threads import one_blas_thread
from topics.values import amount

TOGETHER = 0.02
"""Topics whose shares of the rows have a correlation above this are one theme.

Shares sum to 1, so topics that have nothing to do with each other have a correlation below 0:
-1/39 for 40 topics. 0.02 is one standard error of a correlation above 0 in 2,000 rows."""

LEAST_ROWS = 1.0
"""Themes that make up less than this many rows in all are not counted."""

Floats = NDArray[np.float64]


def topic_themes(row_topic: Floats) -> NDArray[np.int64]:
    r"""The theme of each topic, shape (n_topics,): topics that occur in the same rows are one.

    Begins with every topic as a theme of its own. The two themes with the highest correlation

    .. math:: r_{ab} = \frac{\operatorname{cov}(s_a, s_b)}
              {\sqrt{\operatorname{var}(s_a) \operatorname{var}(s_b)}}

    of their shares :math:`s` over the rows become one, whose share is their sum, as long as
    :math:`r_{ab}` is above `TOGETHER`. Where a fit has more topics than a corpus has themes, the
    parts of a theme are in the same rows, and are joined again; topics that were drawn
    independently of each other stay apart. Themes are numbered from 0 in the order of their first
    topics.

    Parameters
    ----------
    row_topic : array, shape (n_rows, n_topics)
        Shares of topics; rows sum to 1.

    Raises
    ------
    InputError
        There are no rows, or no topics.

    Examples
    --------
    >>> shares = np.array([[0.5, 0.5, 0.0], [0.4, 0.6, 0.0], [0.0, 0.0, 1.0], [0.1, 0.0, 0.9]])
    >>> topic_themes(shares).tolist()
    [0, 0, 1]
    """
    n_rows, n_topics = row_topic.shape
    if not n_rows or not n_topics:
        raise InputError(
            f"themes need shares of topics; got {amount(n_rows, 'row')} of "
            f"{amount(n_topics, 'topic')}"
        )
    centred = row_topic - row_topic.mean(axis=0)
    with one_blas_thread():
        covariance = centred.T @ centred
    theme = np.arange(n_topics)
    is_left = np.ones(n_topics, dtype=np.bool_)
    for _ in range(n_topics - 1):
        correlation = _correlations(covariance, is_left)
        kept, gone = sorted(np.unravel_index(correlation.argmax(), correlation.shape))
        if correlation[kept, gone] <= TOGETHER:
            break
        covariance[kept] += covariance[gone]
        covariance[:, kept] += covariance[:, gone]
        theme[theme == gone] = kept
        is_left[gone] = False
    numbers: NDArray[np.int64] = np.unique(theme, return_inverse=True)[1]
    return numbers


def number_of_themes(row_topic: Floats) -> int:
    """How many themes there are, without those that make up less than one row in all.

    Parameters
    ----------
    row_topic : array, shape (n_rows, n_topics)
        As `topic_themes` takes them.

    Examples
    --------
    >>> number_of_themes(np.eye(3)[[0, 0, 1, 1, 1, 2]])
    3
    """
    rows_of_theme = np.bincount(topic_themes(row_topic), weights=row_topic.sum(axis=0))
    return int((rows_of_theme >= LEAST_ROWS).sum())


def _correlations(covariance: Floats, is_left: NDArray[np.bool_]) -> Floats:
    """Correlations of different themes that are left; -1 elsewhere, and 0 with a constant one."""
    variance = np.diag(covariance)
    scale = np.sqrt(np.where(variance > 0, variance, np.inf))
    result: Floats = covariance / scale[:, None] / scale[None, :]
    result[~is_left] = -1.0
    result[:, ~is_left] = -1.0
    np.fill_diagonal(result, -1.0)
    return result
