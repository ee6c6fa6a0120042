"""map.png: documents and sections in the plane, coloured by dominant topic."""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from topics.report.colours import topic_colours
from topics.report.display import single_line
from topics.report.label_positions import drawable_points, label_positions
from topics.storage import replace_file

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SIZE = (16.0, 12.0)  # inches at 100 dots: 1600 × 1200 pixels
_MAX_LEGEND_TOPICS = 20
_LEGEND_COLUMNS = 4
_INK = "#30353c"


def write_map_png(path: Path, projection: pl.DataFrame, labels: Sequence[str]) -> None:
    """Write the map as a PNG of 1600 × 1200 pixels; the same input gives the same bytes.

    Parameters
    ----------
    path : Path
    projection : polars.DataFrame
        Columns level ("document" or "section"), document, position, x, y, topic.
    labels : sequence of str, shape (n_topics,)
        The legend lists the twenty topics with the most points.
    """
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    points = drawable_points(projection, len(labels))
    with matplotlib.rc_context(), warnings.catch_warnings():
        matplotlib.rcdefaults()  # the user's settings must not change the picture
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        figure = Figure(figsize=_SIZE, dpi=100, facecolor="white")
        n_lines = math.ceil(min(len(labels), _MAX_LEGEND_TOPICS + 1) / _LEGEND_COLUMNS)
        below = 0.03 + 0.025 * n_lines
        axes = figure.add_axes((0.02, below, 0.96, 0.98 - below))
        _draw_points(axes, points, topic_colours(len(labels)))
        _draw_numbers(axes, label_positions(points, len(labels)))
        _draw_legend(axes, points, labels)
        buffer = io.BytesIO()
        FigureCanvasAgg(figure).print_png(  # type: ignore[no-untyped-call]
            buffer, metadata={"Software": None}
        )
    replace_file(path, buffer.getvalue())


def _draw_points(axes: Axes, projection: pl.DataFrame, colours: Sequence[str]) -> None:
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_color("#d5d9de")
    axes.margins(0.04)
    for level, size, alpha, edge in (("section", 26.0, 0.55, 0.0), ("document", 95.0, 0.95, 0.9)):
        points = projection.filter(pl.col("level") == level)
        if not points.height:
            continue
        # Above 2,000 points they shrink, to a fifth of the area at most.
        scale = min(1.0, max(0.2, (2_000 / points.height) ** 0.5))
        axes.scatter(
            points["x"].to_numpy(),
            points["y"].to_numpy(),
            s=size * scale,
            c=[colours[topic] for topic in points["topic"]],
            alpha=alpha,
            linewidths=edge * scale**0.5,
            edgecolors=_INK if edge else "none",
        )


def _draw_numbers(axes: Axes, positions: pl.DataFrame) -> None:
    from matplotlib.patheffects import withStroke

    for topic, x, y in positions.iter_rows():
        axes.text(
            x,
            y,
            str(topic),
            ha="center",
            va="center",
            fontsize=16,
            fontweight="bold",
            color=_INK,
            path_effects=[withStroke(linewidth=3.5, foreground="white")],
        )


def _draw_legend(axes: Axes, projection: pl.DataFrame, labels: Sequence[str]) -> None:
    from matplotlib.lines import Line2D

    counts = np.bincount(projection["topic"].to_numpy().astype(np.int64), minlength=len(labels))
    largest = np.sort(np.argsort(-counts, kind="stable")[:_MAX_LEGEND_TOPICS])
    colours = topic_colours(len(labels))
    handles: list[Any] = [_dot(Line2D, colours[topic]) for topic in largest]
    texts = [f"{topic}  {single_line(labels[topic], 34)}" for topic in largest]
    if len(labels) > _MAX_LEGEND_TOPICS:
        handles.append(_dot(Line2D, "none"))
        texts.append(f"and {len(labels) - _MAX_LEGEND_TOPICS} more")
    if not handles:
        return
    legend = axes.legend(
        handles,
        texts,
        loc="upper center",
        bbox_to_anchor=(0.5, -0.015),
        ncols=min(_LEGEND_COLUMNS, len(handles)),
        fontsize=14,
        frameon=False,
        handletextpad=0.3,
        columnspacing=1.4,
        labelcolor=_INK,
    )
    for text in legend.get_texts():
        text.set_parse_math(False)  # a "$" in a label is a dollar sign, not a formula


def _dot(line: type, colour: str) -> Any:
    return line([], [], linestyle="none", marker="o", markersize=10, color=colour)
