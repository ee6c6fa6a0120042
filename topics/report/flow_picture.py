"""Smoothed shares of topics along one document, as stacked areas with its headings."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from topics.report.colours import topic_colours
from topics.report.display import single_line
from topics.report.pictures.canvas import INK, new_figure
from topics.report.pictures.fonts import Lettering, lettering, numbered
from topics.report.pictures.legend import draw_legend, legend_height
from topics.report.pictures.settings import own_settings

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_SIZE = (16.0, 9.0)  # inches
_MAX_TOPICS = 11
"""Areas of this many topics, the largest ones of the document; the others are one grey area."""

_MAX_HEADINGS = 40
"""Headings are left out where more of them would be on top of each other."""

_GREY = "#c3c8ce"


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


def flow_figure(content: FlowContent) -> Figure:
    """Draw the flow of a document, 16 × 9 inches.

    The axis counts terms, so that a section is as wide as it is long. Dashed lines are turns.
    """
    mean = content.n_terms @ content.smoothed
    largest = np.sort(np.argsort(-mean, kind="stable")[:_MAX_TOPICS])
    colours, labels = topic_colours(len(content.labels)), content.labels
    title = single_line(content.title, 100)
    short = {topic: single_line(labels[topic], 34) for topic in largest.tolist()}
    headings = [single_line(heading, 32) for heading in content.headings]
    letters = lettering([title, *short.values(), *headings])
    entries = [(colours[topic], numbered(topic, short[topic], letters)) for topic in short]
    if len(labels) > len(short):
        entries.append((_GREY, f"{len(labels) - len(short)} other topics"))
    with own_settings(letters.families):
        figure = new_figure(*_SIZE)
        below = legend_height(figure, entries, size=11.0) + 0.005
        axes = figure.add_axes((0.05, below + 0.075, 0.80, 0.625 - below))
        _draw_areas(axes, content, largest)
        _draw_sections(axes, content, headings, letters)
        draw_legend(figure, entries, below, size=11.0)
        words = letters.drawable(title) or "Topics along the document"
        text = figure.text(0.05, 0.97, words, va="top", fontsize=18, color=INK)
        text.set_fontweight("bold")
    return figure


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
    axes.set_xlabel("counted terms", color=INK, fontsize=12)
    axes.set_ylabel("share", color=INK, fontsize=12)


def _draw_sections(
    axes: Axes, content: FlowContent, headings: Sequence[str], letters: Lettering
) -> None:
    """Where sections begin, the headings that have room, and the turns."""
    begin = np.cumsum(content.n_terms) - content.n_terms
    width = content.n_terms.sum() / _MAX_HEADINGS
    turns, free_from = set(content.turns), -math.inf
    # Headings at turns come first: they have a place whatever is before them.
    reserved = [begin[index] for index in content.turns]
    for index, (x, heading) in enumerate(zip(begin, headings, strict=True)):
        is_turn = index in turns
        if is_turn:
            axes.axvline(x, color=INK, linewidth=2, linestyle=(0, (4, 2)))
        elif index and len(begin) <= 4 * _MAX_HEADINGS:
            axes.axvline(x, color="white", linewidth=0.8, alpha=0.7)
        has_room = x >= free_from and all(abs(x - other) >= width for other in reserved)
        if heading and (is_turn or has_room):
            free_from = x + width
            axes.text(
                x, 1.015, letters.drawable(heading), transform=axes.get_xaxis_transform(),
                rotation=40, ha="left", va="bottom", fontsize=11, color=INK,
                fontweight="bold" if is_turn else "normal", clip_on=False,
            )  # fmt: skip
