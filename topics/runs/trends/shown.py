"""The trends of a run, as its pictures and its report show them."""

from __future__ import annotations

import polars as pl

from topics.report import (
    GroupContent,
    TimeContent,
    TrendsContent,
    in_shown_order,
)
from topics.runs.data import RunData


def trends_content(run: RunData) -> TrendsContent | None:
    """What is shown of the trends of a run; None where it has none."""
    trends = run.trends
    if trends is None:
        return None
    over_time = trends.over_time
    return TrendsContent(
        over_time=None
        if over_time is None
        else TimeContent(
            column=over_time.settings["column"],
            period=over_time.settings["period"],
            table=over_time.table,
            changes=over_time.changes,
            topics=shown_topics(run, over_time.settings["topics"]),
            notices=[each["message"] for each in over_time.notices],
        ),
        by=[
            GroupContent(
                column=each.settings["column"],
                rows_are=f"{each.settings['level']}s",
                table=each.table,
                topics=shown_topics(run, each.settings["topics"]),
                notices=[notice["message"] for notice in each.notices],
            )
            for each in trends.by
        ],
    )


def shown_topics(run: RunData, asked: list[int] | None) -> list[int]:
    """The topics that are shown, in their order: those asked for, else all that are not hidden."""
    topics = in_shown_order(run.topics)
    if asked is not None:
        return [topic for topic in topics["topic"].to_list() if topic in asked]
    if "hidden" in topics.columns:
        topics = topics.filter(~pl.col("hidden"))
    return list(topics["topic"].to_list())
