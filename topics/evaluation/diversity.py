"""Diversity: whether topics have different top terms."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from topics.errors import InputError


def diversity(top_terms: NDArray[np.integer]) -> float:
    """Share of distinct terms among the top terms of all topics, in (0, 1].

    1 means that no term is a top term twice. Source: Dieng, Ruiz and Blei 2020, section 6.

    Parameters
    ----------
    top_terms : array of int, shape (n_topics, n_top)
        A topic with fewer terms is filled up with -1.

    Raises
    ------
    InputError
        No topic has a term.

    Examples
    --------
    >>> diversity(np.array([[0, 1], [1, 2]]))
    0.75
    """
    terms = top_terms[top_terms >= 0]
    if not terms.size:
        raise InputError("diversity needs top terms, and no topic has one")
    return len(np.unique(terms)) / terms.size
