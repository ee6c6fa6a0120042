"""A legend below a picture, in as many columns as have room."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from topics.report.pictures.canvas import INK

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

Entries = Sequence[tuple[str, str]]
"""Colours and texts."""

FONT_SIZE = 7.0
"""Points of the texts by default."""

_LINE, _PAD, _SWATCH, _LEFT = 1.6, 1.65, 1.65, 1.0
"""Heights of a line; widths between columns, of a dot, and on both sides: in font sizes."""

_POINTS = 72.0  # in an inch
_MOST_COLUMNS = 5


def legend_height(figure: Figure, entries: Entries, size: float = FONT_SIZE) -> float:
    """Return the height of the legend as a part of the figure's."""
    if not entries:
        return 0.0
    n_lines = math.ceil(len(entries) / _columns(figure, entries, size))
    return (n_lines * _LINE + 0.6) * size / _POINTS / figure.get_figheight()


def draw_legend(figure: Figure, entries: Entries, top: float, size: float = FONT_SIZE) -> None:
    """Draw a dot and a text for each entry, column by column, below `top`, a part of the height."""
    if not entries:
        return
    # In font sizes, as the lengths above.
    width, height = (_POINTS / size * inches for inches in figure.get_size_inches())
    n_columns = _columns(figure, entries, size)
    n_lines = math.ceil(len(entries) / n_columns)
    step = (width - 2 * _LEFT) / n_columns
    for i, (colour, words) in enumerate(entries):
        column, line = divmod(i, n_lines)
        x = (_LEFT + column * step + _SWATCH / 2) / width
        y = top - (0.6 + (line + 0.5) * _LINE) / height
        if colour != "none":
            figure.add_artist(_dot(figure, x, y, colour, size))
        text = figure.text(x + 0.65 * _SWATCH / width, y, words, va="center_baseline")
        text.set(fontsize=size, color=INK)
        most = (step - _SWATCH - 0.4) * size / _POINTS * figure.dpi
        while text.get_window_extent().width > most and len(text.get_text()) > 4:
            text.set_text(text.get_text()[:-2].rstrip() + "…")


def _columns(figure: Figure, entries: Entries, size: float) -> int:
    """How many columns have room for the widest text."""
    text = figure.text(0, 0, "", fontsize=size)
    widest = 0.0
    for _, words in entries:
        text.set_text(words)
        widest = max(widest, text.get_window_extent().width / figure.dpi * _POINTS / size)
    text.remove()
    room = figure.get_figwidth() * _POINTS / size - 2 * _LEFT
    most = int(room / (widest + _SWATCH + _PAD))
    return max(1, min(_MOST_COLUMNS, most, len(entries)))


def _dot(figure: Figure, x: float, y: float, colour: str, size: float) -> Line2D:
    from matplotlib.lines import Line2D

    return Line2D(
        [x],
        [y],
        linestyle="none",
        marker="o",
        markersize=0.72 * size,
        markeredgewidth=0,
        color=colour,
        transform=figure.transFigure,
    )
