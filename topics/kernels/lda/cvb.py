"""Collapsed variational Bayes for LDA (CVB0) without stored responsibilities.

CVB0 (Asuncion, Welling, Smyth and Teh 2009) gives a token of term ``t`` in row ``i`` the
responsibilities

    share[k] = c * (rows[i, k] - own[k]) * (terms[t, k] - own[k]) / mass[k],  sum(share) = 1

where the counts hold the prior and ``own[k] = own * share[k]`` is what the token itself put
into them. Storing `share` for every non-zero is what bounds the usual implementation: K
numbers a non-zero, read and written in every pass. But given ``c``, one number a non-zero,
the equation is quadratic in `share` and its smaller root needs nothing but the counts. So
only ``c`` is kept, and the shares are computed again wherever they are needed.

The same bits on every run need care beside counting threads. A vectorised loop that stores
is guarded by a check of how far apart its arrays lie in memory, and where a small array
happens to follow another closely a scalar twin runs, which sums in another order. So no loop
here both stores and sums, and scratch rows keep a distance (`scratch`).
"""

from __future__ import annotations

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from topics.kernels.arithmetic import REORDERED
from topics.kernels.scratch import scratch, sum_of

_ONE = np.float32(1.0)
_ZERO = np.float32(0.0)


@njit(cache=True, fastmath=REORDERED, inline="always")
def solve_share(
    row: NDArray[np.float32],
    term: NDArray[np.float32],
    inverse_mass: NDArray[np.float32],
    scale: np.float32,
    share: NDArray[np.float32],
) -> np.float32:
    """Sum of `share` (n_topics,), which it fills.

    Each is the smaller root ``g`` of
    ``g = scale * inverse_mass * (row - g) * (term - g)``,

    by three steps of the fixed point ``g = (a * b + g**2) * x / (1 + x * (a + b))`` from 0.
    """
    for k in range(len(share)):
        x = scale * inverse_mass[k]
        product = row[k] * term[k]
        x = x / (_ONE + x * (row[k] + term[k]))
        g = x * product
        g = x * (product + g * g)
        g = x * (product + g * g)
        share[k] = g
    return sum_of(share)


@njit(cache=True, fastmath=REORDERED, parallel=True)
def guess_scales(
    indices: NDArray[np.int32],
    indptr: NDArray[np.int64],
    first: int,
    last: int,
    document_prior: NDArray[np.float32],
    term_topic: NDArray[np.float32],
    inverse_mass: NDArray[np.float32],
    row_topic: NDArray[np.float32],
    scales: NDArray[np.float32],
) -> None:
    """Fill the scales of rows ``first:last`` as if a non-zero had no own part.

    ``scales[e] = 1 / sum((row_topic[i] + document_prior) * term_topic[t] * inverse_mass)``.
    """
    n_topics = len(document_prior)
    for i in prange(first, last):
        row = scratch(n_topics)
        for k in range(n_topics):
            row[k] = row_topic[i, k] + document_prior[k]
        for e in range(indptr[i], indptr[i + 1]):
            total = _ZERO
            for k in range(n_topics):
                total += row[k] * term_topic[indices[e], k] * inverse_mass[k]
            scales[e] = _ONE / total


@njit(cache=True, fastmath=REORDERED, parallel=True)
def row_step(
    counts: NDArray[np.float32],
    indices: NDArray[np.int32],
    indptr: NDArray[np.int64],
    first: int,
    last: int,
    n_passes: int,
    document_prior: NDArray[np.float32],
    term_topic: NDArray[np.float32],
    inverse_mass: NDArray[np.float32],
    row_topic: NDArray[np.float32],
    scales: NDArray[np.float32],
    log_likelihood: NDArray[np.float64],
) -> None:
    """Renew ``row_topic[first:last]`` with the terms frozen, in `n_passes` passes.

    A pass sets ``row_topic[i] = sum_t counts[t] * share`` with the shares of `solve_share`
    for ``row_topic[i] + document_prior`` and ``term_topic[t]``, the own part of a non-zero
    being one token (or its weight, if that is less). `scales` follow. `log_likelihood` of a
    row is ``sum_t counts[t] * log p(t | the row's other tokens, all other rows)``.
    """
    n_topics = len(document_prior)
    prior_sum = np.float64(sum_of(document_prior))
    for i in prange(first, last):
        share = scratch(n_topics)
        fresh = scratch(n_topics)
        row = scratch(n_topics)
        n = 0.0
        for e in range(indptr[i], indptr[i + 1]):
            n += counts[e]
        for _ in range(n_passes):
            for k in range(n_topics):
                row[k] = row_topic[i, k] + document_prior[k]
                fresh[k] = _ZERO
            for e in range(indptr[i], indptr[i + 1]):
                own = min(counts[e], _ONE)
                scale = scales[e] * own
                total = solve_share(row, term_topic[indices[e]], inverse_mass, scale, share)
                scales[e] = scale / total
                weight = counts[e] / total
                for k in range(n_topics):
                    fresh[k] += weight * share[k]
            for k in range(n_topics):
                row_topic[i, k] = fresh[k]
        score = 0.0
        for e in range(indptr[i], indptr[i + 1]):
            others = n - min(counts[e], _ONE) + prior_sum
            score -= counts[e] * (np.log(np.float64(scales[e])) + np.log(others))
        log_likelihood[i] = score


