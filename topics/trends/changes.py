"""Periods at which the share of a topic changes: segments of constant share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, stdtrit

from topics.trends.shares import FEWEST_DF, Cells, indicator, t_quantile, weighted_count

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
        `after` less `before`, with a 90% interval over documents.
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

    .. math:: \sum_t \frac{(a_t - \mu_{s(t)})^2}{v_t} + 3 C \log P, \quad
              a_t = \arcsin \sqrt{p_t}

    is smallest, with the share :math:`p_t` of period :math:`t`, the mean :math:`\mu` of its
    segment (weighted by :math:`1/v_t`), the number :math:`C` of changes, and the number
    :math:`P` of periods that have documents. The minimum is exact, by dynamic programming
    (optimal partitioning; Jackson et al. 2005); the penalty is of the kind of the BIC (Yao 1988),
    with 3 for each change as its place is free, too (Zhang and Siegmund 2007). The arcsine makes
    the variance of a share independent of the share:
    :math:`v_t = \phi \sum_d n_d^2 / (4 N_t^2)` where documents vary :math:`\phi` times as much
    as if each had one token. If successive periods differ by more than that in the median,
    :math:`v_t` grows accordingly, so that not every wave is a change.

    Of these changes those stay whose difference, with documents as the units (in each period) and
    without any model of their variance, is as sure as the penalty asks for: :math:`|d| / s` is at
    least the quantile of the t distribution to :math:`\sqrt{3 \log P}` of the normal one. The
    weakest is taken away first, and the others are measured again. A segment of one document
    proves nothing.

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
    values = np.arcsin(np.sqrt(np.clip(share[used], 0.0, 1.0)))
    variance = _variances(cells, share, total, values, used)
    penalty = PENALTY * np.log(len(used))
    sums = _sums(cells)
    found: list[Change] = []
    for topic in range(share.shape[1]):
        if np.all(variance[:, topic] > 0):  # a topic without any spread has no change
            starts = _segments(values[:, topic], variance[:, topic], penalty)
            found += _sure(sums, topic, used, starts, float(penalty))
    return found


def _variances(cells: Cells, share: Floats, total: Floats, values: Floats, used: Ints) -> Floats:
    """Variance of the arcsine of every used period and topic, shape (n_used, n_topics)."""
    residual = cells.mass - share[cells.group] * cells.n_terms[:, None]
    squares = weighted_count(cells.group, cells.n_terms**2, cells.n_groups)[used]
    cubes = weighted_count(cells.group, cells.n_terms**3, cells.n_groups)[used]
    n = total[used]
    # E sum (y_d - p n_d)^2 = phi p (1 - p) (S_2 - 2 S_3 / N + S_2^2 / N^2), where n_d are constant.
    free = squares - 2 * cubes / n + squares**2 / n**2
    expected = (share[used] * (1 - share[used]) * free[:, None]).sum(axis=0)
    spread = np.einsum("dk,dk->k", residual, residual)
    size = (squares / (4 * n**2))[:, None]
    step = np.abs(np.diff(values, axis=0))
    if free.sum() > 1e-9 * squares.sum():
        ratio = np.divide(spread, expected, out=np.zeros_like(spread), where=expected > 0)
        variance = size * ratio
    else:  # every period has one document: half the variance of successive periods
        variance = np.square(np.median(step, axis=0) / _MEDIAN_OF_NORMAL) / 2 + 0 * size
    scale = np.sqrt(np.maximum(variance[1:] + variance[:-1], np.finfo(float).tiny))
    typical = np.median(step / scale, axis=0) / _MEDIAN_OF_NORMAL
    result: Floats = variance * np.maximum(typical, 1.0) ** 2
    return result


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


class _Sums(NamedTuple):
    """Sums over the documents of all periods before each one, with one entry more than periods.

    `n` and `nn` have shape (n_periods + 1,), the others (n_periods + 1, n_topics).
    """

    n: Floats
    nn: Floats
    y: Floats
    yn: Floats
    yy: Floats


def _sums(cells: Cells) -> _Sums:
    """Sums of terms, of terms of topics, and of their products, up to every period."""
    n, y, group, size = cells.n_terms, cells.mass, cells.group, cells.n_groups
    by_period = indicator(group, size)

    def up_to(values: Floats) -> Floats:
        zero = np.zeros((1, *values.shape[1:]))
        return np.concatenate([zero, np.cumsum(values, axis=0)])

    return _Sums(
        n=up_to(weighted_count(group, n, size)),
        nn=up_to(weighted_count(group, n**2, size)),
        y=up_to(by_period @ y),
        yn=up_to(by_period @ (y * n[:, None])),
        yy=up_to(by_period @ y**2),
    )


def _sure(sums: _Sums, topic: int, used: Ints, starts: list[int], penalty: float) -> list[Change]:
    """The changes that the documents on both sides bear out; the weakest others go first."""
    starts = list(starts)
    while starts:
        edges = [0, *starts, len(used)]
        found, strength = [], []
        for number, start in enumerate(starts):
            first, last = int(used[edges[number]]), int(used[edges[number + 2] - 1])
            change, sureness = _measured(sums, topic, int(used[start]), first, last, penalty)
            found.append(change)
            strength.append(sureness)
        weakest = int(np.argmin(strength))
        if strength[weakest] >= 1.0:
            return found
        del starts[weakest]
    return []


def _measured(
    sums: _Sums, topic: int, period: int, first: int, last: int, penalty: float
) -> tuple[Change, float]:
    """A change with the shares of the segments on both sides, and how sure it is: 1 is enough."""
    sides = ((first, period), (period, last + 1))
    share, variance, effective = zip(*(_ratio(sums, topic, *side) for side in sides), strict=True)
    difference = share[1] - share[0]
    low = high = np.nan
    sureness = 0.0
    spread = sum(variance)
    if min(effective) > 1 and spread > 0:
        df = np.array([max(sum(effective) - 2, FEWEST_DF)])
        half = float(t_quantile(df)[0] * spread**0.5)
        low, high = max(difference - half, -1.0), min(difference + half, 1.0)
        asked = float(stdtrit(df, 1 - ndtr(-(penalty**0.5)))[0])
        sureness = abs(difference) / (asked * spread**0.5)
    change = Change(topic, period, share[0], share[1], difference, low, high, first, last)
    return change, sureness


def _ratio(sums: _Sums, topic: int, first: int, end: int) -> tuple[float, float, float]:
    """Share of a topic in some periods, its variance, and the effective number of documents."""
    n, nn = (float(each[end] - each[first]) for each in (sums.n, sums.nn))
    y, yn, yy = (
        float(each[end, topic] - each[first, topic]) for each in (sums.y, sums.yn, sums.yy)
    )
    share, effective = y / n, n**2 / nn
    if effective <= 1 + 1e-9:
        return share, 0.0, 1.0
    squares = max(yy - 2 * share * yn + share**2 * nn, 0.0)
    return share, squares / n**2 * effective / (effective - 1), effective


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
