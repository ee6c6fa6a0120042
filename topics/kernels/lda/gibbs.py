"""Collapsed Gibbs sampling for LDA: one topic a non-zero, drawn with the terms frozen.

Griffiths and Steyvers (2004) draw a topic for every token. Here all tokens of a term in a row
get the same topic, as if the non-zero were one token of that weight, and the terms stay as they
are while the rows of a chunk are drawn (Newman, Asuncion, Smyth and Welling 2009), so that rows
can be shared among threads. The draws search for a good optimum, from which CVB0 continues;
they are not used as a sample. Random numbers are a hash of the sweep, the row and the position
in the row.

The cost of a draw grows with the number of topics in the row, not with the number of all
topics: what the document prior adds is summed once for each term and chunk (Yao, Mimno and
McCallum 2009). Only `sum_prior_weights` may reorder sums, so all others have a fixed order.
"""

from __future__ import annotations

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from topics.kernels.arithmetic import REORDERED
from topics.kernels.chance import mixed
from topics.kernels.lda.arrays import Columns, Draw, PriorWeights, Topics
from topics.kernels.rows import Rows
from topics.kernels.scratch import scratch, sum_of

_ONE = np.float32(1.0)
_ZERO = np.float32(0.0)
_TO_UNIT = np.float32(1.0 / 16777216.0)
_STEP = np.uint64(6364136223846793005)  # Knuth's multiplier: the upper bits are good
_SMALL = 1e-200  # probabilities are multiplied down to this before a logarithm is taken


@njit(cache=True, fastmath=REORDERED, parallel=True)
def sum_prior_weights(
    terms: NDArray[np.int32], term_topic: NDArray[np.float32], weights: PriorWeights
) -> None:
    """``weights.by_term[terms] = term_topic[terms] @ weights.by_topic``."""
    by_topic, by_term = weights
    for j in prange(len(terms)):
        total = _ZERO
        for k in range(len(by_topic)):
            total += by_topic[k] * term_topic[terms[j], k]
        by_term[terms[j]] = total


@njit(cache=True)
def scatter_topics(random_state: np.uint64, n_topics: int, drawn: NDArray[np.int32]) -> None:
    """Fill `drawn` (n_nonzeros,) with random topics, all equally likely."""
    for e in range(len(drawn)):
        bits = mixed(mixed(random_state) ^ np.uint64(e)) >> np.uint64(32)
        drawn[e] = np.int32((bits * np.uint64(n_topics)) >> np.uint64(32))


@njit(cache=True, inline="always")
def _pick(
    prior: NDArray[np.float32], term: NDArray[np.float32], skip: int, left: np.float32
) -> int:
    """The topic at which the running sum of ``prior * term`` exceeds `left`, else the last one.

    The topic `skip` is left out.
    """
    chosen = skip
    for k in range(len(prior)):
        if k != skip:
            chosen = k
            left -= prior[k] * term[k]
            if left < _ZERO:
                break
    return chosen


