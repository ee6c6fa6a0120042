"""over_time.png and by_COLUMN.png: a small picture for each topic."""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from topics.report.colours import topic_colours
from topics.report.display import single_line
from topics.report.trends.content import (
    GroupContent,
    GroupPanel,
    TimeContent,
    TimePanel,
    group_panels,
    tick_places,
    time_panels,
)
from topics.storage import replace_file

if TYPE_CHECKING:
    from collections.abc import Iterator

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


def write_over_time_png(path: Path, content: TimeContent, n_topics: int) -> None:
    """Write the shares over time as a PNG; the same input gives the same bytes.

    The band is the 90% interval over documents, a gap is a period without documents, a hollow
    point a last period that is not finished, and a dotted line a change.

    Parameters
    ----------
    path : Path
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
    _write(path, title, [*lines, *_more(n_left, "topics")], panels, draw, _Box(4.0, 2.2, 0.55))


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


def write_group_png(path: Path, content: GroupContent, n_topics: int) -> None:
    """Write the shares by group as a PNG; the same input gives the same bytes.

    Parameters
    ----------
    path : Path
    content : GroupContent
    n_topics : int
        Number of topics of the run, for their colours.
    """
    panels, groups, n_left, n_groups_left = group_panels(content)
    colours = topic_colours(n_topics)
    names = [single_line(group, 21) for group in groups]

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
    more = [*_more(n_left, "topics"), *_more(n_groups_left, "groups")]
    lines = ["Line: 90% interval over documents. Best at telling groups apart first.", *more]
    _write(path, f"Topics by {single_line(content.column, 60)}", lines, panels, draw, box)


def _more(n: int, what: str) -> list[str]:
    return [f"{n} more {what} in the table."] if n else []


@contextmanager
def _own_settings() -> Iterator[None]:
    """Settings of matplotlib that no user has changed."""
    import matplotlib

    with matplotlib.rc_context(), warnings.catch_warnings():
        matplotlib.rcdefaults()
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        yield


def _write(
    path: Path,
    title: str,
    lines: list[str],
    panels: Sequence[Any],
    draw: Callable[[Any, Any], None],
    box: _Box,
) -> None:
    """Write panels in rows of four, below a title."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    n_columns = max(2, min(_COLUMNS, len(panels)))
    n_rows = math.ceil(len(panels) / n_columns)
    width, height = n_columns * box.width, n_rows * box.height + _HEAD
    with _own_settings():
        figure = Figure(figsize=(width, height), dpi=100, facecolor="white")
        _head(figure, title, " ".join(lines), height)
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
            name = f"{panel.topic}  {single_line(panel.label, 42)}"
            place = ((column * box.width + 0.1) / width, (bottom + inner[1] + 0.09) / height)
            _text(figure.text(*place, name, fontsize=11, color=_INK))
        buffer = io.BytesIO()
        FigureCanvasAgg(figure).print_png(  # type: ignore[no-untyped-call]
            buffer, metadata={"Software": None}
        )
    replace_file(path, buffer.getvalue())


def _head(figure: Figure, title: str, line: str, height: float) -> None:
    _text(figure.text(0.01, 1 - 0.3 / height, title, fontsize=15, color=_INK, weight="bold"))
    _text(figure.text(0.01, 1 - 0.58 / height, line, fontsize=11, color=_MUTED))


def _plain(axes: Axes) -> None:
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color("#c5cbd2")
    axes.tick_params(labelsize=9, colors=_MUTED, length=2)
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        _text(label)


def _text(text: Any) -> None:
    text.set_parse_math(False)  # a "$" in a label is a dollar sign, not a formula
