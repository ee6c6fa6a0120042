"""Collapsed Gibbs sampling for LDA: one topic a non-zero, drawn with the terms frozen.

Griffiths and Steyvers 2004 draw a topic for every token. Here all tokens of a term in a row
move together, as if the non-zero were one token of that weight, and the terms stay as they
are while a chunk's rows are drawn (Newman, Asuncion, Smyth and Welling 2009), so that rows
can be shared among threads. The draws search, they are not read as a sample: CVB0 goes on
from them. Chance is a hash of the sweep, the row and the place in it.

A draw costs as much as the row holds topics, however many there are: what the document prior
adds is summed once a term and chunk (Yao, Mimno and McCallum 2009). Sums run in one order, as
no kernel here but `sum_prior_part` may reorder them.
"""

from __future__ import annotations

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from topics.kernels.arithmetic import REORDERED
from topics.kernels.chance import mixed
from topics.kernels.scratch import scratch, sum_of

_ONE = np.float32(1.0)
_ZERO = np.float32(0.0)
_TO_UNIT = np.float32(1.0 / 16777216.0)
_STEP = np.uint64(6364136223846793005)  # Knuth's multiplier: the upper bits are good
_SMALL = 1e-200  # products of probabilities this small take one logarithm together


@njit(cache=True, fastmath=REORDERED, parallel=True)
def sum_prior_part(
    terms: NDArray[np.int32],
    prior: NDArray[np.float32],
    term_topic: NDArray[np.float32],
    prior_part: NDArray[np.float32],
) -> None:
    """``prior_part[terms] = term_topic[terms] @ prior``."""
    for j in prange(len(terms)):
        total = _ZERO
        for k in range(len(prior)):
            total += prior[k] * term_topic[terms[j], k]
        prior_part[terms[j]] = total


@njit(cache=True)
def scatter_topics(random_state: np.uint64, n_topics: int, drawn: NDArray[np.int32]) -> None:
    """Fill `drawn` with topics by chance, each as likely."""
    for e in range(len(drawn)):
        bits = mixed(mixed(random_state) ^ np.uint64(e)) >> np.uint64(32)
        drawn[e] = np.int32((bits * np.uint64(n_topics)) >> np.uint64(32))


@njit(cache=True, inline="always")
def _pick(
    prior: NDArray[np.float32], term: NDArray[np.float32], skip: int, left: np.float32
) -> int:
    """First topic but `skip` up to which ``prior * term`` sums to more than `left`, or the last."""
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
    prior: NDArray[np.float32],
    prior_part: NDArray[np.float32],
    least: np.float32,
    n_parts: int,
    drawn: NDArray[np.int32],
    log_likelihood: NDArray[np.float64],
) -> None:
    """Draw `drawn` (n_nonzeros,) anew for rows ``first:last``, one non-zero after another.

    The topic of a non-zero of term ``t`` has the probability ``p / p.sum()`` with ``p =
    (row + document_prior) * term_topic[t] * inverse_mass``, where `row` sums the counts of the
    row by their topics, and the non-zero itself is taken out of the three counts; `term_topic`
    never falls below `least`. `prior` is ``document_prior * inverse_mass``, and `prior_part`
    of a term ``term_topic[t] @ prior``. `log_likelihood` of a row is
    ``sum_t counts[t] * log(p.sum() / (n - counts[t] + document_prior.sum()))``. Rows are
    worked on in `n_parts` parts.
    """
    n_topics = len(document_prior)
    prior_sum = np.float64(sum_of(document_prior))
    # What takes the place of `inverse_mass` where a single token is taken out.
    without_one = scratch(n_topics)
    for k in range(n_topics):
        inverse = inverse_mass[k]
        without_one[k] = inverse / max(_ONE - inverse, least * inverse)
    for part in prange(n_parts):
        # The topics of a row, in the order they came: which, their counts times
        # `inverse_mass`, and where a topic stands.
        topics = np.empty(n_topics, np.uint32)
        held = np.empty(n_topics, np.float32)
        weight = np.empty(n_topics, np.float32)
        place = np.full(n_topics, -1, np.int32)
        ends = np.empty(n_topics, np.float32)
        begin = first + part * (last - first) // n_parts
        end = first + (part + 1) * (last - first) // n_parts
        for i in range(begin, end):
            n = 0.0
            n_held = 0
            for e in range(indptr[i], indptr[i + 1]):
                n += counts[e]
                k = drawn[e]
                if place[k] < 0:
                    place[k] = n_held
                    topics[n_held] = k
                    held[n_held] = _ZERO
                    n_held += 1
                held[place[k]] += counts[e]
            for h in range(n_held):
                weight[h] = held[h] * inverse_mass[topics[h]]
            chance = mixed(mixed(mixed(random_state) ^ np.uint64(sweep)) ^ np.uint64(i))
            score = 0.0
            product = 1.0
            for e in range(indptr[i], indptr[i + 1]):
                own, old, term = counts[e], drawn[e], term_topic[indices[e]]
                if place[old] < 0:
                    # What is left of a topic beside a much larger count is lost in rounding.
                    place[old] = n_held
                    topics[n_held] = old
                    held[n_held] = own
                    n_held += 1
                mine = place[old]
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
                    total += weight[h] * term[topics[h]]
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
                # The old topic comes first: most non-zeros stay, and need no search.
                new = old
                if left >= by_prior:
                    h = 0
                    while h < n_held - 1 and left >= ends[h]:
                        h += 1
                    new = topics[h]
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
                    topics[mine] = topics[n_held]
                    held[mine] = held[n_held]
                    weight[mine] = weight[n_held]
                    place[topics[mine]] = mine
                    place[old] = -1
                if place[new] < 0:
                    place[new] = n_held
                    topics[n_held] = new
                    held[n_held] = _ZERO
                    n_held += 1
                held[place[new]] += own
                weight[place[new]] = held[place[new]] * inverse_mass[new]
            for h in range(n_held):
                place[topics[h]] = -1
            log_likelihood[i] = score + np.log(product)


