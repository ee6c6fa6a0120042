"""Figures without pyplot, and how they become PNG and SVG: the same input gives the same bytes."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from topics.errors import OptionError
from topics.storage import replace_file

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DPI = 200
"""Dots per inch of figures whose text is made for screens; `PRINT_DPI` of those made for paper."""

PRINT_DPI = 300
"""A page is 8 inches wide: 2,400 pixels."""

_COMPRESSION = 4
"""Of PNG: half the time of the default 6, and a tenth larger."""

INK, MUTED, LINE = "#30353c", "#5c6570", "#d5d9de"
"""Colours of text, of remarks, and of frames."""

BASE_FONT = "DejaVu Sans"
"""The font that comes with matplotlib: Latin, Greek, Cyrillic, Arabic, Hebrew and more."""

_SETTINGS: dict[str, Any] = {
    "svg.hashsalt": "topics",  # names in an SVG are random without it
    "text.parse_math": False,  # a "$" in a label is a dollar sign, not a formula
}


@contextmanager
def own_settings(families: Sequence[str] = (BASE_FONT,)) -> Iterator[None]:
    """Settings of matplotlib that no user has changed; they are put back at the end.

    Texts that are made in the meantime keep the fonts: the first one that has a letter draws it.
    """
    import matplotlib

    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        settings: Any = {**_SETTINGS, "font.family": list(families)}
        matplotlib.rcParams.update(settings)
        yield


def new_figure(width: float, height: float, dpi: int = DPI) -> Figure:
    """Return an empty white figure that a notebook shows; sizes are inches."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    from topics.report.pictures.notebooks import NotebookFigure

    figure = NotebookFigure(figsize=(width, height), dpi=dpi, facecolor="white")
    FigureCanvasAgg(figure)  # measures texts without a new drawing for each of them
    return figure


def save_picture(figure: Figure, path: Path) -> None:
    """Write a figure as PNG or SVG, by the ending of the file's name.

    Raises
    ------
    OptionError
        Another ending.
    """
    ending = path.suffix.lower()
    if ending not in WRITERS:
        raise OptionError(
            f"pictures are written as {' or '.join(WRITERS)}, not {ending or 'without an ending'}; "
            f"name the file {path.with_suffix('.png').name}"
        )
    replace_file(path, WRITERS[ending](figure))


def png_of(figure: Figure) -> bytes:
    """Return a figure as PNG."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    with own_settings():
        buffer = io.BytesIO()
        FigureCanvasAgg(figure).print_png(  # type: ignore[no-untyped-call]
            buffer, metadata={"Software": None}, pil_kwargs={"compress_level": _COMPRESSION}
        )
    return buffer.getvalue()


def svg_of(figure: Figure) -> bytes:
    """Return a figure as SVG, with letters as shapes, so that it needs no font."""
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    canvas = figure.canvas
    with own_settings():
        buffer = io.BytesIO()
        FigureCanvasSVG(figure).print_svg(  # type: ignore[no-untyped-call]
            buffer, metadata={"Date": None, "Creator": None}
        )
    figure.set_canvas(canvas)
    return buffer.getvalue()


WRITERS = {".png": png_of, ".svg": svg_of}
"""How a figure is written, by the ending of the file's name."""
