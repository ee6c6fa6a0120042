"""Where the fields of a document are in a row: columns, keys inside objects, and their names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from topics.columns import find_column, no_column, one_of_several
from topics.options import ReadOptions
from topics.reading.records import UnusableFileError

MAX_FLAT_DEPTH = 8
"""Objects inside objects become columns with dotted names down to this depth, and JSON text below
it."""


NEEDED = ("text_column", "id_column", "group_by")
"""Options whose columns a table must have."""


WELCOME = ("title_column", "date_column", "section_column")
"""Options whose columns may be missing, for example in new documents for a fitted run."""


@dataclass(frozen=True, slots=True)
class Path:
    """Where a value is: the key of a row and, inside its value, keys joined by dots."""

    key: str
    inner: str = ""


def check_columns(
    options: ReadOptions,
    names: Sequence[str],
    examples: Mapping[str, Sequence[Any]],
    *,
    has_sections: bool = False,
    header: Sequence[str] = (),
) -> None:
    """Raise UnusableFileError unless a table has the columns of `NEEDED` that options name.

    Parameters
    ----------
    options : ReadOptions
    names : sequence of str
        Columns of the table.
    examples : mapping of str to sequence
        Some values of each column.
    has_sections : bool
        Whether rows have lists of sections, so that no column of texts is needed.
    header : sequence of str
        The columns as they are named, where `names` has numbers behind names that repeat.
    """
    for option in NEEDED:
        wanted = getattr(options, option)
        if option == "text_column" and has_sections:
            continue
        is_named = wanted or option == "text_column"
        if is_named and find_path(wanted, names) is None:
            raise UnusableFileError(no_column(wanted, names, option, examples))
        several = one_of_several(wanted, header or names) if is_named else ""
        if several:
            raise UnusableFileError(several)


def text_columns(options: ReadOptions, names: Sequence[str]) -> set[str]:
    """The columns whose cells stay text as they are written: they are no metadata."""
    wanted = [getattr(options, option) for option in (*NEEDED, *WELCOME)]
    wanted += ["id", "title", "author", "date", "language"]
    columns = (find_column(each, names) for each in wanted if each)
    return {column for column in columns if column is not None}


def find_path(wanted: str, names: Sequence[str]) -> Path | None:
    """Where a column is among the keys of a row; after a dot come keys inside its value."""
    key = find_column(wanted, names)
    if key is not None:
        return Path(key)
    for position, sign in enumerate(wanted):
        if sign == "." and 0 < position < len(wanted) - 1:
            key = find_column(wanted[:position], names)
            if key is not None:
                return Path(key, wanted[position + 1 :])
    return None


def flat_names(row: Mapping[str, Any]) -> list[str]:
    """The keys of a row; keys inside the objects among its values come with dots."""
    return list(flat_row(row))


def value_at(row: Mapping[str, Any], path: Path | None) -> tuple[Any, str]:
    """The value at a path and the name of its column; None and ``""`` if it is not there."""
    if path is None or path.key not in row:
        return None, ""
    value, name, inner = row[path.key], path.key, path.inner
    while inner:
        below = find_path(inner, list(value)) if isinstance(value, dict) else None
        if below is None:
            return None, ""
        value, name, inner = value[below.key], f"{name}.{below.key}", below.inner
    return value, name


def flat_row(row: Mapping[str, Any], depth: int = 1) -> dict[str, Any]:
    """The row with the keys of objects inside it as columns of their own: ``user.name``."""
    flat: dict[str, Any] = {}
    for key, value in row.items():
        inner = value if isinstance(value, dict) and value and depth < MAX_FLAT_DEPTH else None
        columns = {str(key): value} if inner is None else flat_row(inner, depth + 1)
        for name, each in columns.items():
            name = name if inner is None else f"{key}.{name}"
            while name in flat:
                name = f"meta_{name}"
            flat[name] = each
    return flat
