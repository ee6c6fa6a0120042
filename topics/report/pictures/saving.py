"""Figures as PNG and SVG: the same input gives the same bytes."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from topics.errors import OptionError
from topics.report.pictures.settings import own_settings
from topics.storage import replace_file

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_COMPRESSION = 4
"""Of PNG: half the time of the default 6, and a tenth larger."""


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
