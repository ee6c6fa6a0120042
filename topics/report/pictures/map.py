"""The map of documents and sections, coloured by topic or by cluster, with their labels."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from topics.choices import DEFAULT_MAP_VIEW
from topics.report.clusters import NO_CLUSTER
from topics.report.colours import NO_CLUSTER_COLOUR, cluster_colours, topic_colours
from topics.report.display import similarity
from topics.report.label_positions import drawable_points, label_positions
from topics.report.pictures.canvas import INK, LINE, MUTED, PRINT_DPI, new_figure
from topics.report.pictures.fonts import Lettering, cut, lettering, numbered, undrawn
from topics.report.pictures.label_places import label_places
from topics.report.pictures.legend import draw_legend, legend_height
from topics.report.pictures.settings import own_settings
from topics.values import amount

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text

_SIZE = (8.0, 6.4)  # inches at 300 dots: 2400 × 1920 pixels
_MAX_LEGEND_ENTRIES = 24
_MAX_VECTORS = 5_000
"""In an SVG, more points than these are one picture of dots, so that the file stays small."""

_LABEL_LENGTH, _LABEL_WIDTH = 34, 18  # characters of a label, and of each of its two lines
_LABEL_SIZES, _MANY_LABELS, _CAPTION_SIZE = (7.0, 6.0), 25, 6.5
"""Points of few labels and of many; of the caption."""

BOTH_LEVELS = "Large points are documents, small ones sections"
"""Part of the caption of a map of both."""

MOST_POINTS = 200_000
"""At most this many points are drawn, evenly spread over the rows: more hide each other."""

_SIZES = (("section", 6.5, 0.85, 0.0), ("document", 24.0, 1.0, 0.5))
"""Level, area in square points, opacity, and width of the edge in points."""


def map_figure(
    projection: pl.DataFrame,
    labels: Sequence[str],
    *,
    column: str = "topic",
    view: str = DEFAULT_MAP_VIEW,
) -> Figure:
    """Draw the map, 8 inches wide at 300 dots per inch.

    Parameters
    ----------
    projection : polars.DataFrame
        Columns level ("document" or "section"), document, position, x, y, topic, and cluster.
        Points without a topic, as of rows without terms, are not drawn.
    labels : sequence of str, shape (n_topics,) or (n_clusters,)
        Drawn at the densest place of each topic or cluster, only its number where the label has no
        room; those without any are counted in the caption. The legend lists the 24 with the most
        points.
    column : {"topic", "cluster"}
        What colours points; points of the cluster -1 are grey.
    view : str
        What makes points neighbours, as in `topics.project`; the caption says it.
    """
    is_cluster = column == "cluster"
    points = drawable_points(projection, len(labels), column, -1 if is_cluster else 0)
    colours = (cluster_colours if is_cluster else topic_colours)(len(labels))
    colours.append(NO_CLUSTER_COLOUR)  # the last one, so that it has the number -1
    short = [cut(label, _LABEL_LENGTH) for label in labels]
    letters = lettering([*short, NO_CLUSTER])
    entries = _legend_entries(points[column], short, colours, letters)
    with own_settings(letters.families):
        figure = new_figure(*_SIZE, dpi=PRINT_DPI)
        below = legend_height(figure, entries) + 0.012
        axes = figure.add_axes((0.012, below, 0.976, 0.955 - below))
        drawn = _some(points)
        _draw_points(axes, drawn, column, colours)
        names = [numbered(number, label, letters) for number, label in enumerate(short)]
        n_left = _draw_labels(axes, points, column, names)
        noun = "cluster" if is_cluster else "topic"
        remarks = [
            f"Points close together have similar {similarity(view)}",
            *([BOTH_LEVELS] if points["level"].n_unique() > 1 else []),
            *([f"{drawn.height:,} of {points.height:,}"] if drawn.height < points.height else []),
            *([f"{amount(n_left, 'label')} without room"] if n_left else []),
            *([remark] if (remark := undrawn(short, letters, noun)) else []),
        ]
        caption = textwrap.shorten(". ".join([*remarks, ""]).strip(), 150, placeholder=" …")
        figure.text(0.014, 0.974, caption, va="center", fontsize=_CAPTION_SIZE, color=MUTED)
        draw_legend(figure, entries, below)
    return figure


def _some(points: pl.DataFrame) -> pl.DataFrame:
    """The points, or `MOST_POINTS` of them."""
    if points.height <= MOST_POINTS:
        return points
    return points[np.linspace(0, points.height - 1, MOST_POINTS).astype(np.int64)]


def _draw_points(axes: Axes, projection: pl.DataFrame, column: str, colours: Sequence[str]) -> None:
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set(color=LINE, linewidth=0.6)
    axes.margins(0.04)
    for level, size, alpha, edge in _SIZES:
        points = projection.filter(pl.col("level") == level)
        points = points.sort(
            pl.col(column).cast(pl.Int64) >= 0, maintain_order=True
        )  # grey ones at the bottom
        if not points.height:
            continue
        scale = _scale(points.height)
        axes.scatter(
            points["x"].to_numpy(),
            points["y"].to_numpy(),
            s=size * scale,
            c=[colours[number] for number in points[column]],
            alpha=alpha,
            linewidths=edge * scale**0.5,
            edgecolors=INK if edge else "none",
            rasterized=points.height > _MAX_VECTORS,
        )
    axes.autoscale_view()
    axes.set_autoscale_on(False)  # lines of labels must not move the points


def _scale(n_points: int) -> float:
    """Above 1,000 points they shrink, to a tenth of the area at most."""
    scale: float = (1_000 / max(n_points, 1)) ** 0.7
    return min(1.0, max(0.1, scale))


def _draw_labels(axes: Axes, points: pl.DataFrame, column: str, names: Sequence[str]) -> int:
    """Draw the labels, those of the most points first; the number of those without a place."""
    sizes = points.group_by(column).len("n")
    positions = label_positions(points, len(names), column)
    positions = positions.join(sizes, on=column).sort(["n", column], descending=[True, False])
    if not positions.height:
        return 0
    # A label that has no room becomes its number, which the legend or the report explains.
    size = _LABEL_SIZES[positions.height > _MANY_LABELS]
    wordings = [(names[number], str(number)) for number in positions[column]]
    texts = [[_label(axes, wording, size) for wording in each] for each in wordings]
    boxes = [[text.get_window_extent() for text in each] for each in texts]
    to_pixels, frame = axes.transData.transform, axes.get_window_extent()
    extent = np.array([[(box.width + 6, box.height + 4) for box in each] for each in boxes])
    places = label_places(
        to_pixels(positions.select("x", "y").to_numpy()),
        extent,
        to_pixels(points.select("x", "y").to_numpy()),
        _radius(points, axes),
        (frame.x0 + 4, frame.y0 + 4, frame.x1 - 4, frame.y1 - 4),
    )
    to_data = axes.transData.inverted().transform
    for each, place in zip(texts, places, strict=True):
        for i, text in enumerate(each):
            if place is None or i != place.size:
                text.remove()
        if place is None:
            continue
        text = each[place.size]
        left, bottom, right, top = place.box
        text.set_position(tuple(to_data(((left + right) / 2, (bottom + top) / 2)).tolist()))
        if place.leader is not None:
            ends = to_data(np.array(place.leader))
            axes.plot(ends[:, 0], ends[:, 1], color=INK, linewidth=0.5, zorder=2.5)
    return sum(place is None for place in places)


def _label(axes: Axes, name: str, size: float) -> Text:
    from matplotlib.patheffects import withStroke

    # A dot between words stays with the word before it.
    words = name.replace("  ", "\u00a0 ").replace(" · ", "\u00a0· ")
    lines = textwrap.wrap(words, _LABEL_WIDTH, max_lines=2, placeholder="…") or [name]
    lines[-1] = lines[-1].replace("\u00a0·…", "…")
    return axes.text(
        0,
        0,
        "\n".join(lines),
        ha="center",
        va="center",
        linespacing=1.05,
        zorder=4,
        fontsize=size,
        fontweight="bold",
        color=INK,
        path_effects=[withStroke(linewidth=1.8, foreground="white")],
    )


def _radius(points: pl.DataFrame, axes: Axes) -> float:
    """Radius of the largest points, in pixels."""
    largest = max(
        (
            size * _scale(n)
            for level, size, _, _ in _SIZES
            if (n := points.filter(pl.col("level") == level).height)
        ),
        default=0.0,
    )
    return float(largest**0.5 / 2 * axes.figure.dpi / 72)


def _legend_entries(
    numbers: pl.Series, labels: Sequence[str], colours: Sequence[str], letters: Lettering
) -> list[tuple[str, str]]:
    """Colours and texts: the largest ones by number, how many more, and rows of no cluster."""
    numbers = numbers.cast(pl.Int64)
    known = numbers.filter(numbers >= 0).to_numpy()
    counts = np.bincount(known, minlength=len(labels))
    largest = np.sort(np.argsort(-counts, kind="stable")[:_MAX_LEGEND_ENTRIES])
    entries = [(colours[k], numbered(k, labels[k], letters)) for k in largest.tolist()]
    if len(labels) > _MAX_LEGEND_ENTRIES:
        entries.append(("none", f"and {len(labels) - _MAX_LEGEND_ENTRIES} more"))
    if len(known) < len(numbers):
        entries.append((NO_CLUSTER_COLOUR, NO_CLUSTER))
    return entries
