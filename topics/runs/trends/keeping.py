"""Trends that a run keeps: made, and made again where its topics change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import polars as pl

from topics.errors import OptionError
from topics.notices import StageLog
from topics.results.trends import Trends, grouped
from topics.runs.data import RunData
from topics.runs.trends.by_group import by_group_of
from topics.runs.trends.columns import named_column
from topics.runs.trends.over_time import over_time_of
from topics.trends import read_dates

CODES = ("dates-", "groups-")
"""Codes of the notices of trends begin with one of these."""


def trend_parts(
    run: RunData,
    log: StageLog,
    *,
    date: str | None = None,
    by: str | None = None,
    period: str | None = None,
    topics: Iterable[int] | None = None,
    level: str = "document",
    day_first: bool | None = None,
    date_numbers: str | None = None,
    random_state: int = 0,
) -> dict[str, Any]:
    """What trends change in a run, by the names of its attributes; see `TopicRun.with_trends`."""
    if date is None and by is None:
        raise OptionError("name a column of dates (date) or of groups (by)")
    topics = None if topics is None else list(topics)
    trends = run.trends or Trends()
    if date is not None:
        found = over_time_of(
            run,
            date,
            log,
            period=period,
            topics=topics,
            level=level,
            day_first=day_first,
            date_numbers=date_numbers,
        )
        trends = replace(trends, over_time=found)
    if by is not None:
        group = by_group_of(run, by, log, topics=topics, level=level, random_state=random_state)
        others = [each for each in trends.by if each.settings["column"] != by]
        trends = replace(trends, by=(*others, group))
    parts: dict[str, Any] = {"trends": trends, "quality": _with_notices(run.quality, trends)}
    if run.original is not None:
        fitted = replace(run.original, trends=again(run.original, trends))
        parts["original"] = replace(fitted, quality=_with_notices(fitted.quality, trends))
    return parts


def again(run: RunData, trends: Trends | None) -> Trends | None:
    """Trends with the same settings, of a run with other topics; no topics are singled out."""
    if trends is None:
        return None
    log = StageLog()  # its notices are those of the first time
    over_time, groups = trends.over_time, []
    if over_time is not None:
        settings = {name: over_time.settings[name] for name in over_time.settings}
        column = settings.pop("column")
        over_time = over_time_of(run, column, log, **{**settings, "topics": None})
    for each in trends.by:
        kept = {name: each.settings[name] for name in ("level", "random_state")}
        groups.append(by_group_of(run, each.settings["column"], log, **kept))
    return Trends(over_time, tuple(groups))


def _with_notices(quality: dict[str, Any], trends: Trends) -> dict[str, Any]:
    """Quality with the notices of the trends, in the place of earlier ones."""
    results: list[Any] = [trends.over_time] if trends.over_time else []
    own = [dict(notice) for each in [*results, *trends.by] for notice in each.notices]
    kept = [each for each in quality["warnings"] if not str(each.get("code")).startswith(CODES)]
    return {**quality, "warnings": kept + own}


def check_trend_columns(documents: pl.DataFrame, date: str | None, by: str | None) -> None:
    """Raise InputError, before the time of a fit is spent, if columns cannot be used.

    Parameters
    ----------
    documents : polars.DataFrame
        Of the corpus.
    date, by : str or None
    """
    if date is not None:
        read_dates(named_column(documents, date, "document"))
    if by is not None:
        column = named_column(documents, by, "document")
        grouped(column, pl.Series([1] * len(column)).to_numpy(), "documents")
