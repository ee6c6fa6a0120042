"""Trends in a run folder: tables, with their settings in the manifest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from topics.errors import RunFolderError
from topics.results.trends import (
    BY_GROUP_SCHEMA,
    CHANGES_SCHEMA,
    OVER_TIME_SCHEMA,
    Trends,
    checked_by_group,
    checked_over_time,
    file_names,
)
from topics.runs.data import RunData
from topics.storage import read_table, write_table

OVER_TIME, CHANGES = "over_time", "over_time_changes"
"""Names of tables, without ending."""

_ENDINGS = (".csv", ".png", ".svg")

MOST_COLUMNS = 1_000
"""A folder has the groups of at most this many columns."""


def is_of_trends(name: str) -> bool:
    """Whether a file of a run folder is made of its trends, which are made anew for new topics."""
    is_over_time = name in (f"{CHANGES}.csv", *(f"{OVER_TIME}{ending}" for ending in _ENDINGS))
    return is_over_time or (name.startswith("by_") and name.endswith(_ENDINGS))


def pictures_of_trends(files: Iterable[str]) -> list[str]:
    """The pictures of trends among the files of a run folder."""
    return [name for name in files if is_of_trends(name) and name.endswith(_ENDINGS[1:])]


def write_trends(run: RunData, folder: Path) -> dict[str, Any]:
    """Write the tables of the run's trends; what the manifest says of them."""
    trends = run.trends
    if trends is None:
        return {}
    record: dict[str, Any] = {"by": []}
    if trends.over_time is not None:
        write_table(folder / f"{OVER_TIME}.csv", trends.over_time.table)
        write_table(folder / f"{CHANGES}.csv", trends.over_time.changes)
        record["over_time"] = _record(trends.over_time)
    for each, name in zip(trends.by, names_of(trends), strict=True):
        write_table(folder / f"{name}.csv", each.table)
        record["by"].append(_record(each))
    return {"trends": record}


def names_of(trends: Trends) -> list[str]:
    """Names of the files of the trends by group, without ending."""
    return file_names(each.settings["column"] for each in trends.by)


def _record(result: Any) -> dict[str, Any]:
    return {"settings": result.settings, "notices": [dict(each) for each in result.notices]}


def read_trends(folder: Path, manifest: Mapping[str, Any], n_topics: int) -> Trends | None:
    """The trends of the run in a folder; None if it has none.

    Raises
    ------
    RunFolderError
        The manifest or a table is damaged, or a table has no checksum.
    """
    record = manifest.get("trends")
    if record is None:
        return None
    by = record.get("by") if isinstance(record, dict) else None
    is_list = isinstance(by, list) and len(by) <= MOST_COLUMNS
    if not isinstance(by, list) or not is_list or not all(map(_has_column, by)):
        raise RunFolderError(
            f"the manifest of {folder} does not describe its trends; make them again"
        )
    over_time = None
    if record.get("over_time") is not None:
        over_time = checked_over_time(
            record["over_time"],
            _table(folder, manifest, OVER_TIME, OVER_TIME_SCHEMA),
            _table(folder, manifest, CHANGES, CHANGES_SCHEMA),
            n_topics,
        )
    names = file_names(each["settings"]["column"] for each in by)
    groups = (
        checked_by_group(each, _table(folder, manifest, name, BY_GROUP_SCHEMA), n_topics, name)
        for each, name in zip(by, names, strict=True)
    )
    return Trends(over_time, tuple(groups))


def _has_column(record: Any) -> bool:
    settings = record.get("settings") if isinstance(record, dict) else None
    return isinstance(settings, dict) and isinstance(settings.get("column"), str)


def _table(
    folder: Path, manifest: Mapping[str, Any], name: str, schema: Mapping[str, pl.DataType]
) -> pl.DataFrame:
    if f"{name}.csv" not in manifest["files"]:
        raise RunFolderError(f"{folder} lacks {name}.csv; make the trends of the run again")
    return read_table(folder / f"{name}.csv", {key: str(dtype) for key, dtype in schema.items()})