@njit(cache=True, parallel=True)
def draw_topics(
    rows: Rows,
    first: int,
    last: int,
    draw: Draw,
    topics: Topics,
    prior_weights: PriorWeights,
    n_parts: int,
    drawn: NDArray[np.int32],
    log_likelihood: NDArray[np.float64],
) -> None:
    """Draw a new topic for every non-zero of rows ``first:last``, one after another.

    The topic of a non-zero of term ``t`` is drawn with the probabilities ``p / p.sum()``, where

        p = (row + document_prior) * term_topic[t] * inverse_mass

    and `row` sums the counts of the row by their topics in `drawn` (n_nonzeros,). The count of
    the non-zero itself is taken out of all three factors; `term_topic` does not fall below
    `least`. ``log_likelihood[i]`` is
    ``sum_t counts[t] * log(p.sum() / (n - counts[t] + document_prior.sum()))``, with ``n`` the
    summed counts of the row. Threads share the rows in `n_parts` parts.
    """
    counts, indices, indptr = rows
    term_topic, inverse_mass, document_prior, least = topics
    prior, prior_part = prior_weights
    random_state, sweep = draw
    n_topics = len(document_prior)
    prior_sum = np.float64(sum_of(document_prior))
    # `inverse_mass` after one token is taken out: 1 / (mass - 1) = inverse / (1 - inverse).
    without_one = scratch(n_topics)
    for k in range(n_topics):
        inverse = inverse_mass[k]
        without_one[k] = inverse / max(_ONE - inverse, least * inverse)
    for part in prange(n_parts):
        # The topics of the current row, in order of arrival: topic held_topics[h] has the count
        # held[h], and weight[h] = held[h] * inverse_mass; slot[k] is the h of topic k, or -1.
        # ends[h] is the running sum of the probabilities up to held_topics[h].
        held_topics = np.empty(n_topics, np.uint32)
        held = np.empty(n_topics, np.float32)
        weight = np.empty(n_topics, np.float32)
        slot = np.full(n_topics, -1, np.int32)
        ends = np.empty(n_topics, np.float32)
        begin = first + part * (last - first) // n_parts
        end = first + (part + 1) * (last - first) // n_parts
        for i in range(begin, end):
            n = 0.0
            n_held = 0
            for e in range(indptr[i], indptr[i + 1]):
                n += counts[e]
                k = drawn[e]
                if slot[k] < 0:
                    slot[k] = n_held
                    held_topics[n_held] = k
                    held[n_held] = _ZERO
                    n_held += 1
                held[slot[k]] += counts[e]
            for h in range(n_held):
                weight[h] = held[h] * inverse_mass[held_topics[h]]
            chance = mixed(mixed(mixed(random_state) ^ np.uint64(sweep)) ^ np.uint64(i))
            score = 0.0
            product = 1.0
            for e in range(indptr[i], indptr[i + 1]):
                own, old, term = counts[e], drawn[e], term_topic[indices[e]]
                if slot[old] < 0:
                    # An earlier non-zero removed the topic (below): what was left of its count
                    # had been lost in rounding next to a much larger one.
                    slot[old] = n_held
                    held_topics[n_held] = old
                    held[n_held] = own
                    n_held += 1
                # p.sum() in three parts: `stay` is the old topic's probability, up to
                # `by_prior` comes the prior's part of the other topics, then their counts'.
                mine = slot[old]
                others = max(held[mine] - own, _ZERO)
                stay = (others + document_prior[old]) * max(term[old] - own, least)
                if own == _ONE:
                    stay *= without_one[old]
                else:
                    inverse = inverse_mass[old]
                    stay *= inverse / max(_ONE - own * inverse, least * inverse)
                weight[mine] = _ZERO
                total = stay + max(prior_part[indices[e]] - prior[old] * term[old], _ZERO)
                by_prior = total
                for h in range(n_held):
                    total += weight[h] * term[held_topics[h]]
                    ends[h] = total
                likelihood = np.float64(total) / (n - own + prior_sum)
                if own == _ONE:
                    product *= likelihood
                    if product < _SMALL:
                        score += np.log(product)
                        product = 1.0
                else:
                    score += own * np.log(likelihood)
                chance = chance * _STEP + np.uint64(1)
                left = np.float32(chance >> np.uint64(40)) * _TO_UNIT * total
                # The old topic comes first: most non-zeros keep it and need no search.
                new = old
                if left >= by_prior:
                    h = 0
                    while h < n_held - 1 and left >= ends[h]:
                        h += 1
                    new = held_topics[h]
                elif left >= stay:
                    new = _pick(prior, term, old, left - stay)
                if new == old:
                    weight[mine] = held[mine] * inverse_mass[old]
                    continue
                drawn[e] = new
                held[mine] = others
                weight[mine] = others * inverse_mass[old]
                if others == _ZERO:
                    n_held -= 1
                    held_topics[mine] = held_topics[n_held]
                    held[mine] = held[n_held]
                    weight[mine] = weight[n_held]
                    slot[held_topics[mine]] = mine
                    slot[old] = -1
                if slot[new] < 0:
                    slot[new] = n_held
                    held_topics[n_held] = new
                    held[n_held] = _ZERO
                    n_held += 1
                held[slot[new]] += own
                weight[slot[new]] = held[slot[new]] * inverse_mass[new]
            for h in range(n_held):
                slot[held_topics[h]] = -1
            log_likelihood[i] = score + np.log(product)


@njit(cache=True, parallel=True)
def move_terms(
    counts: NDArray[np.float32],
    columns: Columns,
    before: NDArray[np.int32],
    drawn: NDArray[np.int32],
    topics: Topics,
    moved: NDArray[np.float32],
) -> None:
    """Move the `counts` of a chunk's non-zeros from the topics `before` to those now `drawn`.

    For every non-zero ``term_topic[t, before] -= count`` and ``term_topic[t, drawn] += count``,
    but nothing falls below ``topics.least``. `moved` gets what the topics gained, in parts, as
    in `topics.kernels.lda.cvb.term_step`.
    """
    terms, term_offsets, _, nonzeros = columns
    term_topic, _, _, least = topics
    n_parts = len(moved)
    n_terms = len(terms)
    for part in prange(n_parts):
        moved[part] = _ZERO
        for j in range(part * n_terms // n_parts, (part + 1) * n_terms // n_parts):
            term = term_topic[terms[j]]
            for x in range(term_offsets[j], term_offsets[j + 1]):
                e = nonzeros[x]
                old, new = before[e], drawn[e]
                if old == new:
                    continue
                term[old] = max(term[old] - counts[e], least)
                moved[part, old] -= counts[e]
                term[new] += counts[e]
                moved[part, new] += counts[e]


@njit(cache=True)
def count_by_row(rows: Rows, drawn: NDArray[np.int32], row_topic: NDArray[np.float32]) -> None:
    """Fill `row_topic` (n_rows, n_topics) with each row's counts by topic."""
    counts, _, indptr = rows
    for i in range(len(row_topic)):
        row_topic[i] = _ZERO
        for e in range(indptr[i], indptr[i + 1]):
            row_topic[i, drawn[e]] += counts[e]


@njit(cache=True)
def count_by_term(
    counts: NDArray[np.float32],
    columns: Columns,
    drawn: NDArray[np.int32],
    contribution: NDArray[np.float32],
) -> None:
    """Fill `contribution` (n_terms of the chunk, n_topics) with each term's counts by topic."""
    _, term_offsets, _, nonzeros = columns
    for j in range(len(contribution)):
        contribution[j] = _ZERO
        for x in range(term_offsets[j], term_offsets[j + 1]):
            contribution[j, drawn[nonzeros[x]]] += counts[nonzeros[x]]
