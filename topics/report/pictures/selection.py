"""selection.png: what fits with several numbers of topics are like."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from topics.report.pictures.canvas import INK, LINE, MUTED, new_figure
from topics.report.pictures.settings import own_settings

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PANELS = {
    "perplexity": "perplexity of held-out documents (lower is better)",
    "themes": "themes among the topics",
    "stability": "stability of the topics",
    "coherence": "coherence of the topics",
}
"""Columns of the table that are drawn, and what a panel says above."""

CHOSEN, AS_GOOD = "#1f6fd0", "#d7e6f8"
"""Colours of the chosen number, and of those that are as good."""

_WIDTH, _HEIGHT = 9.0, 5.4  # inches


def selection_figure(table: pl.DataFrame) -> Figure:
    """Draw what was measured by the number of topics, with the chosen one marked.

    Parameters
    ----------
    table : polars.DataFrame
        Columns of selection.csv.
    """
    with own_settings():
        figure = new_figure(_WIDTH, _HEIGHT)
        for place, (name, title) in enumerate(PANELS.items()):
            axes = figure.add_subplot(2, 2, place + 1)
            _draw(axes, table, name)
            axes.set_title(title, loc="left", fontsize=9, color=INK)
        chosen = table.filter(pl.col("is_chosen"))["n_topics"].to_list()
        said = f"number of topics; chosen: {', '.join(map(str, chosen))}"
        if table["is_as_good"].any():
            said += "; shaded: as good"
        figure.supxlabel(said, fontsize=9, color=INK)
        figure.tight_layout()
    return figure


def _draw(axes: Axes, table: pl.DataFrame, name: str) -> None:
    """Draw one column as a line, on a logarithmic axis of numbers."""
    rows = table.filter(pl.col(name).is_not_null())
    axes.set_xscale("log")
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(LINE)
    axes.tick_params(colors=MUTED, labelsize=8)
    axes.minorticks_off()
    numbers = table["n_topics"].to_list()
    axes.set_xticks(_apart(numbers), labels=[str(n) for n in _apart(numbers)])
    axes.set_xlim(0.9 * numbers[0], 1.1 * numbers[-1])
    good = table.filter(pl.col("is_as_good") | pl.col("is_chosen"))["n_topics"].to_list()
    if len(good) > 1:
        axes.axvspan(good[0], good[-1], color=AS_GOOD, linewidth=0)
    for n in table.filter(pl.col("is_chosen"))["n_topics"].to_list():
        axes.axvline(n, color=CHOSEN, linewidth=1.2)
    if not rows.height:
        axes.text(0.5, 0.5, "not measured", transform=axes.transAxes, ha="center", color=MUTED)
        return
    error = rows["perplexity_error"].to_list() if name == "perplexity" else None
    axes.errorbar(
        rows["n_topics"].to_list(),
        rows[name].to_list(),
        yerr=error,
        color=INK,
        marker="o",
        markersize=3.5,
        linewidth=1.0,
        elinewidth=0.8,
    )


def _apart(numbers: list[int]) -> list[int]:
    """Numbers that are far enough from each other for labels on a logarithmic axis."""
    kept: list[int] = []
    for n in numbers:
        if not kept or n >= 1.25 * kept[-1]:
            kept.append(n)
    return kept
