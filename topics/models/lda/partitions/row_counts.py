"""How often rows have each whole count of a topic: all that the document prior learns from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from topics.kernels.lda.document_prior import LONGEST

Times = NDArray[np.int64]
"""``times[n]``: how many rows have the count ``n``."""


def times_of_counts(
    row_topic: NDArray[np.float32], row_lengths: NDArray[np.float32]
) -> list[Times]:
    """How many rows have each count, for every topic, and last for whole rows.

    Counts are rounded, and those above `LONGEST` are `LONGEST`.

    Parameters
    ----------
    row_topic : array, shape (n_rows, n_topics)
        Expected counts.
    row_lengths : array, shape (n_rows,)

    Examples
    --------
    >>> counts = np.array([[1.9, 0.1], [0.0, 1.0]], np.float32)
    >>> [times.tolist() for times in times_of_counts(counts, counts.sum(axis=1))]
    [[1, 0, 1], [1, 1], [0, 1, 1]]
    """
    whole = np.rint(np.minimum(row_topic, LONGEST)).astype(np.int64)
    lengths = np.rint(np.minimum(row_lengths, LONGEST)).astype(np.int64)
    return [np.bincount(each) for each in (*whole.T, lengths)]


def summed_times(parts: Iterable[Sequence[Times]]) -> list[Times]:
    """The times of all parts together.

    Examples
    --------
    >>> [each.tolist() for each in summed_times([[np.array([1])], [np.array([0, 2])]])]
    [[1, 2]]
    """
    sums: list[Times] = []
    for part in parts:
        sums = sums or [np.zeros(0, np.int64)] * len(part)
        sums = [_added(one, other) for one, other in zip(sums, part, strict=True)]
    return sums


def _added(one: Times, other: Times) -> Times:
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    result = longer.copy()
    result[: len(shorter)] += shorter
    return result


def renewed_document_prior(
    times: Sequence[Times], document_prior: NDArray[np.float64], n_steps: int, least: float
) -> NDArray[np.float64]:
    """The prior after some steps of Minka's fixed point, shape (n_topics,).

    As `topics.kernels.lda.document_prior.renew_document_prior` has it, from the times of counts
    instead of from the counts.

    Parameters
    ----------
    times : sequence of array
        For every topic, and last for whole rows, as `times_of_counts` gives them.
    document_prior : array, shape (n_topics,)
    n_steps : int
    least : float
        No number falls below this.
    """
    below = _sum_over_counts(times[-1], float(document_prior.sum()))
    if below <= 0.0:
        return document_prior
    renewed = document_prior.copy()
    for topic, of_topic in enumerate(times[:-1]):
        for _ in range(n_steps):
            above = _sum_over_counts(of_topic, renewed[topic])
            renewed[topic] = max(renewed[topic] * above / below, least)
    return renewed


def _sum_over_counts(times: Times, prior: float) -> float:
    """``sum_i(psi(n[i] + prior) - psi(prior))`` over the rows, for whole counts ``n``."""
    # Row by row this is sum_{j < n} 1 / (prior + j): j is in it for every row with more than j.
    rows_with_more = times[::-1].cumsum()[::-1][1:]
    return float((rows_with_more / (prior + np.arange(len(rows_with_more)))).sum())
