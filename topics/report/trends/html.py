"""The parts "Over time" and "By group" of the report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import polars as pl

from topics.report.clusters import representative_ids
from topics.report.colours import topic_colours
from topics.report.display import single_line
from topics.report.trends.content import (
    GroupContent,
    TimeContent,
    TrendsContent,
    group_panels,
    time_panels,
)
from topics.report.trends.drawing import HEIGHT, WIDTH, group_picture, time_picture
from topics.values import agreeing, amount

_MOST_COLUMNS = 60
"""Tables have at most this many periods or groups; the files have all."""

_MOST_CHANGES = 100
_TYPICAL = 3
"""A group names at most this many topics that are typical of it."""

Documents = Mapping[str, tuple[str, str | None]]
"""Titles and addresses in the page of the documents, by id; None for those that it leaves out."""


@dataclass(frozen=True)
class Panel:
    """One topic in a figure."""

    topic: int
    label: str
    colour: str
    picture: Any
    told: str


@dataclass(frozen=True)
class Cell:
    """A share with its interval, and whether it differs from the rest (-1, 0 or 1)."""

    share: str
    interval: str
    differs: int = 0


def trends_html(
    content: TrendsContent | None,
    n_topics: int,
    documents: Documents | None = None,
) -> tuple[str, str]:
    """HTML and CSS of the parts; empty without content.

    Parameters
    ----------
    content : TrendsContent or None
    n_topics : int
        Number of topics of the run, for their colours.
    documents : mapping of str to (str, str or None), optional
        What representatives are called and lead to; without them none are named.
    """
    if content is None:
        return "", ""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    page = environment.from_string(_own_file("trends.html.jinja")).render(
        time=content.over_time and _time(content.over_time, n_topics),
        by=[_group(each, n_topics, documents or {}) for each in content.by],
        width=WIDTH,
        height=HEIGHT,
    )
    return page, _own_file("trends.css")


def _own_file(name: str) -> str:
    return files("topics.report.trends").joinpath(name).read_text(encoding="utf-8")


def _time(content: TimeContent, n_topics: int) -> dict[str, Any]:
    panels, periods, complete, n_left = time_panels(content)
    colours = topic_colours(n_topics)
    drawn = []
    for panel in panels:
        changes = ", ".join(periods[place] for place in panel.changes)
        told = f"Share of topic {panel.topic} by {content.period}"
        drawn.append(
            Panel(
                panel.topic,
                single_line(panel.label, 60),
                colours[panel.topic],
                time_picture(panel, periods, complete),
                told + (f"; changes in {changes}" if changes else ""),
            )
        )
    shown = periods[-_MOST_COLUMNS:]
    rows = []
    for topic in content.topics:
        cells = content.table.filter(pl.col("topic") == topic).tail(len(shown))
        label = single_line(cells["label"][0], 60)
        rows.append((topic, label, [_cell(row) for row in cells.iter_rows(named=True)]))
    found = content.changes.filter(pl.col("topic").is_in(list(content.topics)))
    return {
        "column": single_line(content.column, 80),
        "period": content.period,
        "panels": drawn,
        "left": n_left and f"{amount(n_left, 'smaller topic')} {agreeing(n_left, 'is', 'are')}",
        "periods": list(zip(shown, complete[-_MOST_COLUMNS:], strict=True)),
        "n_periods": len(periods),
        "rows": rows,
        "has_open": not all(complete),
        "changes": [_change(row) for row in found.head(_MOST_CHANGES).iter_rows(named=True)],
        "n_changes": found.height,
        "notices": [single_line(each, 600) for each in content.notices],
    }


def _change(row: dict[str, Any]) -> dict[str, Any]:
    interval = ""
    if row["low"] is not None:
        interval = f"{100 * row['low']:+.1f} to {100 * row['high']:+.1f}"
    return {
        "number": row["topic"],
        "topic": f"{row['topic']} {single_line(row['label'], 60)}",
        "period": row["period"],
        "shares": f"{row['before']:.1%} → {row['after']:.1%}",
        "difference": f"{100 * row['difference']:+.1f}",
        "interval": interval,
        "sections": single_line(row["sections"], 300),
    }


def _cell(row: dict[str, Any]) -> Cell:
    if row["share"] is None:
        return Cell("–", "no documents")
    interval = "one document"
    if row["low"] is not None:
        interval = f"{100 * row['low']:.1f} to {row['high']:.1%}"
    differs = 0
    if row.get("difference_low") is not None:
        differs = (row["difference_low"] > 0) - (row["difference_high"] < 0)
    return Cell(f"{row['share']:.1%}", interval, differs)


def _group(content: GroupContent, n_topics: int, documents: Documents) -> dict[str, Any]:
    panels, groups, n_left, n_groups_left = group_panels(content)
    colours = topic_colours(n_topics)
    names = [single_line(group, 16) for group in groups]
    drawn = [
        Panel(
            panel.topic,
            single_line(panel.label, 60),
            colours[panel.topic],
            group_picture(panel, names),
            f"Share of topic {panel.topic} in each group",
        )
        for panel in panels
    ]
    columns = content.table.unique("group", keep="first", maintain_order=True).head(_MOST_COLUMNS)
    heads = [
        (single_line(row["group"], 60), row["n_documents"]) for row in columns.iter_rows(named=True)
    ]
    table = content.table.filter(pl.col("topic").is_in(list(content.topics)))
    order = table.unique("topic", keep="first", maintain_order=True).sort(
        "separation", descending=True, maintain_order=True
    )
    rows = []
    for row in order.iter_rows(named=True):
        cells = table.filter(pl.col("topic") == row["topic"]).head(_MOST_COLUMNS)
        rows.append(
            {
                "topic": row["topic"],
                "label": single_line(row["label"], 60),
                "separation": f"{row['separation']:.1%}",
                "p": f"{row['p_adjusted']:.3f}",
                "cells": [_cell(each) for each in cells.iter_rows(named=True)],
            }
        )
    return {
        "column": single_line(content.column, 80),
        "rows_are": content.rows_are,
        "panels": drawn,
        "left": " and ".join(
            amount(n, noun)
            for n, noun in ((n_left, "more topic"), (n_groups_left, "more group"))
            if n
        ),
        "heads": heads,
        "rows": rows,
        "typical": _typical(table, [name for name, _ in heads], content.rows_are, documents),
        "notices": [single_line(each, 600) for each in content.notices],
    }


def _typical(
    table: pl.DataFrame,
    groups: list[str],
    rows_are: str,
    documents: Documents,
) -> list[dict[str, Any]]:
    """Topics that a group has more of than the rest, surely so, with representatives."""
    level = rows_are.removesuffix("s")
    more = table.filter(pl.col("difference_low") > 0).sort(
        "difference", descending=True, maintain_order=True
    )
    found = []
    for group in table["group"].unique(maintain_order=True).head(len(groups)):
        for row in more.filter(pl.col("group") == group).head(_TYPICAL).iter_rows(named=True):
            found.append(
                {
                    "group": single_line(group, 60),
                    "number": row["topic"],
                    "topic": f"{row['topic']} {single_line(row['label'], 60)}",
                    "difference": f"{100 * row['difference']:+.1f}",
                    "representatives": [
                        documents[name]
                        for name in representative_ids(row["representatives"], level, documents)
                    ],
                }
            )
    return found
