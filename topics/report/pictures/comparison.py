"""comparison.png: the topics of two runs side by side, with what belongs together joined."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from topics.report.pictures.canvas import INK, new_figure
from topics.report.pictures.fonts import cut, lettering, numbered
from topics.report.pictures.settings import own_settings

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MAX_TOPICS = 80
"""The picture shows at most this many topics of a run, the first ones of the table."""

COLOURS = {
    "kept": "#8a939e",
    "split": "#d9822b",
    "merged": "#d9822b",
    "regrouped": "#d9822b",
    "new": "#1f6fd0",
    "lost": "#b02a37",
}
"""Of the bars and ribbons, by what became of the topics."""

_ROW, _WIDTH = 0.3, 11.0  # inches
_LEFT, _RIGHT, _LONGEST = 0.37, 0.63, 0.11  # places of the bars, and the longest one, of the width


def comparison_figure(table: pl.DataFrame) -> Figure:
    """Draw the topics of both runs, and a ribbon for each pair that belongs together.

    Parameters
    ----------
    table : polars.DataFrame
        Columns of comparison.csv.
    """
    sides = {name: _side(table, name) for name in ("a", "b")}
    n_rows = max(len(side) for side in sides.values())
    height = _ROW * n_rows + 0.9
    letters = lettering([each["label"] for side in sides.values() for each in side.values()])
    with own_settings(letters.families):
        figure = new_figure(_WIDTH, height)
        axes = figure.add_axes((0.0, 0.05 / height, 1.0, 1 - 0.1 / height))
        axes.set_axis_off()
        axes.set_xlim(0, 1)
        axes.set_ylim(n_rows + 1.2, -1.4)
        for side in sides.values():
            for topic, each in side.items():
                each["label"] = numbered(topic, each["label"], letters)
        _draw(axes, table, sides)
    return figure


def _side(table: pl.DataFrame, name: str) -> dict[int, dict[str, Any]]:
    """Topics of one run with their row on the page, families in order."""
    columns = [f"topic_{name}", f"label_{name}", f"share_{name}", "change"]
    rows = table.filter(pl.col(f"topic_{name}").is_not_null()).unique(
        f"topic_{name}", keep="first", maintain_order=True
    )
    found = rows.sort("family", maintain_order=True).select(columns).head(MAX_TOPICS)
    return {
        topic: {"row": row, "label": cut(label or "", 26), "share": share, "change": change}
        for row, (topic, label, share, change) in enumerate(found.iter_rows())
    }


def _draw(axes: Axes, table: pl.DataFrame, sides: dict[str, dict[int, dict[str, Any]]]) -> None:
    """Draw bars with labels on both sides, and ribbons between linked topics."""
    largest = max(
        (each["share"] or 0 for side in sides.values() for each in side.values()), default=0
    )
    for name, place, sign in (("a", _LEFT, -1), ("b", _RIGHT, 1)):
        align = "right" if sign < 0 else "left"
        heading = "earlier run" if name == "a" else "later run"
        axes.text(place, -0.9, heading, ha=align, va="center", color=INK, fontsize=10)
        for each in sides[name].values():
            length = _LONGEST * (each["share"] or 0) / (largest or 1)
            colour = COLOURS[each["change"]]
            axes.barh(each["row"], sign * length, height=0.62, left=place, color=colour)
            label = f"{each['label']}  {each['share'] or 0:.1%}"
            axes.text(
                place + sign * (length + 0.008),
                each["row"],
                label,
                ha=align,
                va="center",
                fontsize=8.5,
                color=INK,
                parse_math=False,
            )
    for row in table.filter(pl.col("similarity").is_not_null()).iter_rows(named=True):
        if row["topic_a"] in sides["a"] and row["topic_b"] in sides["b"]:
            ends = sides["a"][row["topic_a"]]["row"], sides["b"][row["topic_b"]]["row"]
            _ribbon(axes, ends, COLOURS[row["change"]], row["similarity"])
    words = {"kept": "kept", "split": "split, merged or regrouped", "new": "new", "lost": "lost"}
    bottom = max(len(side) for side in sides.values()) + 0.5
    for number, (change, word) in enumerate(words.items()):
        x = 0.2 + 0.16 * number + (0.08 if number > 1 else 0)
        axes.text(x, bottom, "■", color=COLOURS[change], fontsize=10, va="center")
        axes.text(x + 0.018, bottom, word, color=INK, fontsize=8.5, va="center")


def _ribbon(axes: Axes, ends: tuple[int, int], colour: str, similarity: float) -> None:
    """A curve between two bars, the wider the more similar the topics."""
    at = np.linspace(0.0, 1.0, 40)
    bend = at * at * (3 - 2 * at)
    axes.plot(
        _LEFT + 0.004 + (_RIGHT - _LEFT - 0.008) * at,
        ends[0] + (ends[1] - ends[0]) * bend,
        color=colour,
        alpha=0.75,
        linewidth=0.8 + 6.0 * similarity,
        solid_capstyle="butt",
    )
