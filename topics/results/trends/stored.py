"""Trends from a run folder, which is untrusted: every part is checked."""

from __future__ import annotations

from typing import Any

import polars as pl

from topics.choices import DATE_NUMBERS, LEVELS, PERIODS
from topics.errors import RunFolderError
from topics.results.trends.data import (
    BY_GROUP_SCHEMA,
    CHANGES_SCHEMA,
    OVER_TIME_SCHEMA,
    ByGroup,
    OverTime,
)

MOST_NOTICES = 20
"""A stored result has at most this many notices."""

_AGAIN = "make the trends of the run again"


def checked_over_time(record: Any, table: pl.DataFrame, changes: pl.DataFrame, n: int) -> OverTime:
    """Topics over time from the parts in a folder of `n` topics.

    Raises
    ------
    RunFolderError
        A part has another type, or does not fit the run.
    """
    settings, notices = _settings(record)
    number = settings.get("date_numbers")
    is_known = (
        settings.get("period") in PERIODS
        and (number is None or number in DATE_NUMBERS)
        and isinstance(settings.get("day_first"), bool | None)
    )
    if not is_known:
        raise RunFolderError(f"the settings of the topics over time are damaged; {_AGAIN}")
    _check_table("over_time.csv", table, OVER_TIME_SCHEMA, n)
    _check_table("over_time_changes.csv", changes, CHANGES_SCHEMA, n)
    _check_topics(settings, n)
    if not table.height or table["start"].null_count():
        raise RunFolderError(f"over_time.csv has no periods; {_AGAIN}")
    return OverTime(table, changes, settings, notices)


def checked_by_group(record: Any, table: pl.DataFrame, n: int, name: str) -> ByGroup:
    """Topics by group from the parts in a folder of `n` topics.

    Raises
    ------
    RunFolderError
        A part has another type, or does not fit the run.
    """
    settings, notices = _settings(record)
    numbers = ("random_state", "n_groups", "n_together", "n_permutations")
    if any(type(settings.get(each)) is not int for each in numbers):
        raise RunFolderError(f"the settings of {name}.csv are damaged; {_AGAIN}")
    _check_table(f"{name}.csv", table, BY_GROUP_SCHEMA, n)
    _check_topics(settings, n)
    if not table.height or table["group"].null_count():
        raise RunFolderError(f"{name}.csv has no groups; {_AGAIN}")
    return ByGroup(table, settings, notices)


def _settings(record: Any) -> tuple[dict[str, Any], tuple[dict[str, Any], ...]]:
    settings = record.get("settings") if isinstance(record, dict) else None
    notices = record.get("notices") if isinstance(record, dict) else None
    if not isinstance(settings, dict) or not isinstance(notices, list):
        raise RunFolderError(f"the manifest does not describe the run's trends; {_AGAIN}")
    if not isinstance(settings.get("column"), str) or settings.get("level") not in LEVELS:
        raise RunFolderError(f"the settings of the run's trends are damaged; {_AGAIN}")
    is_notice = all(
        isinstance(each, dict)
        and isinstance(each.get("message"), str)
        and isinstance(each.get("code"), str)
        and isinstance(each.get("count"), int)
        for each in notices
    )
    if not is_notice or len(notices) > MOST_NOTICES:
        raise RunFolderError(f"the notices of the run's trends are damaged; {_AGAIN}")
    return settings, tuple(notices)


def _check_table(name: str, table: pl.DataFrame, schema: dict[str, pl.DataType], n: int) -> None:
    if dict(table.schema) != schema:
        raise RunFolderError(f"{name} has other columns than expected; {_AGAIN}")
    topics = table["topic"]
    if topics.null_count() or not topics.is_between(0, n - 1).all():
        raise RunFolderError(f"{name} names topics that the run does not have; {_AGAIN}")


def _check_topics(settings: dict[str, Any], n: int) -> None:
    topics = settings.get("topics")
    if topics is not None and not (
        isinstance(topics, list) and all(type(t) is int and 0 <= t < n for t in topics)
    ):
        raise RunFolderError(f"the settings of the run's trends are damaged; {_AGAIN}")
