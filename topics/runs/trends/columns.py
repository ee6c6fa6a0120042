"""Columns of metadata by name."""

from __future__ import annotations

from difflib import get_close_matches

import polars as pl

from topics.checks import check_choice
from topics.choices import LEVELS
from topics.errors import InputError
from topics.runs.data import RunData

_LISTED = 30


def column_of(run: RunData, column: str, level: str) -> pl.Series:
    """A column of the documents or of the sections.

    Raises
    ------
    InputError
        There is no such column.
    OptionError
        There is no such level.
    """
    check_choice("level", level, LEVELS)
    return named_column(run.documents if level == "document" else run.sections, column, level)


def named_column(table: pl.DataFrame, column: str, level: str) -> pl.Series:
    """A column of a table of documents or of sections, with the errors of `column_of`."""
    if column in table.columns:
        return table[column]
    near = get_close_matches(str(column), table.columns, 1)
    hint = f"did you mean {near[0]!r}?" if near else listed_columns(table)
    raise InputError(f"the {level}s have no column {column!r:.60}; {hint}")


def listed_columns(table: pl.DataFrame) -> str:
    """The columns of a table that have values, for a message."""
    names = [name for name in table.columns if table[name].null_count() < table.height]
    listed = ", ".join(name[:60] for name in names[:_LISTED])
    return f"there are {listed}{', …' if len(names) > _LISTED else ''}"
