"""How similar topics are, as a matrix in the order of their tree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from topics.report.colours import topic_colours
from topics.report.pictures.canvas import INK, MUTED, new_figure
from topics.report.pictures.fonts import cut, lettering, numbered, undrawn
from topics.report.pictures.settings import own_settings

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap
    from matplotlib.figure import Figure

Floats = NDArray[np.float64]

MOST_WRITTEN = 25
"""Numbers are written into the cells of a matrix of at most this many topics."""

_LEFT, _TOP, _RIGHT, _BELOW = 2.1, 0.98, 0.25, 0.15  # inches around the matrix
_CELL, _LEAST, _MOST = 0.2, 3.0, 24.0  # inches of a row, and of the whole matrix
_LABEL_LENGTH = 30


def similarity_figure(
    similarity: Floats, order: Sequence[int], labels: Sequence[str], topics: Sequence[int]
) -> Figure:
    """Draw a matrix of similarities with the topics in an order in which neighbours are similar.

    The diagonal is left out, so that the colours show the others: from white for the least similar
    pair to dark blue for the most similar one.

    Parameters
    ----------
    similarity : array, shape (n_topics, n_topics)
        In [0, 1], symmetric.
    order : sequence of int
        Rows to show, in their order.
    labels : sequence of str, shape (n_topics,)
    topics : sequence of int, shape (n_topics,)
        Numbers of the topics.
    """
    n = len(order)
    short = [cut(labels[i], _LABEL_LENGTH) for i in order]
    letters = lettering(short)
    names = [numbered(topics[i], label, letters) for i, label in zip(order, short, strict=True)]
    size = min(max(_CELL * n, _LEAST), _MOST)
    width, height = _LEFT + size + _RIGHT, _TOP + size + _BELOW
    shown = np.array(similarity)[np.ix_(order, order)]
    np.fill_diagonal(shown, np.nan)
    others = shown[np.isfinite(shown)]
    least, most = (others.min(), others.max()) if others.size else (0.0, 1.0)
    with own_settings(letters.families):
        figure = new_figure(width, height)
        axes = figure.add_axes((_LEFT / width, _BELOW / height, size / width, size / height))
        axes.imshow(
            shown, cmap=_ramp(), vmin=least, vmax=max(most, least + 1e-9), interpolation="nearest"
        )
        _draw_names(axes, names, [topics[i] for i in order], min(7.0, 58 * size / n))
        colours = topic_colours(max(topics, default=0) + 1)
        _draw_swatches(axes, [colours[topics[i]] for i in order], n / size)
        if n <= MOST_WRITTEN:
            _write_numbers(axes, shown, least + 0.6 * (most - least))
        title = figure.text(0.1 / width, 1 - 0.2 / height, "Similarity of topics", va="center")
        title.set(fontsize=10, fontweight="bold", color=INK)
        lines = [
            "1 − Hellinger distance of their terms: 0 is no term in common, 1 the same.",
            f"White is {least:.2f}, the darkest blue {most:.2f}.",
            *([remark] if (remark := undrawn(short, letters)) else []),
        ]
        for i, line in enumerate(lines):
            y = 1 - (0.38 + 0.13 * i) / height
            figure.text(0.1 / width, y, line, va="center", fontsize=6.5, color=MUTED)
    return figure


def _ramp() -> Colormap:
    from matplotlib.colors import LinearSegmentedColormap

    blues = ["#ffffff", "#9ec5ea", "#2f74b8", "#0c2f5e"]
    return LinearSegmentedColormap.from_list("blues", blues, bad="#e8eaed")


def _draw_names(axes: Axes, names: Sequence[str], numbers: Sequence[int], size: float) -> None:
    axes.set_yticks(range(len(names)), names)
    axes.set_xticks(range(len(names)), [str(number) for number in numbers])
    axes.tick_params(length=0, labelsize=size, labelcolor=INK, pad=2)
    axes.tick_params(axis="x", labeltop=True, labelbottom=False, pad=8)
    axes.tick_params(axis="y", pad=9)
    rotation = 0 if len(names) <= 2 * MOST_WRITTEN else 90
    axes.get_yticklabels()  # made now, with the fonts of the picture
    for text in axes.get_xticklabels():
        text.set_rotation(rotation)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _draw_swatches(axes: Axes, colours: Sequence[str], rows_per_inch: float) -> None:
    """A square in the colour of each topic beside its row and above its column."""
    size = 3.4 if len(colours) <= MOST_WRITTEN else 2.4
    place = np.arange(len(colours))
    edge = np.full(len(colours), -0.5 - 0.06 * rows_per_inch)
    for x, y in ((edge, place), (place, edge)):
        axes.scatter(x, y, s=size**2, c=list(colours), marker="s", linewidths=0, clip_on=False)
    axes.set(xlim=(-0.5, len(colours) - 0.5), ylim=(len(colours) - 0.5, -0.5))


def _write_numbers(axes: Axes, shown: Floats, dark: float) -> None:
    """Numbers in the cells, white where the similarity is above that of dark cells."""
    for row, column in np.argwhere(np.isfinite(shown)).tolist():
        value = shown[row, column]
        axes.text(
            column, row, f"{value:.2f}".removeprefix("0"), ha="center", va="center", fontsize=5,
            color="white" if value > dark else INK,
        )  # fmt: skip
