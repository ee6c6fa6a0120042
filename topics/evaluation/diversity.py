"""Diversity: whether topics show different terms."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def diversity(top_terms: NDArray[np.integer]) -> float:
    """Share of different terms among the top terms of all topics, in (0, 1].

    1 means that no term is shown twice. Source: Dieng, Ruiz and Blei 2020, section 6.

    Parameters
    ----------
    top_terms : array of int, shape (n_topics, n_top)
        -1 stands for no term, where a topic has fewer.

    Examples
    --------
    >>> diversity(np.array([[0, 1], [1, 2]]))
    0.75
    """
    shown = top_terms[top_terms >= 0]
    return len(np.unique(shown)) / shown.size
