"""Topics of two fits, matched one to one."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from topics.kernels.threads import one_blas_thread


def term_roots(components: NDArray[np.floating]) -> NDArray[np.float32]:
    """Square roots of the terms' shares in each topic, shape (n_topics, n_terms).

    The product of two rows is a Bhattacharyya coefficient: 1 for equal topics, 0 for topics
    without a term in common. A topic without terms has zeros.
    """
    mass = components.sum(axis=1, keepdims=True, dtype=np.float64)
    shares = components / np.where(mass > 0, mass, 1.0)
    return np.sqrt(shares).astype(np.float32)


def overlaps(roots: NDArray[np.floating], others: NDArray[np.floating]) -> NDArray[np.floating]:
    """Bhattacharyya coefficients of all pairs of topics, shape (n_topics, n_other_topics)."""
    with one_blas_thread():
        result: NDArray[np.floating] = roots @ others.T
    return result


def matched_topics(
    roots: NDArray[np.floating], others: NDArray[np.floating], n_fixed: int = 0
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Numbers of topics, ascending, and of those of another fit that are matched with them.

    Every topic of the fit that has fewer is matched, so that the sum of the coefficients is
    largest (Kuhn 1955).

    Parameters
    ----------
    roots, others : array, shape (n_topics, n_terms) and (n_other_topics, n_terms)
        As `term_roots` returns them.
    n_fixed : int
        Topics below this number are matched with those of the same number.

    Examples
    --------
    >>> first = term_roots(np.array([[3.0, 1.0, 0.0], [0.0, 0.0, 2.0]]))
    >>> second = term_roots(np.array([[0.0, 1.0, 5.0], [1.0, 1.0, 0.0]]))
    >>> matched_topics(first, second)[1].tolist()
    [1, 0]
    """
    overlap = overlaps(roots[n_fixed:], others[n_fixed:])
    own, matched = linear_sum_assignment(overlap, maximize=True)
    fixed = np.arange(n_fixed)
    return np.concatenate([fixed, own + n_fixed]), np.concatenate([fixed, matched + n_fixed])
