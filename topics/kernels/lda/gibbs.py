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
from topics.kernels.chance import STEP, mixed
from topics.kernels.lda.arrays import Columns, Draw, PriorWeights, Topics
from topics.kernels.rows import Rows
from topics.kernels.scratch import scratch, sum_of

_ONE = np.float32(1.0)
_ZERO = np.float32(0.0)
_TO_UNIT = np.float32(1.0 / 16777216.0)
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
        # The topics of the current row, in order of arrival: the topic row_topics[h] has the
        # count row_counts[h], and weights[h] is that count times its inverse mass. slot[k] is
        # the h of topic k, or -1; ends[h] is the running sum of the probabilities up to h.
        row_topics = np.empty(n_topics, np.uint32)
        row_counts = np.empty(n_topics, np.float32)
        weights = np.empty(n_topics, np.float32)
        slot = np.full(n_topics, -1, np.int32)
        ends = np.empty(n_topics, np.float32)
        begin = first + part * (last - first) // n_parts
        end = first + (part + 1) * (last - first) // n_parts
        for i in range(begin, end):
            n = 0.0
            n_slots = 0
            for e in range(indptr[i], indptr[i + 1]):
                n += counts[e]
                k = drawn[e]
                if slot[k] < 0:
                    slot[k] = n_slots
                    row_topics[n_slots] = k
                    row_counts[n_slots] = _ZERO
                    n_slots += 1
                row_counts[slot[k]] += counts[e]
            for h in range(n_slots):
                weights[h] = row_counts[h] * inverse_mass[row_topics[h]]
            random = mixed(mixed(mixed(random_state) ^ np.uint64(sweep)) ^ np.uint64(i))
            score = 0.0
            product = 1.0
            for e in range(indptr[i], indptr[i + 1]):
                count, old, term = counts[e], drawn[e], term_topic[indices[e]]
                if slot[old] < 0:
                    # An earlier non-zero removed the topic (below): what was left of its count
                    # had been lost in rounding next to a much larger one.
                    slot[old] = n_slots
                    row_topics[n_slots] = old
                    row_counts[n_slots] = count
                    n_slots += 1
                # p.sum() in three parts: `stay` is the old topic's probability, up to
                # `by_prior` comes the prior's part of the other topics, then their counts'.
                old_slot = slot[old]
                rest = max(row_counts[old_slot] - count, _ZERO)
                stay = (rest + document_prior[old]) * max(term[old] - count, least)
                if count == _ONE:
                    stay *= without_one[old]
                else:
                    inverse = inverse_mass[old]
                    stay *= inverse / max(_ONE - count * inverse, least * inverse)
                weights[old_slot] = _ZERO
                total = stay + max(prior_part[indices[e]] - prior[old] * term[old], _ZERO)
                by_prior = total
                for h in range(n_slots):
                    total += weights[h] * term[row_topics[h]]
                    ends[h] = total
                likelihood = np.float64(total) / (n - count + prior_sum)
                if count == _ONE:
                    product *= likelihood
                    if product < _SMALL:
                        score += np.log(product)
                        product = 1.0
                else:
                    score += count * np.log(likelihood)
                random = random * STEP + np.uint64(1)
                left = np.float32(random >> np.uint64(40)) * _TO_UNIT * total
                # The old topic comes first: most non-zeros keep it and need no search.
                new = old
                if left >= by_prior:
                    h = 0
                    while h < n_slots - 1 and left >= ends[h]:
                        h += 1
                    new = row_topics[h]
                elif left >= stay:
                    new = _pick(prior, term, old, left - stay)
                if new == old:
                    weights[old_slot] = row_counts[old_slot] * inverse_mass[old]
                    continue
                drawn[e] = new
                row_counts[old_slot] = rest
                weights[old_slot] = rest * inverse_mass[old]
                if rest == _ZERO:
                    n_slots -= 1
                    row_topics[old_slot] = row_topics[n_slots]
                    row_counts[old_slot] = row_counts[n_slots]
                    weights[old_slot] = weights[n_slots]
                    slot[row_topics[old_slot]] = old_slot
                    slot[old] = -1
                if slot[new] < 0:
                    slot[new] = n_slots
                    row_topics[n_slots] = new
                    row_counts[n_slots] = _ZERO
                    n_slots += 1
                row_counts[slot[new]] += count
                weights[slot[new]] = row_counts[slot[new]] * inverse_mass[new]
            for h in range(n_slots):
                slot[row_topics[h]] = -1
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
    but no number falls below ``topics.least``. `moved` gets what the topics gained, in parts, as
    in `topics.kernels.lda.cvb.term_step`.
    """
    terms, term_offsets, _, nonzeros = columns
    term_topic, _, _, least = topics
    n_parts = len(moved)
    n_chunk_terms = len(terms)
    for part in prange(n_parts):
        moved[part] = _ZERO
        for j in range(part * n_chunk_terms // n_parts, (part + 1) * n_chunk_terms // n_parts):
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
    """Fill `contribution` (n_chunk_terms, n_topics) with each term's counts by topic."""
    _, term_offsets, _, nonzeros = columns
    for j in range(len(contribution)):
        contribution[j] = _ZERO
        for x in range(term_offsets[j], term_offsets[j + 1]):
            contribution[j, drawn[nonzeros[x]]] += counts[nonzeros[x]]
