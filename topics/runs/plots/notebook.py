"""A run at the end of a notebook's cell: a short table of its topics, and its map."""

from __future__ import annotations

import base64
from html import escape

from topics.report import in_shown_order, png_of
from topics.report.display import single_line
from topics.runs.data import RunData
from topics.runs.plots.figures import figure_of_map
from topics.values import amount

MOST_TOPICS = 20
"""Rows of the table; a line says how many more there are."""

_DPI = 110
_CELL = "text-align:left;vertical-align:top;padding:2px 10px 2px 0"


def html_of(run: RunData) -> str:
    """Return HTML without scripts; everything from the run is escaped."""
    topics = in_shown_order(run.topics)
    rows = [
        f"<tr><td style='{_CELL}'>{row['topic']}</td>"
        f"<th style='{_CELL}'>{_escaped(row['label'], 60)}</th>"
        f"<td style='{_CELL}'>{row['share'] or 0.0:.1%}</td>"
        f"<td style='{_CELL}'>{_escaped(row['terms'], 120)}</td></tr>"
        for row in topics.head(MOST_TOPICS).iter_rows(named=True)
    ]
    n_more = topics.height - len(rows)
    more = f"<p>and {amount(n_more, 'more topic')}: run.topics</p>" if n_more > 0 else ""
    head = "".join(
        f"<th style='{_CELL}'>{name}</th>" for name in ("No.", "Label", "Share", "Terms")
    )
    return (
        f"<div><p>{_escaped(repr(run), 200)}</p>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>{more}"
        f"{_map(run)}</div>"
    )


def _map(run: RunData) -> str:
    """The map as an image in the page; "" where there is none."""
    if not run.projection.height:
        return ""
    figure = figure_of_map(run)
    figure.set_dpi(_DPI)
    data = base64.b64encode(png_of(figure)).decode("ascii")
    words = "Map of the documents and sections, coloured by topic"
    return f"<img alt='{words}' src='data:image/png;base64,{data}' style='max-width:100%'>"


def _escaped(text: object, limit: int) -> str:
    return escape(single_line(text, limit))
