"""Paths of small pictures in SVG, which take their colours from the page."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from topics.report.trends.content import Floats, GroupPanel, TimePanel, tick_places

WIDTH, HEIGHT = 260.0, 96.0
"""Size of the picture of a topic over time, in user units."""

_LEFT, _RIGHT, _TOP, _BOTTOM = 4.0, 256.0, 6.0, 78.0
ROW = 17.0
"""Height of a group in the picture of a topic by group."""

_NAMES = 96.0


@dataclass(frozen=True)
class TimePicture:
    """Paths and points of one topic over time."""

    line: str
    band: str
    points: list[tuple[float, float]]
    hollow: list[tuple[float, float]]
    changes: list[float]
    ticks: list[tuple[float, str, str]]
    highest: str


@dataclass(frozen=True)
class GroupPicture:
    """Lines and points of one topic by group: y, x, low, high; NaN is left out."""

    rows: list[tuple[float, float | None, tuple[float, float] | None, str, str]]
    height: float
    highest: str


def time_picture(panel: TimePanel, periods: Sequence[str], complete: Sequence[bool]) -> TimePicture:
    """The picture of one topic over time."""
    n = len(periods)
    highest = highest_shown(panel.share, panel.high)
    x = [_LEFT + (_RIGHT - _LEFT) * (i + 0.5) / n for i in range(n)]

    def y(value: float) -> float:
        return _BOTTOM - (_BOTTOM - _TOP) * min(value / highest, 1.0)

    line, runs = [], _runs(panel.share)
    for first, end in runs:
        steps = " L".join(f"{x[i]:.1f},{y(panel.share[i]):.1f}" for i in range(first, end))
        line.append(f"M{steps}")
    band = []
    for first, end in _runs(panel.low):
        upper = [f"{x[i]:.1f},{y(panel.high[i]):.1f}" for i in range(first, end)]
        lower = [f"{x[i]:.1f},{y(panel.low[i]):.1f}" for i in reversed(range(first, end))]
        if end - first == 1:  # one interval alone is a narrow bar
            left, right = f"{x[first] - 1.5:.1f}", f"{x[first] + 1.5:.1f}"
            top, low = f"{y(panel.high[first]):.1f}", f"{y(panel.low[first]):.1f}"
            upper, lower = [f"{left},{top}", f"{right},{top}"], [f"{right},{low}", f"{left},{low}"]
        band.append("M" + " L".join([*upper, *lower]) + "Z")
    is_many = n > 60
    lonely = {first for first, end in runs if end - first == 1}
    places = [i for i in range(n) if not math.isnan(panel.share[i])]
    points = [
        (round(x[i], 1), round(y(panel.share[i]), 1))
        for i in places
        if complete[i] and (not is_many or i in lonely)
    ]
    hollow = [(round(x[i], 1), round(y(panel.share[i]), 1)) for i in places if not complete[i]]
    ticks = []
    shown = tick_places(n, 4)
    for i in shown:
        anchor = "start" if i == 0 else "end" if i == n - 1 else "middle"
        at = _LEFT if i == 0 else _RIGHT if i == n - 1 else x[i]
        ticks.append((round(at, 1), periods[i], anchor))
    return TimePicture(
        line=" ".join(line),
        band=" ".join(band),
        points=points,
        hollow=hollow,
        changes=[round(x[i] - (_RIGHT - _LEFT) / n / 2, 1) for i in panel.changes],
        ticks=ticks,
        highest=f"{highest:.0%}" if highest >= 0.1 else f"{highest:.1%}",
    )


def group_picture(panel: GroupPanel, groups: Sequence[str]) -> GroupPicture:
    """The picture of one topic by group."""
    highest = highest_shown(panel.share, panel.high)

    def x(value: float) -> float:
        return round(_NAMES + (_RIGHT - _NAMES) * min(max(value / highest, 0.0), 1.0), 1)

    rows: list[tuple[float, float | None, tuple[float, float] | None, str, str]] = []
    for i, group in enumerate(groups):
        share, low, high = panel.share[i], panel.low[i], panel.high[i]
        point = None if math.isnan(share) else x(share)
        interval = None if math.isnan(low) else (x(low), x(high))
        told = "" if math.isnan(share) else f"{share:.1%}"
        rows.append((ROW * i + ROW / 2, point, interval, group, told))
    return GroupPicture(
        rows=rows,
        height=ROW * len(groups) + 14,
        highest=f"{highest:.0%}" if highest >= 0.1 else f"{highest:.1%}",
    )


def highest_shown(share: Floats, high: Floats) -> float:
    """Upper end of an axis: one wide interval must not press all shares to the ground."""
    largest = float(np.nanmax(share, initial=0.01))
    return min(float(np.nanmax(np.concatenate([share, high]), initial=0.01)), 1.6 * largest)


def _runs(values: Floats) -> list[tuple[int, int]]:
    """First and end of every run of numbers that are not NaN."""
    known = np.concatenate([[False], ~np.isnan(values), [False]])
    edges = np.flatnonzero(known[1:] != known[:-1]).reshape(-1, 2)
    return [(int(first), int(end)) for first, end in edges]
