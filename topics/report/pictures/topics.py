"""The first terms of every topic as bars, in a grid of panels."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from topics.report.colours import topic_colours
from topics.report.pictures.canvas import INK, MUTED, new_figure
from topics.report.pictures.fonts import Lettering, cut, lettering, numbered, undrawn
from topics.report.pictures.settings import own_settings
from topics.values import amount

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MAX_TOPICS = 60
"""Larger models show the topics with the largest shares."""

N_TERMS = 8
"""Terms of a topic."""

_COLUMNS = 4
_WIDTH, _LINE = 2.5, 0.15  # inches of a panel and of a line in it
_BAR_LEFT, _BAR_WIDTH = 1.12, 0.85  # inches
_HEAD = 0.5
_TERM_LENGTH, _LABEL_LENGTH = 19, 25  # characters


@dataclass(frozen=True)
class TopicPanel:
    """One topic as the picture shows it.

    Attributes
    ----------
    topic : int
    label : str
    share : float
        Of the corpus, in [0, 1].
    terms : sequence of (str, float)
        First terms and their probabilities in the topic.
    """

    topic: int
    label: str
    share: float
    terms: Sequence[tuple[str, float]]


def topics_figure(panels: Sequence[TopicPanel], n_topics: int) -> Figure:
    """Draw the first terms of topics, one panel each, in the order given.

    Bars are as long as the probability of a term compared with that of the topic's most probable
    one, and the probability is written beside them.

    Parameters
    ----------
    panels : sequence of TopicPanel
        Of more than `MAX_TOPICS` those with the largest shares are drawn, and the title says so.
    n_topics : int
        Number of topics of the run, for their colours.
    """
    largest = sorted(panels, key=lambda panel: -panel.share)[:MAX_TOPICS]
    chosen = {panel.topic for panel in largest}
    shown = [panel for panel in panels if panel.topic in chosen]
    labels = [cut(panel.label, _LABEL_LENGTH) for panel in shown]
    letters = lettering([*labels, *(term for panel in shown for term, _ in panel.terms)])
    n_columns = max(1, min(_COLUMNS, len(shown)))
    n_lines = max([1, *(min(N_TERMS, len(panel.terms)) for panel in shown)]) + 2
    n_rows = math.ceil(len(shown) / n_columns)
    width = max(2, n_columns) * _WIDTH
    height = _HEAD + n_rows * n_lines * _LINE + 0.1
    with own_settings(letters.families):
        figure = new_figure(width, height)
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, width), ylim=(0, height))
        axes.set_axis_off()
        _draw_head(axes, height, len(shown), len(panels), undrawn(labels, letters))
        for i, (panel, label) in enumerate(zip(shown, labels, strict=True)):
            row, column = divmod(i, n_columns)
            top = height - _HEAD - row * n_lines * _LINE
            _draw_panel(axes, panel, label, (column * _WIDTH + 0.12, top), letters)
        _draw_bars(axes, shown, n_columns, n_lines, height, topic_colours(n_topics))
    return figure


def _draw_head(axes: Axes, height: float, n_shown: int, n_topics: int, remark: str) -> None:
    title = (
        f"The {n_shown} largest of {amount(n_topics, 'topic')}" if n_shown < n_topics else "Topics"
    )
    _text(axes, 0.12, height - 0.19, title, size=10, weight="bold")
    words = "Bars: probability of a term in its topic. Right of a label: share of all text"
    line = ". ".join([words, *([remark] if remark else [])])
    _text(axes, 0.12, height - 0.37, line, size=6.5, colour=MUTED)


def _draw_panel(
    axes: Axes, panel: TopicPanel, label: str, place: tuple[float, float], letters: Lettering
) -> None:
    """The title of a panel, and its terms with their probabilities."""
    left, top = place
    name = numbered(panel.topic, label, letters)
    _text(axes, left, top - 0.6 * _LINE, name, size=7.5, weight="bold")
    share = f"{panel.share:.1%}"
    end = left + _WIDTH - 0.2
    _text(axes, end, top - 0.6 * _LINE, share, size=6.5, colour=MUTED, align="right")
    most = max((weight for _, weight in panel.terms[:N_TERMS]), default=1.0) or 1.0
    for line, (term, weight) in enumerate(panel.terms[:N_TERMS], 1):
        y = top - (line + 0.6) * _LINE
        words = letters.drawable(cut(term, _TERM_LENGTH)) or "–"
        x = left + _BAR_LEFT - 0.05
        _text(axes, x, y, words, size=6.5, align="right")
        x = left + _BAR_LEFT + _BAR_WIDTH * weight / most + 0.03
        _text(axes, x, y, percentage(weight), size=5.5, colour=MUTED)


def _draw_bars(
    axes: Axes,
    panels: Sequence[TopicPanel],
    n_columns: int,
    n_lines: int,
    height: float,
    colours: Sequence[str],
) -> None:
    """All bars at once: one drawing for each would take ten times as long."""
    from matplotlib.collections import PolyCollection

    bars, filling = [], []
    for i, panel in enumerate(panels):
        row, column = divmod(i, n_columns)
        left = column * _WIDTH + 0.12 + _BAR_LEFT
        most = max((weight for _, weight in panel.terms[:N_TERMS]), default=1.0) or 1.0
        for line, (_, weight) in enumerate(panel.terms[:N_TERMS], 1):
            y = height - _HEAD - (row * n_lines + line + 0.6) * _LINE
            x = left + max(_BAR_WIDTH * weight / most, 0.01)
            low, high = y - 0.36 * _LINE, y + 0.36 * _LINE
            bars.append([(left, low), (x, low), (x, high), (left, high)])
            filling.append(colours[panel.topic])
    if bars:
        axes.add_collection(
            PolyCollection(np.array(bars).tolist(), facecolors=filling, linewidths=0)
        )


def percentage(value: float) -> str:
    """Return a probability in percent, with two digits that count.

    Examples
    --------
    >>> percentage(0.123), percentage(0.0123), percentage(0.00012)
    ('12%', '1.2%', '0.01%')
    """
    percent = round(100 * value, 2)
    return f"{percent:.0f}%" if percent >= 10 else f"{percent:.{1 if percent >= 1 else 2}f}%"


def _text(
    axes: Axes,
    x: float,
    y: float,
    words: str,
    *,
    size: float,
    colour: str = INK,
    align: str = "left",
    weight: str = "normal",
) -> None:
    text = axes.text(x, y, words, ha=align, va="center_baseline")
    text.set(fontsize=size, color=colour, fontweight=weight)
