"""Topics over time and by group, for the view of one topic."""

from __future__ import annotations

import math
from typing import Any

import polars as pl

from topics.report.display import single_line
from topics.report.trends import TrendsContent

MOST_GROUPS = 50
"""A topic's view has at most this many groups of a column, those with the most rows."""


def time_data(content: TrendsContent | None) -> dict[str, Any] | None:
    """Periods, and for each topic its shares in them, with intervals, in ten-thousandths."""
    if content is None or content.over_time is None:
        return None
    over_time = content.over_time
    first = over_time.table.filter(pl.col("topic") == over_time.table["topic"][0])
    return {
        "column": single_line(over_time.column, 80),
        "period": over_time.period,
        "periods": [single_line(name, 40) for name in first["period"]],
        "complete": first["complete"].to_list(),
        "topics": _shares_by_topic(over_time.table),
    }


def group_data(content: TrendsContent | None) -> list[dict[str, Any]]:
    """For every column its groups, and for each topic its shares in them."""
    found = []
    for by in () if content is None else content.by:
        names = by.table["group"].unique(maintain_order=True).head(MOST_GROUPS)
        table = by.table.filter(pl.col("group").is_in(names.implode()))
        found.append(
            {
                "column": single_line(by.column, 80),
                "rows_are": by.rows_are,
                "groups": [single_line(name, 60) for name in names],
                "topics": _shares_by_topic(table),
            }
        )
    return found


def _shares_by_topic(table: pl.DataFrame) -> dict[str, dict[str, list[int | None]]]:
    """Columns share, low and high of every topic, by its number."""
    found = {}
    for (topic,), rows in table.group_by(["topic"], maintain_order=True):
        columns = {
            name: [_parts(value) for value in rows[name]] for name in ("share", "low", "high")
        }
        found[str(topic)] = columns
    return found


def _parts(share: float | None) -> int | None:
    return None if share is None or not math.isfinite(share) else round(10_000 * share)
