"""The course of topics along one document: smoothed shares, and where another topic takes over."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@njit(cache=True, inline="always")
def _mass_below(u: float) -> float:
    """Mass of Epanechnikov's kernel below u: ``(2 + 3 * u - u**3) / 4`` with u cut to [-1, 1]."""
    u = min(1.0, max(-1.0, u))
    return (2.0 + 3.0 * u - u * u * u) / 4.0


@njit(cache=True)
def smooth_rows(
    shares: Floats, n_terms: Floats, bandwidth: float, smoothed: Floats, n_effective: Floats
) -> None:
    """Smooth rows that follow each other, each of them an interval as long as its terms.

    With ``end = np.cumsum(n_terms)``, ``begin = end - n_terms``, ``centre = (begin + end) / 2``
    and ``w[i] = F((end - centre[i]) / bandwidth) - F((begin - centre[i]) / bandwidth)``, where F
    is the kernel's distribution function, it fills ``smoothed[i] = w[i] @ shares / w[i].sum()``
    and ``n_effective[i] = w[i].sum() ** 2 / (w[i] ** 2 / n_terms).sum()``.

    Parameters
    ----------
    shares : array, shape (n_sections, n_topics)
    n_terms : array, shape (n_sections,)
        At least one is positive.
    bandwidth : float
        Half of the kernel's width, in terms; positive.
    smoothed : array, shape (n_sections, n_topics)
        Filled.
    n_effective : array, shape (n_sections,)
        Filled with the number of equally weighted terms that would say as much (Kish).
    """
    n_sections, n_topics = shares.shape
    begin = np.zeros(n_sections + 1)
    for i in range(n_sections):
        begin[i + 1] = begin[i] + n_terms[i]
    first = 0
    for i in range(n_sections):
        centre = (begin[i] + begin[i + 1]) / 2.0
        while begin[first + 1] < centre - bandwidth:
            first += 1
        smoothed[i] = 0.0
        total = squares = 0.0
        for j in range(first, n_sections):
            if begin[j] >= centre + bandwidth:
                break
            if n_terms[j] == 0.0:
                continue
            weight = _mass_below((begin[j + 1] - centre) / bandwidth)
            weight -= _mass_below((begin[j] - centre) / bandwidth)
            for topic in range(n_topics):
                smoothed[i, topic] += weight * shares[j, topic]
            total += weight
            squares += weight * weight / n_terms[j]
        for topic in range(n_topics):
            smoothed[i, topic] /= total
        n_effective[i] = total * total / squares


@njit(cache=True)
def find_turns(
    smoothed: Floats,
    n_terms: Floats,
    n_effective: Floats,
    min_terms: float,
    margin: float,
    n_errors: float,
    leading: Integers,
) -> None:
    """Fill in the topic that leads at each section; it changes only as `topics.shares.turns` says.

    Parameters
    ----------
    smoothed : array, shape (n_sections, n_topics)
    n_terms, n_effective : array, shape (n_sections,)
    min_terms : float
        Terms that a topic must lead in, before the topic before it leads again.
    margin, n_errors : float
        It must be ahead by this share somewhere, and by this number of standard errors.
    leading : array of int, shape (n_sections,)
        Filled; -1 where no topic leads in enough terms.
    """
    n_sections, n_topics = smoothed.shape
    since = np.full(n_topics, -1)  # first section that a challenger leads
    support = np.zeros(n_topics)
    is_ahead = np.zeros(n_topics, dtype=np.bool_)
    leader = -1
    for i in range(n_sections):
        leading[i] = leader
        if n_terms[i] == 0.0:
            continue
        top = int(np.argmax(smoothed[i]))
        if top == leader:
            since[:] = -1
            support[:] = 0.0
            is_ahead[:] = False
            continue
        if since[top] < 0:
            since[top] = i
        support[top] += n_terms[i]
        if leader < 0:
            is_ahead[top] = True
        else:
            lead = smoothed[i, top] - smoothed[i, leader]
            both = smoothed[i, top] + smoothed[i, leader]
            # Variance of the difference of two shares of a multinomial.
            error = np.sqrt(max(0.0, both - lead * lead) / n_effective[i])
            is_ahead[top] |= lead >= max(margin, n_errors * error)
        if support[top] >= min_terms and is_ahead[top]:
            # What comes before the first leader belongs to its stretch.
            begin = 0 if leader < 0 else since[top]
            leader = top
            leading[begin : i + 1] = leader
            since[:] = -1
            support[:] = 0.0
            is_ahead[:] = False
