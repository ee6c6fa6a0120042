"""flow.png: smoothed shares of topics along one document, as stacked areas with its headings."""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from topics.report.colours import topic_colours
from topics.report.display import single_line
from topics.storage import replace_file

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SIZE = (16.0, 9.0)  # inches at 100 dots: 1600 × 900 pixels
_MAX_TOPICS = 11
"""Areas of this many topics, the largest ones of the document; the others are one grey area."""

_MAX_HEADINGS = 40
"""Headings are left out where more of them would be on top of each other."""

_LEGEND_COLUMNS = 4
_INK, _GREY = "#30353c", "#c3c8ce"


@dataclass(frozen=True)
class FlowContent:
    """What the picture of a document's topics shows.

    Attributes
    ----------
    title : str
    headings : sequence of str, shape (n_sections,)
    n_terms : array, shape (n_sections,)
    smoothed : array, shape (n_sections, n_topics)
        Rows sum to 1.
    turns : sequence of int
        Indices of the sections at which another topic takes over.
    labels : sequence of str, shape (n_topics,)
    """

    title: str
    headings: Sequence[str]
    n_terms: NDArray[np.number]
    smoothed: NDArray[np.float64]
    turns: Sequence[int]
    labels: Sequence[str]


def write_flow_png(path: Path, content: FlowContent) -> None:
    """Write a PNG of 1600 × 900 pixels; the same input gives the same bytes.

    The axis counts terms, so that a section is as wide as it is long. Dashed lines are turns.
    """
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    mean = content.n_terms @ content.smoothed
    largest = np.sort(np.argsort(-mean, kind="stable")[:_MAX_TOPICS])
    with matplotlib.rc_context(), warnings.catch_warnings():
        matplotlib.rcdefaults()  # the user's settings must not change the picture
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        figure = Figure(figsize=_SIZE, dpi=100, facecolor="white")
        n_lines = math.ceil((len(largest) + 1) / _LEGEND_COLUMNS)
        below = 0.08 + 0.035 * n_lines
        axes = figure.add_axes((0.05, below, 0.80, 0.70 - below))
        _draw_areas(axes, content, largest)
        _draw_sections(axes, content)
        _draw_legend(axes, content, largest)
        title = figure.text(0.05, 0.97, single_line(content.title, 100), va="top", fontsize=18)
        title.set(color=_INK, fontweight="bold", parse_math=False)
        buffer = io.BytesIO()
        FigureCanvasAgg(figure).print_png(  # type: ignore[no-untyped-call]
            buffer, metadata={"Software": None}
        )
    replace_file(path, buffer.getvalue())


def _draw_areas(axes: Axes, content: FlowContent, largest: NDArray[np.int64]) -> None:
    """One area a topic, in the order of their numbers, and one for all others on top."""
    end = np.cumsum(content.n_terms)
    centres = end - content.n_terms / 2
    x = np.concatenate([[0.0], centres, [end[-1]]])
    rows = content.smoothed[:, largest].T
    rows = np.concatenate([rows, 1.0 - rows.sum(axis=0, keepdims=True)])
    rows = np.concatenate([rows[:, :1], rows, rows[:, -1:]], axis=1)
    colours = topic_colours(len(content.labels))
    axes.stackplot(x, rows, colors=[*(colours[topic] for topic in largest), _GREY], linewidth=0)
    axes.set_xlim(0, end[-1])
    axes.set_ylim(0, 1)
    axes.set_xlabel("counted terms", color=_INK, fontsize=12)
    axes.set_ylabel("share", color=_INK, fontsize=12)


def _draw_sections(axes: Axes, content: FlowContent) -> None:
    """Where sections begin, the headings that have room, and the turns."""
    begin = np.cumsum(content.n_terms) - content.n_terms
    width = content.n_terms.sum() / _MAX_HEADINGS
    turns, free_from = set(content.turns), -math.inf
    # Headings at turns come first: they have a place whatever is before them.
    reserved = [begin[index] for index in content.turns]
    for index, (x, heading) in enumerate(zip(begin, content.headings, strict=True)):
        is_turn = index in turns
        if is_turn:
            axes.axvline(x, color=_INK, linewidth=2, linestyle=(0, (4, 2)))
        elif index and len(begin) <= 4 * _MAX_HEADINGS:
            axes.axvline(x, color="white", linewidth=0.8, alpha=0.7)
        has_room = x >= free_from and all(abs(x - other) >= width for other in reserved)
        if heading and (is_turn or has_room):
            free_from = x + width
            text = axes.text(
                x, 1.015, single_line(heading, 32), transform=axes.get_xaxis_transform(),
                rotation=40, ha="left", va="bottom", fontsize=11, color=_INK,
                fontweight="bold" if is_turn else "normal", clip_on=False,
            )  # fmt: skip
            text.set_parse_math(False)  # a "$" in a heading is a dollar sign, not a formula


def _draw_legend(axes: Axes, content: FlowContent, largest: NDArray[np.int64]) -> None:
    from matplotlib.patches import Patch

    colours = topic_colours(len(content.labels))
    handles: list[Any] = [Patch(color=colours[topic]) for topic in largest]
    texts = [f"{topic}  {single_line(content.labels[topic], 34)}" for topic in largest]
    if len(content.labels) > len(largest):
        handles.append(Patch(color=_GREY))
        texts.append(f"{len(content.labels) - len(largest)} other topics")
    legend = axes.legend(
        handles, texts, loc="upper center", bbox_to_anchor=(0.56, -0.13),
        ncols=min(_LEGEND_COLUMNS, len(handles)), fontsize=12, frameon=False, labelcolor=_INK,
    )  # fmt: skip
    for text in legend.get_texts():
        text.set_parse_math(False)
