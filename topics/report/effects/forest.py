"""Every effect with its interval, one panel a term, and the curves."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import polars as pl

from topics.report.display import single_line
from topics.report.pictures.canvas import new_figure
from topics.report.pictures.fonts import Lettering, lettering, numbered
from topics.report.pictures.settings import own_settings

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MAX_TERMS = 12
"""At most this many terms have a panel; effects.csv has all."""

MAX_TOPICS = 40
"""A panel shows at most this many topics: those with the smallest p of any term."""

SIGNIFICANT = 0.05
"""Effects whose adjusted p is below this are drawn full, the others hollow."""

INTERCEPT = "Intercept"

_INK, _PALE, _LINE = "#1f5fbf", "#8a939e", "#30353c"
_ROW, _WIDTH, _LABELS = 0.30, 3.4, 3.0  # inches


def shown_terms(table: pl.DataFrame) -> list[str]:
    """Terms that have an estimate, without the intercept, in the order of the formula."""
    rows = table.filter(pl.col("estimate").is_not_null() & (pl.col("term") != INTERCEPT))
    return rows["term"].unique(maintain_order=True).to_list()


def shown_topics(table: pl.DataFrame, most: int) -> list[int]:
    """Numbers of at most `most` topics, those with the smallest p first chosen, in their order."""
    smallest = table.group_by("topic", maintain_order=True).agg(pl.col("p").min())
    chosen = smallest.sort("p", nulls_last=True, maintain_order=True).head(most)
    return sorted(chosen["topic"].to_list())


def forest_figure(table: pl.DataFrame, curves: pl.DataFrame, confidence: float) -> Figure:
    """Draw the forest plot.

    Parameters
    ----------
    table, curves : polars.DataFrame
        Columns of effects.csv and of effects_curves.csv.
    confidence : float
        Of the intervals, for the caption.
    """
    topics = shown_topics(table, MAX_TOPICS)
    table, curves = (each.filter(pl.col("topic").is_in(topics)) for each in (table, curves))
    terms = shown_terms(table)[:MAX_TERMS]
    n_curves = curves.select("term", "topic").unique().height
    n_columns = max(1, min(4, len(terms) or 4))
    n_forests = math.ceil(len(terms) / n_columns)
    height = 1.0 + _ROW * len(topics)
    n_curve_rows = math.ceil(n_curves / 4)
    total = n_forests * height + 1.9 * n_curve_rows + 0.5
    width = max(_LABELS + n_columns * _WIDTH, 12.0 if n_curves else 0.0)
    letters = _letters_of(table, curves)
    with own_settings(letters.families):
        figure = new_figure(width, total)
        for number, term in enumerate(terms):
            row, column = divmod(number, n_columns)
            axes = figure.add_axes(
                (
                    (_LABELS + column * _WIDTH) / width,
                    1 - ((row + 1) * height - 0.55) / total,
                    (_WIDTH - 0.3) / width,
                    (height - 1.0) / total,
                )
            )
            rows = table.filter(pl.col("term") == term)
            _draw_forest(axes, rows, letters if column == 0 else None)
            title = letters.drawable(single_line(term, 44)) or f"term {number + 1}"
            axes.set_title(title, fontsize=10, color=_LINE, loc="left")
        top = 1 - n_forests * height / total
        keys = curves.select("term", "topic").unique(maintain_order=True).rows()
        for number, (term, topic) in enumerate(keys):
            row, column = divmod(number, 4)
            axes = figure.add_axes(
                (
                    (0.6 + column * (width - 0.6) / 4) / width,
                    top - (1.9 * (row + 1) - 0.35) / total,
                    ((width - 0.6) / 4 - 0.5) / width,
                    1.15 / total,
                )
            )
            rows = curves.filter((pl.col("term") == term) & (pl.col("topic") == topic))
            _draw_curve(axes, rows, letters)
        figure.text(
            0.01,
            0.12 / total,
            f"Differences in percentage points with {confidence:.0%} intervals, errors clustered "
            f"by document; full: adjusted p below {SIGNIFICANT}",
            fontsize=9,
            color=_PALE,
        )
    return figure


def _letters_of(table: pl.DataFrame, curves: pl.DataFrame) -> Lettering:
    texts = pl.concat([*(table[name] for name in ("term", "label")), curves["column"]])
    return lettering(single_line(text, 44) for text in texts.unique(maintain_order=True))


def _draw_forest(axes: Axes, rows: pl.DataFrame, letters: Lettering | None) -> None:
    """The effects of one term; without letters the topics are named by the panel on the left."""
    axes.axvline(0, color=_PALE, linewidth=0.8)
    n = rows.height
    for y, row in enumerate(rows.iter_rows(named=True)):
        is_clear = row["p_adjusted"] is not None and row["p_adjusted"] < SIGNIFICANT
        colour = _INK if is_clear else _PALE
        axes.plot((100 * row["low"], 100 * row["high"]), (y, y), color=colour, linewidth=1.6)
        axes.plot(
            100 * row["estimate"],
            y,
            marker="o",
            markersize=5.5,
            color=colour,
            markerfacecolor=colour if is_clear else "white",
        )
    axes.set_ylim(n - 0.5, -0.5)
    labels = [""] * n
    if letters is not None:
        named = zip(rows["topic"], rows["label"], strict=True)
        labels = [numbered(topic, single_line(label, 34), letters) for topic, label in named]
    axes.set_yticks(range(n), labels, fontsize=9, color=_LINE)
    _plain_axes(axes)


def _draw_curve(axes: Axes, rows: pl.DataFrame, letters: Lettering) -> None:
    x = rows["x"].to_numpy()
    share, low, high = (100 * rows[name].to_numpy() for name in ("share", "low", "high"))
    axes.fill_between(x, low, high, color=_INK, alpha=0.18, linewidth=0)
    axes.plot(x, share, color=_INK, linewidth=1.6)
    name = numbered(rows["topic"][0], single_line(rows["label"][0], 28), letters)
    column = letters.drawable(single_line(rows["column"][0], 16))
    title = f"{name}: {column}" if column else name
    axes.set_title(title, fontsize=9, color=_LINE, loc="left")
    axes.margins(x=0)
    axes.locator_params(axis="x", nbins=4)
    _plain_axes(axes)


def _plain_axes(axes: Axes) -> None:
    axes.tick_params(labelsize=8.5, colors=_LINE, length=2)
    for side, spine in axes.spines.items():
        spine.set_visible(side == "bottom")
        spine.set_color("#d5d9de")
    axes.get_xticklabels()  # made now, with the fonts of the picture
    axes.get_yticklabels()
