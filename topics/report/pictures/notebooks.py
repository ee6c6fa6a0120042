"""A figure that shows itself at the end of a notebook's cell, without pyplot."""

from __future__ import annotations

from matplotlib.figure import Figure

from topics.report.pictures.saving import png_of


class NotebookFigure(Figure):
    """A matplotlib figure with a PNG of its own; imported where it is used, as matplotlib is."""

    def _repr_png_(self) -> bytes:
        return png_of(self)
