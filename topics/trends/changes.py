"""Periods at which the share of a topic changes: segments of constant share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from topics.trends.shares import Cells, t_quantile, weighted_count

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

PENALTY = 3.0
"""A change costs this times the logarithm of the number of periods with documents."""

_MEDIAN_OF_NORMAL = 0.6744897501960817
"""Median of the absolute value of a standard normal variable."""


@dataclass(frozen=True)
class Change:
    """A change of one topic's share.

    Attributes
    ----------
    topic : int
    period : int
        Index of the first period with the new share.
    before, after : float
        Shares in the two segments that meet there.
    difference, low, high : float
        `after` less `before`, with a 90% interval over documents; NaN limits where a segment has
        one document.
    first, last : int
        First period of the segment before and last period of the segment after.
    """

    topic: int
    period: int
    before: float
    after: float
    difference: float
    low: float
    high: float
    first: int
    last: int


def change_points(cells: Cells, share: Floats) -> list[Change]:
    r"""Changes of every topic, by topic and period.

    For every topic the periods are cut into segments of constant share so that

    .. math:: \sum_t \frac{(p_t - \mu_{s(t)})^2}{v_t} + 3 C \log P

    is smallest, with the share :math:`p_t` of period :math:`t`, the mean :math:`\mu` of its
    segment (weighted by :math:`1/v_t`), the number :math:`C` of changes, and the number
    :math:`P` of periods that have documents. The minimum is exact, by dynamic programming
    (optimal partitioning; Jackson et al. 2005); the penalty is of the kind of the BIC (Yao 1988),
    with 3 for each change as its place is free, too (Zhang and Siegmund 2007).

    :math:`v_t = \sigma^2 \sum_d n_d^2 / N_t^2` is the variance of the share of a period that has
    these documents, with one variance :math:`\sigma^2` between documents of the same period. If
    successive periods differ by more than that in the median, as they do where each has its own
    events, :math:`v_t` grows accordingly, so that not every wave is a change.

    Parameters
    ----------
    cells : Cells
        Groups are the periods, in order.
    share : array, shape (n_periods, n_topics)
        NaN in periods without documents.
    """
    total = weighted_count(cells.group, cells.n_terms, cells.n_groups)
    used = np.flatnonzero(total > 0)
    if len(used) < 3:
        return []
    variance = _variances(cells, share, total)[used]
    found = []
    for topic in range(share.shape[1]):
        values, noise = share[used, topic], variance[:, topic]
        if not np.all(noise > 0):
            continue  # a topic without any spread has no change
        starts = _segments(values, noise, PENALTY * np.log(len(used)))
        edges = [0, *starts, len(used)]
        for number, start in enumerate(starts):
            first, last = used[edges[number]], used[edges[number + 2] - 1]
            found.append((topic, int(used[start]), int(first), int(last)))
    return [_measured(cells, *each) for each in found]


def _variances(cells: Cells, share: Floats, total: Floats) -> Floats:
    """Variance of the share of every period and topic, shape (n_periods, n_topics)."""
    residual = cells.mass - share[cells.group] * cells.n_terms[:, None]
    squares = weighted_count(cells.group, cells.n_terms**2, cells.n_groups)
    safe = np.where(total > 0, total, 1.0)
    # E sum (y_d - p n_d)^2 = sigma^2 (S_2 - 2 S_3 / N + S_2^2 / N^2), where n_d are constant.
    cubes = weighted_count(cells.group, cells.n_terms**3, cells.n_groups)
    expected = float(np.sum(squares - 2 * cubes / safe + squares**2 / safe**2))
    spread = np.einsum("dk,dk->k", residual, residual)
    between = spread / expected if expected > 1e-9 * squares.sum() else _from_periods(share)
    variance = (squares / safe**2)[:, None] * between
    used = np.flatnonzero(total > 0)
    step = np.diff(share[used], axis=0)
    scale = np.sqrt(np.maximum(variance[used[1:]] + variance[used[:-1]], np.finfo(float).tiny))
    typical = np.median(np.abs(step) / scale, axis=0) / _MEDIAN_OF_NORMAL
    result: Floats = variance * np.maximum(typical, 1.0) ** 2
    return result


def _from_periods(share: Floats) -> Floats:
    """Variance between documents where every period has one: half that of successive periods."""
    step = np.diff(share[~np.isnan(share[:, 0])], axis=0)
    variance: Floats = np.square(np.median(np.abs(step), axis=0) / _MEDIAN_OF_NORMAL) / 2
    return variance


def _segments(values: Floats, variance: Floats, penalty: float) -> list[int]:
    """Starts of the segments but the first one, by optimal partitioning."""
    weight = 1.0 / variance
    sums = [np.concatenate([[0.0], np.cumsum(weight * values**power)]) for power in (0, 1, 2)]
    n = len(values)
    best = np.zeros(n + 1)
    best[0] = -penalty
    previous = np.zeros(n + 1, dtype=np.int64)
    for end in range(1, n + 1):
        w, x, xx = (each[end] - each[:end] for each in sums)
        cost = best[:end] + np.maximum(xx - x**2 / w, 0.0) + penalty
        previous[end] = int(np.argmin(cost))
        best[end] = cost[previous[end]]
    starts = []
    end = n
    while previous[end] > 0:
        end = int(previous[end])
        starts.append(end)
    return starts[::-1]


def _measured(cells: Cells, topic: int, period: int, first: int, last: int) -> Change:
    """A change with the shares of the segments on both sides, over documents."""
    side = np.where(cells.group < period, 0, 1)
    inside = (cells.group >= first) & (cells.group <= last)
    mass, n_terms = cells.mass[inside, topic], cells.n_terms[inside]
    side, document = side[inside], cells.document[inside]
    total = np.bincount(side, weights=n_terms, minlength=2)
    share = np.bincount(side, weights=mass, minlength=2) / total
    difference = float(share[1] - share[0])
    residual = (mass - share[side] * n_terms) / total[side] * np.where(side == 1, 1.0, -1.0)
    # A document with sections on both sides is one unit.
    _, unit = np.unique(document, return_inverse=True)
    by_unit = np.bincount(unit, weights=residual)
    m = len(by_unit)
    effective = total**2 / np.bincount(side, weights=n_terms**2, minlength=2)
    half = np.nan
    if m > 2 and min(np.bincount(side, minlength=2)) > 1:
        variance = m / (m - 1) * float(np.sum(by_unit**2))
        half = float(t_quantile(np.array([max(effective.sum() - 2, 0.05)]))[0] * variance**0.5)
    return Change(
        topic=topic,
        period=period,
        before=float(share[0]),
        after=float(share[1]),
        difference=difference,
        low=max(difference - half, -1.0) if half == half else np.nan,
        high=min(difference + half, 1.0) if half == half else np.nan,
        first=first,
        last=last,
    )


def rows_behind(change: Change, shares: Floats, n_terms: NDArray[Any], group: Ints, n: int) -> Ints:
    """The rows that made a change, those that did most first.

    Where the share rises, they are rows of the first period with the new share; where it falls,
    of the last one with the old share that has rows. What a row does is its terms of the topic
    beyond those that the share on the other side predicts: :math:`n_r (s_r - p)`.

    Parameters
    ----------
    change : Change
    shares : array, shape (n_rows, n_topics)
    n_terms : array, shape (n_rows,)
    group : array of int, shape (n_rows,)
        Period of every row, -1 for none.
    n : int
        At most this many rows.
    """
    period, other = change.period, change.before
    if change.difference < 0:
        earlier = group[(group >= 0) & (group < change.period) & (n_terms > 0)]
        period, other = int(earlier.max()), change.after
    rows = np.flatnonzero((group == period) & (n_terms > 0))
    excess = n_terms[rows] * (shares[rows, change.topic] - other)
    order = np.argsort(-excess, kind="stable")
    return np.asarray(rows[order[excess[order] > 0][:n]], dtype=np.int64)
