"""Figures without pyplot, and the colours of their texts and frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DPI = 200
"""Dots per inch of figures whose text is made for screens; `PRINT_DPI` of those made for paper."""

PRINT_DPI = 300
"""A page is 8 inches wide: 2,400 pixels."""

INK, MUTED, LINE = "#30353c", "#5c6570", "#d5d9de"
"""Colours of text, of remarks, and of frames."""


def new_figure(width: float, height: float, dpi: int = DPI) -> Figure:
    """Return an empty white figure that a notebook shows; sizes are inches."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    from topics.report.pictures.notebooks import NotebookFigure

    figure = NotebookFigure(figsize=(width, height), dpi=dpi, facecolor="white")
    FigureCanvasAgg(figure)  # measures texts without a new drawing for each of them
    return figure
