"""Pictures of the map: documents and sections in the plane, coloured by topic or by cluster."""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from topics.choices import DEFAULT_MAP_VIEW
from topics.report.clusters import NO_CLUSTER
from topics.report.colours import NO_CLUSTER_COLOUR, cluster_colours, topic_colours
from topics.report.display import similarity, single_line
from topics.report.label_positions import drawable_points, label_positions
from topics.report.placing import free_places
from topics.storage import replace_file

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SIZE = (16.0, 12.0)  # inches at 100 dots: 1600 × 1200 pixels
_MAX_LEGEND_ENTRIES = 20
_LEGEND_COLUMNS, _LEGEND_WIDTH = 4, 126  # characters in a row
_INK = "#30353c"
_LABEL_LENGTH = 30


def write_map_png(
    path: Path,
    projection: pl.DataFrame,
    labels: Sequence[str],
    *,
    column: str = "topic",
    view: str = DEFAULT_MAP_VIEW,
) -> None:
    """Write the map as a PNG of 1600 × 1200 pixels; the same input gives the same bytes.

    Parameters
    ----------
    path : Path
    projection : polars.DataFrame
        Columns level ("document" or "section"), document, position, x, y, topic, and cluster.
    labels : sequence of str, shape (n_topics,) or (n_clusters,)
        The legend lists the twenty topics or clusters with the most points.
    column : {"topic", "cluster"}
        What colours points. Topics have their numbers on the map, clusters also their labels;
        points of the cluster -1 are grey.
    view : str
        What makes points neighbours, as in `topics.project`; told in a corner.
    """
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    is_cluster = column == "cluster"
    points = drawable_points(projection, len(labels), column, -1 if is_cluster else 0)
    colours = (cluster_colours if is_cluster else topic_colours)(len(labels))
    colours.append(NO_CLUSTER_COLOUR)  # the last one, so that it has the number -1
    with matplotlib.rc_context(), warnings.catch_warnings():
        matplotlib.rcdefaults()  # the user's settings must not change the picture
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        figure = Figure(figsize=_SIZE, dpi=100, facecolor="white")
        entries = _legend_entries(points[column], labels, colours)
        n_columns = _legend_columns(entries)
        n_lines = math.ceil(len(entries) / n_columns)
        below = 0.03 + 0.025 * n_lines
        axes = figure.add_axes((0.02, below, 0.96, 0.98 - below))
        _draw_points(axes, points, column, colours)
        _draw_caption(axes, view)
        _draw_legend(axes, entries, n_columns)
        canvas = FigureCanvasAgg(figure)
        names = [f"{k} {single_line(label, _LABEL_LENGTH)}" for k, label in enumerate(labels)]
        _draw_labels(
            axes, label_positions(points, len(labels), column), names if is_cluster else []
        )
        buffer = io.BytesIO()
        canvas.print_png(buffer, metadata={"Software": None})  # type: ignore[no-untyped-call]
    replace_file(path, buffer.getvalue())


def _draw_points(axes: Axes, projection: pl.DataFrame, column: str, colours: Sequence[str]) -> None:
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_color("#d5d9de")
    axes.margins(0.04)
    for level, size, alpha, edge in (("section", 26.0, 0.55, 0.0), ("document", 95.0, 0.95, 0.9)):
        points = projection.filter(pl.col("level") == level)
        points = points.sort(
            pl.col(column).cast(pl.Int64) >= 0, maintain_order=True
        )  # grey ones at the bottom
        if not points.height:
            continue
        # Above 2,000 points they shrink, to a fifth of the area at most.
        scale = min(1.0, max(0.2, (2_000 / points.height) ** 0.5))
        axes.scatter(
            points["x"].to_numpy(),
            points["y"].to_numpy(),
            s=size * scale,
            c=[colours[number] for number in points[column]],
            alpha=alpha,
            linewidths=edge * scale**0.5,
            edgecolors=_INK if edge else "none",
        )


def _draw_labels(axes: Axes, positions: pl.DataFrame, names: Sequence[str]) -> None:
    """Draw numbers where they belong, or names near by, so that none covers another one."""
    from matplotlib.patheffects import withStroke

    texts = [
        axes.text(
            x,
            y,
            names[number] if names else str(number),
            ha="center",
            va="center",
            fontsize=14 if names else 16,
            fontweight="bold",
            color=_INK,
            parse_math=False,
            path_effects=[withStroke(linewidth=3.5, foreground="white")],
        )
        for number, x, y in positions.iter_rows()
    ]
    if not names:
        return
    axes.autoscale_view()  # extents do not wait for the limits of the data
    frame = axes.get_window_extent()
    boxes = [text.get_window_extent() for text in texts]
    places = free_places(
        [(box.x0, box.y0, box.x1, box.y1) for box in boxes],
        (frame.x0, frame.y0, frame.x1, frame.y1),
    )
    to_data = axes.transData.inverted()
    for text, box, place, number in zip(texts, boxes, places, positions.to_series(0), strict=True):
        if place is None:  # the legend, or the report, has the label of this number
            text.set_text(str(number))
            continue
        middle = ((box.x0 + box.x1) / 2 + place[0], (box.y0 + box.y1) / 2 + place[1])
        text.set_position(tuple(to_data.transform(middle).tolist()))


def _draw_caption(axes: Axes, view: str) -> None:
    axes.text(
        0.008,
        0.992,
        f"Points close together have similar {similarity(view)}",
        transform=axes.transAxes,
        va="top",
        fontsize=12,
        color="#6b727b",
    )


def _legend_entries(
    numbers: pl.Series, labels: Sequence[str], colours: Sequence[str]
) -> list[tuple[str, str]]:
    """Colours and texts: the largest ones by number, how many more, and rows of no cluster."""
    numbers = numbers.cast(pl.Int64)
    known = numbers.filter(numbers >= 0).to_numpy()
    counts = np.bincount(known, minlength=len(labels))
    largest = np.sort(np.argsort(-counts, kind="stable")[:_MAX_LEGEND_ENTRIES])
    entries = [(colours[k], f"{k}  {single_line(labels[k], 34)}") for k in largest.tolist()]
    if len(labels) > _MAX_LEGEND_ENTRIES:
        entries.append(("none", f"and {len(labels) - _MAX_LEGEND_ENTRIES} more"))
    if len(known) < len(numbers):
        entries.append((NO_CLUSTER_COLOUR, NO_CLUSTER))
    return entries


def _legend_columns(entries: Sequence[tuple[str, str]]) -> int:
    """Number of columns of the legend: fewer where texts are long, so that none is cut."""
    longest = max((len(text) for _, text in entries), default=1)
    return max(1, min(_LEGEND_COLUMNS, _LEGEND_WIDTH // longest, len(entries)))


def _draw_legend(axes: Axes, entries: Sequence[tuple[str, str]], n_columns: int) -> None:
    from matplotlib.lines import Line2D

    if not entries:
        return
    legend = axes.legend(
        [_dot(Line2D, colour) for colour, _ in entries],
        [text for _, text in entries],
        loc="upper center",
        bbox_to_anchor=(0.5, -0.015),
        ncols=n_columns,
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
