"""Topics over time and by group: a small picture for each topic."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from topics.report.colours import topic_colours
from topics.report.display import single_line
from topics.report.pictures.canvas import new_figure
from topics.report.pictures.fonts import Lettering, lettering, numbered, undrawn
from topics.report.pictures.settings import own_settings
from topics.report.trends.content import (
    GroupContent,
    GroupPanel,
    TimeContent,
    TimePanel,
    group_panels,
    tick_places,
    time_panels,
)
from topics.values import amount

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_INK, _MUTED = "#30353c", "#6b737d"
_COLUMNS = 4
_HEAD = 0.8  # inches above all panels
_PER_GROUP = 0.2  # inches
_MANY_PERIODS = 60
"""With more periods than this the points of a line are not drawn."""


@dataclass(frozen=True)
class _Box:
    """Inches of a panel with its title and the names of its axes; those left of its axes."""

    width: float
    height: float
    left: float


def over_time_figure(content: TimeContent, n_topics: int) -> Figure:
    """Draw the shares over time.

    The band is the 90% interval over documents, a gap is a period without documents, a hollow
    point a last period that is not finished, and a dotted line a change.

    Parameters
    ----------
    content : TimeContent
    n_topics : int
        Number of topics of the run, for their colours.
    """
    panels, periods, complete, n_left = time_panels(content)
    colours = topic_colours(n_topics)

    def draw(axes: Axes, panel: TimePanel) -> None:
        _draw_time(axes, panel, colours[panel.topic], complete)
        places = tick_places(len(periods), 4)
        axes.set_xticks(places, [periods[place] for place in places])
        axes.set_xlim(-0.5, len(periods) - 0.5)

    lines = ["Band: 90% interval over documents. Hollow: unfinished. Dotted: change."]
    title = f"Topics by {content.period} (column {single_line(content.column, 60)})"
    lines += _more(n_left, "topic")
    letters = lettering([title, *(_label(panel) for panel in panels)])
    return _panels(title, lines, panels, draw, _Box(4.0, 2.2, 0.55), letters)


def _draw_time(axes: Axes, panel: TimePanel, colour: str, complete: Sequence[bool]) -> None:
    x = np.arange(len(panel.share))
    axes.fill_between(x, panel.low, panel.high, color=colour, alpha=0.25, linewidth=0)
    # A band needs neighbours: alone an interval is a line.
    known = ~np.isnan(panel.low)
    alone = known & ~np.roll(np.append(known, False), 1)[:-1] & ~np.append(known[1:], False)
    axes.vlines(x[alone], panel.low[alone], panel.high[alone], color=colour, alpha=0.4)
    axes.plot(x, panel.share, color=colour, linewidth=1.6)
    done = np.array(complete)
    is_many = len(x) > _MANY_PERIODS
    lonely = ~np.isnan(panel.share) & _without_neighbours(panel.share)
    points = done & (lonely if is_many else np.ones_like(done))
    axes.scatter(x[points], panel.share[points], s=9, color=colour, zorder=3)
    axes.scatter(
        x[~done],
        panel.share[~done],
        s=30,
        facecolors="white",
        edgecolors=colour,
        zorder=4,
        clip_on=False,
    )
    for place in panel.changes:
        axes.axvline(place - 0.5, color=_MUTED, linestyle=":", linewidth=1)
    highest = np.nanmax(np.concatenate([panel.share, panel.high]), initial=0.01)
    # One wide interval must not press all shares to the ground.
    largest = np.nanmax(panel.share, initial=0.01)
    _percent_axis(axes, min(highest, 1.6 * largest))


def _without_neighbours(values: Any) -> Any:
    missing = np.isnan(values)
    before, after = np.append(True, missing[:-1]), np.append(missing[1:], True)
    return before & after


def _percent_axis(axes: Axes, highest: float) -> None:
    axes.set_ylim(0, highest * 1.08)
    step = highest / 2
    decimals = 0 if highest >= 0.1 else 1
    axes.set_yticks([0, step, highest], ["0", f"{step:.{decimals}%}", f"{highest:.{decimals}%}"])


def group_figure(content: GroupContent, n_topics: int) -> Figure:
    """Draw the shares by group.

    Parameters
    ----------
    content : GroupContent
    n_topics : int
        Number of topics of the run, for their colours.
    """
    panels, groups, n_left, n_groups_left = group_panels(content)
    colours = topic_colours(n_topics)
    short = [single_line(group, 21) for group in groups]
    title = f"Topics by {single_line(content.column, 60)}"
    letters = lettering([title, *short, *(_label(panel) for panel in panels)])
    # Where no font has its letters, a group is its number in the table.
    names = [letters.drawable(group) or f"group {i}" for i, group in enumerate(short, 1)]

    def draw(axes: Axes, panel: GroupPanel) -> None:
        colour = colours[panel.topic]
        y = np.arange(len(panel.share))[::-1]
        axes.hlines(y, panel.low, panel.high, color=colour, linewidth=2, alpha=0.5)
        axes.scatter(panel.share, y, s=18, color=colour, zorder=3)
        axes.set_yticks(y, names)
        axes.set_ylim(-0.6, len(y) - 0.4)
        highest = np.nanmax(np.concatenate([panel.share, panel.high]), initial=0.01)
        largest = np.nanmax(panel.share, initial=0.01)
        highest = min(highest, 1.6 * largest)
        axes.set_xlim(0, highest * 1.05)
        decimals = 0 if highest >= 0.1 else 1
        axes.set_xticks([0, highest], ["0", f"{highest:.{decimals}%}"])
        axes.grid(axis="y", color="#eceff2", linewidth=0.8)
        axes.set_axisbelow(True)

    box = _Box(4.0, 0.75 + _PER_GROUP * len(groups), 1.7)
    more = [*_more(n_left, "topic"), *_more(n_groups_left, "group")]
    lines = ["Line: 90% interval over documents. Best at telling groups apart first.", *more]
    return _panels(title, lines, panels, draw, box, letters)


def _more(n: int, what: str) -> list[str]:
    return [f"{amount(n, f'more {what}')} in the table."] if n else []


def _label(panel: TimePanel | GroupPanel) -> str:
    return single_line(panel.label, 42)


def _panels(
    title: str,
    lines: list[str],
    panels: Sequence[Any],
    draw: Callable[[Any, Any], None],
    box: _Box,
    letters: Lettering,
) -> Figure:
    """Draw panels in rows of four, below a title."""
    n_columns = max(2, min(_COLUMNS, len(panels)))
    n_rows = math.ceil(len(panels) / n_columns)
    width, height = n_columns * box.width, n_rows * box.height + _HEAD
    remark = undrawn([_label(panel) for panel in panels], letters)
    lines = [*lines, *([f"{remark}."] if remark else [])]
    with own_settings(letters.families):
        figure = new_figure(width, height)
        _head(figure, letters.drawable(title) or "Topics", " ".join(lines), height)
        for number, panel in enumerate(panels):
            row, column = divmod(number, n_columns)
            left, bottom = column * box.width + box.left, (n_rows - 1 - row) * box.height + 0.3
            inner = (box.width - box.left - 0.15, box.height - 0.65)
            # Places are fixed: a layout that measures every text takes twice the time.
            axes = figure.add_axes(
                (left / width, bottom / height, inner[0] / width, inner[1] / height)
            )
            draw(axes, panel)
            _plain(axes)
            name = numbered(panel.topic, _label(panel), letters)
            place = ((column * box.width + 0.1) / width, (bottom + inner[1] + 0.09) / height)
            figure.text(*place, name, fontsize=11, color=_INK)
    return figure


def _head(figure: Figure, title: str, line: str, height: float) -> None:
    figure.text(0.01, 1 - 0.3 / height, title, fontsize=15, color=_INK, weight="bold")
    figure.text(0.01, 1 - 0.58 / height, line, fontsize=11, color=_MUTED)


def _plain(axes: Axes) -> None:
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color("#c5cbd2")
    axes.tick_params(labelsize=9, colors=_MUTED, length=2)
    axes.get_xticklabels()  # made now, with the fonts of the picture
    axes.get_yticklabels()
