"""Collapsed variational Bayes for LDA (CVB0) without stored responsibilities.

CVB0 (Asuncion, Welling, Smyth and Teh 2009) gives a token of term ``t`` in row ``i`` the
responsibilities

    share[k] = c * (rows[i, k] - part[k]) * (terms[t, k] - part[k]) / mass[k],  sum(share) = 1

where the counts include the prior and ``part[k] = token * share[k]`` is what the token, of
weight `token`, contributed to them. Usual implementations store `share` for every non-zero and
are bound by memory: K numbers a non-zero, read and written in every pass. But given ``c``, one
number a non-zero, the equation is quadratic in `share`, and its smaller root depends only on
the counts. So only ``c`` is stored, and the shares are computed again where they are needed.

The same bits on every run need care, also on one thread. LLVM guards a vectorised loop that
stores by a check of how far apart its arrays are in memory; where a small array happens to
follow another closely, a scalar version runs, which sums in another order. So no loop here
both stores and sums, and scratch rows keep a distance from each other (`scratch`).
"""

from __future__ import annotations

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from topics.kernels.arithmetic import REORDERED
from topics.kernels.lda.arrays import Columns, Topics
from topics.kernels.rows import Rows
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
    """Fill `share` (n_topics,) with a token's unnormalised shares, and return their sum.

    Each is the smaller root ``g`` of ``g = scale * inverse_mass * (row - g) * (term - g)``, by
    three steps of a fixed point from ``g = 0``.
    """
    # With a = row[k], b = term[k] and x = scale * inverse_mass[k], the equation
    # g = x * (a - g) * (b - g) is g * (1 + x * (a + b)) = x * (a * b + g**2).
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
    rows: Rows,
    first: int,
    last: int,
    topics: Topics,
    row_topic: NDArray[np.float32],
    scales: NDArray[np.float32],
) -> None:
    """Fill the `scales` (n_nonzeros,) of rows ``first:last`` as if no token had contributed.

    ``scales[e] = 1 / sum((row_topic[i] + document_prior) * term_topic[t] * inverse_mass)``.
    """
    _, indices, indptr = rows
    term_topic, inverse_mass, document_prior, _ = topics
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
    rows: Rows,
    first: int,
    last: int,
    n_passes: int,
    topics: Topics,
    row_topic: NDArray[np.float32],
    scales: NDArray[np.float32],
    log_likelihood: NDArray[np.float64],
) -> None:
    """Renew ``row_topic[first:last]`` (expected counts) with the terms frozen.

    Each of the `n_passes` sets ``row_topic[i] = sum_t counts[t] * share`` with the shares of
    `solve_share` for ``row_topic[i] + document_prior`` and ``term_topic[t]``. The token of a
    non-zero has the weight 1, or its count if that is less. `scales` are renewed with the
    shares. ``log_likelihood[i]`` is ``sum_t counts[t] * log p(t | other tokens of the row, all
    other rows)``.
    """
    counts, indices, indptr = rows
    term_topic, inverse_mass, document_prior, _ = topics
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
                token = min(counts[e], _ONE)
                scale = scales[e] * token
                total = solve_share(row, term_topic[indices[e]], inverse_mass, scale, share)
                scales[e] = scale / total
                weight = counts[e] / total
                for k in range(n_topics):
                    fresh[k] += weight * share[k]
            for k in range(n_topics):
                row_topic[i, k] = fresh[k]
        # With c the normalised scale of a non-zero, p(t | ...) = 1 / (c * others).
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
    """Replace a term's `contribution` by `fresh`, and add the difference to `term` and `moved`.

    ``term = max(term + fresh - contribution, least)``. All arrays have shape (n_topics,);
    `change` is scratch.
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
    columns: Columns,
    row_topic: NDArray[np.float32],
    scales: NDArray[np.float32],
    topics: Topics,
    contribution: NDArray[np.float32],
    moved: NDArray[np.float32],
) -> None:
    """Replace a chunk's `contribution` to ``topics.term_topic``, term by term.

    The new contribution of a term is ``sum_x counts[x] * share`` over the rows that contain it;
    `counts` and `scales` are those of the chunk's non-zeros. `term_topic` changes by the
    difference, but does not fall below ``topics.least``. Row ``b`` of `moved` gets the summed
    difference over the ``b``-th of ``len(moved)`` parts of the terms, so that the sum over the
    parts does not depend on the threads.
    """
    terms, term_offsets, rows, nonzeros = columns
    term_topic, inverse_mass, document_prior, least = topics
    n_topics = len(document_prior)
    n_parts = len(moved)
    n_chunk_terms = len(terms)
    for part in prange(n_parts):
        share = scratch(n_topics)
        fresh = scratch(n_topics)
        row = scratch(n_topics)
        change = scratch(n_topics)
        for k in range(n_topics):
            moved[part, k] = _ZERO
        for j in range(part * n_chunk_terms // n_parts, (part + 1) * n_chunk_terms // n_parts):
            term = term_topic[terms[j]]
            for k in range(n_topics):
                fresh[k] = _ZERO
            for x in range(term_offsets[j], term_offsets[j + 1]):
                e = nonzeros[x]
                for k in range(n_topics):
                    row[k] = row_topic[rows[x], k] + document_prior[k]
                token = min(counts[e], _ONE)
                total = solve_share(row, term, inverse_mass, scales[e] * token, share)
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
    """``term_topic[terms] += contribution``; `terms` are distinct."""
    for j in prange(len(terms)):
        term, more = term_topic[terms[j]], contribution[j]
        for k in range(len(term)):
            term[k] += more[k]