@njit(cache=True, parallel=True)
def move_terms(
    counts: NDArray[np.float32],
    terms: NDArray[np.int32],
    term_offsets: NDArray[np.int64],
    places: NDArray[np.int32],
    before: NDArray[np.int32],
    drawn: NDArray[np.int32],
    least: np.float32,
    term_topic: NDArray[np.float32],
    moved: NDArray[np.float32],
) -> None:
    """Move the counts of a chunk's non-zeros from the topics `before` to those `drawn`.

    Term ``terms[j]`` stands at ``places[x]`` for ``x`` in ``term_offsets[j]:term_offsets[j +
    1]``. `term_topic` never falls below `least`, against rounding. `moved` gets what topics
    gained, as in `topics.kernels.lda.cvb.term_step`.
    """
    n_parts = len(moved)
    n_terms = len(terms)
    for part in prange(n_parts):
        moved[part] = _ZERO
        for j in range(part * n_terms // n_parts, (part + 1) * n_terms // n_parts):
            term = term_topic[terms[j]]
            for x in range(term_offsets[j], term_offsets[j + 1]):
                e = places[x]
                old, new = before[e], drawn[e]
                if old == new:
                    continue
                term[old] = max(term[old] - counts[e], least)
                moved[part, old] -= counts[e]
                term[new] += counts[e]
                moved[part, new] += counts[e]


@njit(cache=True)
def count_by_row(
    counts: NDArray[np.float32],
    indptr: NDArray[np.int64],
    drawn: NDArray[np.int32],
    row_topic: NDArray[np.float32],
) -> None:
    """Fill `row_topic` with the counts of every row, by their topics."""
    for i in range(len(row_topic)):
        row_topic[i] = _ZERO
        for e in range(indptr[i], indptr[i + 1]):
            row_topic[i, drawn[e]] += counts[e]


@njit(cache=True)
def count_by_term(
    counts: NDArray[np.float32],
    term_offsets: NDArray[np.int64],
    places: NDArray[np.int32],
    drawn: NDArray[np.int32],
    contribution: NDArray[np.float32],
) -> None:
    """Fill `contribution` with the counts of every term of a chunk, by their topics."""
    for j in range(len(contribution)):
        contribution[j] = _ZERO
        for x in range(term_offsets[j], term_offsets[j + 1]):
            contribution[j, drawn[places[x]]] += counts[places[x]]