@njit(cache=True, fastmath=REORDERED, inline="always")
def replace_contribution(
    fresh: NDArray[np.float32],
    change: NDArray[np.float32],
    contribution: NDArray[np.float32],
    term: NDArray[np.float32],
    moved: NDArray[np.float32],
    least: np.float32,
) -> None:
    """Put `fresh` for a term's `contribution`, and what that changes into `term` and `moved`.

    All are of shape (n_topics,); `change` is scratch, and no value of `term` falls below `least`.
    """
    for k in range(len(fresh)):
        change[k] = fresh[k] - contribution[k]
    for k in range(len(fresh)):
        contribution[k] = fresh[k]
    for k in range(len(fresh)):
        term[k] = max(term[k] + change[k], least)
    for k in range(len(fresh)):
        moved[k] += change[k]


@njit(cache=True, fastmath=REORDERED, parallel=True)
def term_step(
    counts: NDArray[np.float32],
    terms: NDArray[np.int32],
    term_offsets: NDArray[np.int64],
    rows: NDArray[np.int32],
    places: NDArray[np.int32],
    document_prior: NDArray[np.float32],
    row_topic: NDArray[np.float32],
    inverse_mass: NDArray[np.float32],
    scales: NDArray[np.float32],
    least: np.float32,
    contribution: NDArray[np.float32],
    term_topic: NDArray[np.float32],
    moved: NDArray[np.float32],
) -> None:
    """Replace a chunk's `contribution` to `term_topic`, summed term by term.

    Term ``terms[j]`` stands in ``rows[x]`` with count ``counts[places[x]]`` for ``x`` in
    ``term_offsets[j]:term_offsets[j + 1]``; its new contribution is ``sum_x counts * share``.
    `term_topic` moves by the difference, but never below `least`, against rounding. Row
    ``b`` of `moved` gets the summed difference over the ``b``-th of ``len(moved)`` parts of
    the terms, so that the order of summing is fixed.
    """
    n_topics = len(document_prior)
    n_parts = len(moved)
    n_terms = len(terms)
    for part in prange(n_parts):
        share = scratch(n_topics)
        fresh = scratch(n_topics)
        row = scratch(n_topics)
        change = scratch(n_topics)
        for k in range(n_topics):
            moved[part, k] = _ZERO
        for j in range(part * n_terms // n_parts, (part + 1) * n_terms // n_parts):
            term = term_topic[terms[j]]
            for k in range(n_topics):
                fresh[k] = _ZERO
            for x in range(term_offsets[j], term_offsets[j + 1]):
                e = places[x]
                for k in range(n_topics):
                    row[k] = row_topic[rows[x], k] + document_prior[k]
                own = min(counts[e], _ONE)
                total = solve_share(row, term, inverse_mass, scales[e] * own, share)
                weight = counts[e] / total
                for k in range(n_topics):
                    fresh[k] += weight * share[k]
            replace_contribution(fresh, change, contribution[j], term, moved[part], least)


@njit(cache=True, parallel=True)
def add_rows(
    terms: NDArray[np.int32],
    contribution: NDArray[np.float32],
    term_topic: NDArray[np.float32],
) -> None:
    """``term_topic[terms] += contribution``; `terms` holds no term twice."""
    for j in prange(len(terms)):
        term, more = term_topic[terms[j]], contribution[j]
        for k in range(len(term)):
            term[k] += more[k]
