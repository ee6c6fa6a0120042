"""Collapsed Gibbs sampling for LDA: one topic a non-zero, drawn with the terms frozen.

Griffiths and Steyvers 2004 draw a topic for every token. Here all tokens of a term in a row
move together, as if the non-zero were one token of that weight, and the terms stay as they
are while a chunk's rows are drawn (Newman, Asuncion, Smyth and Welling 2009), so that rows
can be shared among threads. The draws search, they are not read as a sample: CVB0 goes on
from them. Chance is a hash of the sweep, the row and the place in it.
"""

from __future__ import annotations

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from topics.kernels.arithmetic import REORDERED
from topics.kernels.chance import mixed
from topics.kernels.cvb import replace_contribution, scratch, sum_of

_ONE = np.float32(1.0)
_ZERO = np.float32(0.0)
_TO_UNIT = np.float32(1.0 / 16777216.0)
_BLOCK = 16
_SMALL = 1e-200  # products of probabilities this small take one logarithm together


@njit(cache=True, fastmath=REORDERED, inline="always")
def pick(weight: NDArray[np.float32], left: np.float32) -> int:
    """First index up to which `weight` sums to more than `left`; -1 if rounding hides it.

    The length of `weight` is a multiple of `_BLOCK`: whole blocks are stepped over by their
    sums, which takes a fourth of the time of adding number by number.
    """
    begin = 0
    while begin < len(weight) - _BLOCK:
        total = _ZERO
        for j in range(_BLOCK):
            total += weight[begin + j]
        if left < total:
            break
        left -= total
        begin += _BLOCK
    chosen = -1
    for k in range(begin, begin + _BLOCK):
        if weight[k] > _ZERO:
            chosen = k
            if left < weight[k]:
                break
            left -= weight[k]
    return chosen


@njit(cache=True, fastmath=REORDERED, parallel=True)
def draw_topics(
    counts: NDArray[np.float32],
    indices: NDArray[np.int32],
    indptr: NDArray[np.int64],
    first: int,
    last: int,
    random_state: np.uint64,
    sweep: int,
    document_prior: NDArray[np.float32],
    term_topic: NDArray[np.float32],
    inverse_mass: NDArray[np.float32],
    least: np.float32,
    drawn: NDArray[np.int32],
    row_topic: NDArray[np.float32],
    log_likelihood: NDArray[np.float64],
) -> None:
    """Draw `drawn` (n_nonzeros,) anew for rows ``first:last``, one non-zero after another.

    The topic of a non-zero of term ``t`` has the probability ``p / p.sum()`` with ``p =
    (row_topic[i] + document_prior) * term_topic[t] * inverse_mass``, where the non-zero itself
    is taken out of the three counts; `term_topic` never falls below `least`. -1 in `drawn`
    stands for a non-zero that has no topic yet: nothing is taken out. In the end
    ``row_topic[i]`` sums the counts by their topics. `log_likelihood` of a row is
    ``sum_t counts[t] * log(p.sum() / (n - counts[t] + document_prior.sum()))``.
    """
    n_topics = len(document_prior)
    prior_sum = np.float64(sum_of(document_prior))
    n_padded = (n_topics + _BLOCK - 1) // _BLOCK * _BLOCK
    for i in prange(first, last):
        row = scratch(n_topics)
        weight = scratch(n_padded)
        n = 0.0
        for e in range(indptr[i], indptr[i + 1]):
            n += counts[e]
        for k in range(n_topics, n_padded):
            weight[k] = _ZERO
        for k in range(n_topics):
            row[k] = (row_topic[i, k] + document_prior[k]) * inverse_mass[k]
        chance = mixed(mixed(mixed(random_state) ^ np.uint64(sweep)) ^ np.uint64(i))
        score = 0.0
        product = 1.0
        for e in range(indptr[i], indptr[i + 1]):
            own = counts[e]
            old = drawn[e]
            term = term_topic[indices[e]]
            for k in range(n_topics):
                weight[k] = row[k] * term[k]
            others = _ZERO
            stay = _ZERO
            if old >= 0:
                inverse = inverse_mass[old]
                others = max(row[old] - own * inverse, document_prior[old] * inverse)
                mass = max(_ONE - own * inverse, least * inverse)
                stay = others * max(term[old] - own, least) / mass
                weight[old] = stay
            total = sum_of(weight)
            likelihood = np.float64(total) / (n - own + prior_sum)
            if own == _ONE:
                product *= likelihood
                if product < _SMALL:
                    score += np.log(product)
                    product = 1.0
            else:
                score += own * np.log(likelihood)
            bits = mixed(chance + np.uint64(e - indptr[i]))
            left = np.float32(bits >> np.uint64(40)) * _TO_UNIT * total
            # The old topic comes first: most non-zeros stay, and need no search.
            if left < stay:
                continue
            if old >= 0:
                weight[old] = _ZERO
            new = pick(weight, left - stay)
            if new < 0:
                new = max(old, 0)
            if old >= 0:
                row[old] = others
            row[new] += own * inverse_mass[new]
            drawn[e] = new
        for k in range(n_topics):
            row[k] = _ZERO
        for e in range(indptr[i], indptr[i + 1]):
            row[drawn[e]] += counts[e]
        for k in range(n_topics):
            row_topic[i, k] = row[k]
        log_likelihood[i] = score + np.log(product)


@njit(cache=True, fastmath=REORDERED, parallel=True)
def count_topics(
    counts: NDArray[np.float32],
    terms: NDArray[np.int32],
    term_offsets: NDArray[np.int64],
    places: NDArray[np.int32],
    drawn: NDArray[np.int32],
    least: np.float32,
    contribution: NDArray[np.float32],
    term_topic: NDArray[np.float32],
    moved: NDArray[np.float32],
) -> None:
    """Replace a chunk's `contribution` to `term_topic`, as `topics.kernels.cvb.term_step`.

    The new one of term ``terms[j]`` sums ``counts[places[x]]`` by ``drawn[places[x]]`` for
    ``x`` in ``term_offsets[j]:term_offsets[j + 1]``.
    """
    n_parts, n_topics = moved.shape
    n_terms = len(terms)
    for part in prange(n_parts):
        fresh = scratch(n_topics)
        change = scratch(n_topics)
        for k in range(n_topics):
            moved[part, k] = _ZERO
        for j in range(part * n_terms // n_parts, (part + 1) * n_terms // n_parts):
            term = term_topic[terms[j]]
            for k in range(n_topics):
                fresh[k] = _ZERO
            for x in range(term_offsets[j], term_offsets[j + 1]):
                fresh[drawn[places[x]]] += counts[places[x]]
            replace_contribution(fresh, change, contribution[j], term, moved[part], least)
