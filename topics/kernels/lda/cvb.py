"""Collapsed variational Bayes for LDA (CVB0) without stored responsibilities.

CVB0 (Asuncion, Welling, Smyth and Teh 2009) gives a token of term ``t`` in row ``i`` the
responsibilities

    share[k] = c * (rows[i, k] - part[k]) * (terms[t, k] - part[k]) / mass[k],  sum(share) = 1

where the counts include the prior and ``part[k] = token * share[k]`` is what the token, of
weight `token`, contributed to them. Usual implementations store `share` for every non-zero and
are bound by memory: K numbers a non-zero, read and written in every pass. But given ``c``, one
number a non-zero, the equation is quadratic in `share`, and its smaller root depends only on
the counts. So only ``c`` is stored, and the shares are computed again where they are needed.

That needs counts of other tokens. Where a token is most of its row and of its term, ``rows -
part`` and ``terms - part`` are small differences of large numbers: the solution is nearly the
same for every large ``c``, and ``c`` would grow without end. For these few the shares are stored
(`renew_stored`), and ``c`` of all others is bounded: the counts without a token are at least the
priors, so ``c`` is at most ``1 / sum(document_prior * least / mass)``.

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
from topics.kernels.lda.arrays import Columns, StoredShares, Topics
from topics.kernels.rows import Rows
from topics.kernels.scratch import scratch, sum_of

_ONE = np.float32(1.0)
_ZERO = np.float32(0.0)
_HALF = np.float32(0.5)


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


@njit(cache=True, fastmath=REORDERED)
def renew_stored(
    row: NDArray[np.float32],
    term: NDArray[np.float32],
    topics: Topics,
    stored: StoredShares,
    slot: int,
    count: np.float32,
    fresh: NDArray[np.float32],
) -> np.float32:
    """Renew ``stored.in_rows[slot]``, add it `count` times to `fresh`, and return the scale.

    With ``token = min(count, 1)`` the weights of the topics are ``max(row - token * in_row,
    document_prior) * max(term - token * in_term, least) * inverse_mass``, and the scale is 1 by
    their sum. The new shares are half of the normalised weights and half of `in_term`; all of
    the weights while `in_term` is 0. Otherwise two tokens that follow each other would take each
    other's place in every sweep, because all rows are renewed before the terms are.
    """
    _, inverse_mass, document_prior, least = topics
    in_row, in_term = stored.in_rows[slot], stored.in_terms[slot]
    share = scratch(len(row))
    token = min(count, _ONE)
    for k in range(len(row)):
        others = max(row[k] - token * in_row[k], document_prior[k])
        share[k] = others * max(term[k] - token * in_term[k], least) * inverse_mass[k]
    total = sum_of(share)
    factor = (_ONE - _HALF * sum_of(in_term)) / total
    for k in range(len(row)):
        in_row[k] = factor * share[k] + _HALF * in_term[k]
    for k in range(len(row)):
        fresh[k] += count * in_row[k]
    return _ONE / total


@njit(cache=True, inline="always")
def first_stored(positions: NDArray[np.int64], position: int) -> int:
    """``np.searchsorted(positions, position)``."""
    low, high = 0, len(positions)
    while low < high:
        middle = (low + high) // 2
        if positions[middle] < position:
            low = middle + 1
        else:
            high = middle
    return low


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
    stored: StoredShares,
    row_topic: NDArray[np.float32],
    scales: NDArray[np.float32],
    log_likelihood: NDArray[np.float64],
) -> None:
    """Renew ``row_topic[first:last]`` (expected counts) with the terms frozen.

    Each of the `n_passes` sets ``row_topic[i] = sum_t counts[t] * share`` with the shares of
    `solve_share` for ``row_topic[i] + document_prior`` and ``term_topic[t]``, or of
    `renew_stored` for those in `stored`, whose positions are those of the non-zeros. The token
    of a non-zero has the weight 1, or its count if that is less. `scales` are renewed with the
    shares. ``log_likelihood[i]`` is ``sum_t counts[t] * log p(t | other tokens of the row, all
    other rows)``.
    """
    counts, indices, indptr = rows
    term_topic, inverse_mass, document_prior, least = topics
    positions, slots, _, _ = stored
    n_topics = len(document_prior)
    n_stored = len(positions)
    prior_sum = np.float64(sum_of(document_prior))
    lowest = scratch(n_topics)
    for k in range(n_topics):
        lowest[k] = document_prior[k] * least * inverse_mass[k]
    largest = _ONE / sum_of(lowest)
    for i in prange(first, last):
        share = scratch(n_topics)
        fresh = scratch(n_topics)
        row = scratch(n_topics)
        n = 0.0
        for e in range(indptr[i], indptr[i + 1]):
            n += counts[e]
        begin, end = indptr[i], indptr[i + 1]
        first_of_row = first_stored(positions, begin)
        for _ in range(n_passes):
            for k in range(n_topics):
                row[k] = row_topic[i, k] + document_prior[k]
                fresh[k] = _ZERO
            h = first_of_row
            while h < n_stored and positions[h] < end:
                e = positions[h]
                term = term_topic[indices[e]]
                scales[e] = renew_stored(row, term, topics, stored, slots[h], counts[e], fresh)
                h += 1
            # The others, from one stored non-zero to the next.
            h, start = first_of_row, begin
            while start < end:
                stop = min(end, positions[h]) if h < n_stored else end
                for e in range(start, stop):
                    token = min(counts[e], _ONE)
                    scale = scales[e] * token
                    total = solve_share(row, term_topic[indices[e]], inverse_mass, scale, share)
                    scales[e] = min(scale / total, largest)
                    weight = counts[e] / total
                    for k in range(n_topics):
                        fresh[k] += weight * share[k]
                h += 1
                start = stop + 1
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
    stored: StoredShares,
    contribution: NDArray[np.float32],
    moved: NDArray[np.float32],
) -> None:
    """Replace a chunk's `contribution` to ``topics.term_topic``, term by term.

    The new contribution of a term is ``sum_x counts[x] * share`` over the rows that contain it;
    `counts` and `scales` are those of the chunk's non-zeros. Those in `stored`, whose positions
    are those of `columns`, contribute the shares that they have in their rows. `term_topic`
    changes by the difference, but does not fall below ``topics.least``. Row ``b`` of `moved` gets
    the summed difference over the ``b``-th of ``len(moved)`` parts of the terms, so that the sum
    over the parts does not depend on the threads.
    """
    terms, term_offsets, rows, nonzeros = columns
    term_topic, inverse_mass, document_prior, least = topics
    positions, slots, in_rows, in_terms = stored
    n_topics = len(document_prior)
    n_stored = len(positions)
    n_parts = len(moved)
    n_chunk_terms = len(terms)
    for part in prange(n_parts):
        share = scratch(n_topics)
        fresh = scratch(n_topics)
        row = scratch(n_topics)
        change = scratch(n_topics)
        for k in range(n_topics):
            moved[part, k] = _ZERO
        first_term = part * n_chunk_terms // n_parts
        h = first_stored(positions, term_offsets[first_term])
        for j in range(first_term, (part + 1) * n_chunk_terms // n_parts):
            term = term_topic[terms[j]]
            for k in range(n_topics):
                fresh[k] = _ZERO
            start, end = term_offsets[j], term_offsets[j + 1]
            while start < end:
                stop = min(end, positions[h]) if h < n_stored else end
                for x in range(start, stop):
                    e = nonzeros[x]
                    for k in range(n_topics):
                        row[k] = row_topic[rows[x], k] + document_prior[k]
                    token = min(counts[e], _ONE)
                    total = solve_share(row, term, inverse_mass, scales[e] * token, share)
                    weight = counts[e] / total
                    for k in range(n_topics):
                        fresh[k] += weight * share[k]
                start = stop + 1
                if stop < end:
                    slot, count = slots[h], counts[nonzeros[stop]]
                    h += 1
                    for k in range(n_topics):
                        fresh[k] += count * in_rows[slot, k]
                    for k in range(n_topics):
                        in_terms[slot, k] = in_rows[slot, k]
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
