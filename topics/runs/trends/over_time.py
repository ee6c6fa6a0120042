"""Topics of a run over time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.checks import check_choice
from topics.choices import DATE_NUMBERS, PERIODS
from topics.errors import InputError, OptionError
from topics.notices import StageLog
from topics.results.trends import OverTime, TrendRows, over_time_tables
from topics.runs.data import RunData
from topics.runs.trends.columns import column_of
from topics.trends import (
    Dates,
    calendars_apart,
    check_periods,
    chosen_period,
    not_exact_enough,
    period_numbers,
    read_dates,
)


def over_time_of(
    run: RunData,
    column: str,
    log: StageLog,
    *,
    period: str | None = None,
    topics: Iterable[int] | None = None,
    level: str = "document",
    day_first: bool | None = None,
    date_numbers: str | None = None,
) -> OverTime:
    """All topics over time, as `TopicRun.over_time` says; `topics` are only recorded."""
    if period is not None:
        check_choice("period", period, PERIODS)
    if date_numbers is not None:
        check_choice("date_numbers", date_numbers, DATE_NUMBERS)
    asked = asked_topics(run, topics)
    values = column_of(run, column, level)
    dates = read_dates(values, day_first=day_first, numbers=date_numbers)
    before = len(log.notices)
    log.extend(dates.notices)
    log.extend(calendars_apart(values, dates))
    is_known = dates.is_known
    period = period or chosen_period(dates.first[is_known], dates.precision[is_known])
    log.extend(not_exact_enough(values, dates, period))
    used = dates.precision <= PERIODS.index(period)
    of_sections = _of_sections(run, dates, used & is_known, level)
    is_dated = (of_sections.precision >= 0) & (run.counts.n_terms > 0)
    if not is_dated.any():
        raise InputError(
            f"no {level} with counted terms has a date in {column!r:.60} that is exact enough for "
            f"a {period}"
        )
    numbers = period_numbers(of_sections.first, period)
    check_periods(numbers[is_dated], period)
    table, changes = over_time_tables(rows_of(run), of_sections, numbers, period)
    if table["period"].n_unique() == 1:
        only = table["period"][0]
        log.notice("dates-alike", int(is_dated.sum()),
                   f"all dates of {column!r:.60} are in one {period}, {only}: there is nothing "
                   "over time")  # fmt: skip
    settings = {
        "column": column,
        "period": period,
        "level": level,
        "topics": asked,
        "day_first": day_first,
        "date_numbers": date_numbers,
    }
    return OverTime(table, changes, settings, tuple(log.records()[before:]))


def asked_topics(run: RunData, topics: Iterable[int] | None) -> list[int] | None:
    """Numbers of topics that were asked for, checked; None for all."""
    if topics is None:
        return None
    asked = [topics] if isinstance(topics, int | np.integer) else list(topics)
    for topic in asked:
        is_whole = isinstance(topic, int | np.integer) and not isinstance(topic, bool)
        if not is_whole or topic not in range(run.n_topics):
            raise OptionError(
                f"there is no topic {topic!r:.40}; the topics are 0 to {run.n_topics - 1}"
            )
    if not asked:
        raise OptionError("no topics were named; leave them out to have all")
    return sorted({int(topic) for topic in asked})


def _of_sections(run: RunData, dates: Dates, is_used: NDArray[np.bool_], level: str) -> Dates:
    """Dates of the sections; -1 as precision for those that are not used."""
    precision = np.where(is_used, dates.precision, -1).astype(np.int8)
    if level == "section":
        return Dates(dates.first, dates.last, precision)
    document = run.counts.row_document
    return Dates(dates.first[document], dates.last[document], precision[document])


def rows_of(run: RunData) -> TrendRows:
    """The sections of a run as arrays."""
    return TrendRows(
        shares=run.section_topic,
        n_terms=run.counts.n_terms,
        document=run.counts.row_document,
        counts=run.counts.matrix,
        topic_term=run.topic_term,
        terms=run.terms,
        labels=run.topics["label"].to_list(),
        names=section_names(run.sections),
    )


def section_names(sections: pl.DataFrame) -> pl.Series:
    """Documents of the sections, with their positions: "7#2"."""
    named: Any = pl.concat_str(pl.col("document"), pl.lit("#"), pl.col("position").cast(pl.String))
    return sections.select(named.alias("section"))["section"]
