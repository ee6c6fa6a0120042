"""Where are the rows inside the one object of a JSON file?

Exports wrap their rows in several ways: ``{"items": [{…}, {…}]}``, ``{"a1": {…}, "a2": {…}}``,
``{"text": ["…", "…"], "id": [1, 2]}``. An object with a text of its own is one document.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from topics.columns import TEXT_NAMES, likely_text_column, plain_spelling
from topics.options import ReadOptions
from topics.reading.formats.row_columns import Path, find_path, flat_names, value_at

MAX_LIST_DEPTH = 5
"""Lists of rows are looked for inside at most this many objects."""

_NAMES_OF_LISTS = TEXT_NAMES | frozenset("data docs documents items records results rows".split())


def rows_inside(value: dict[str, Any], options: ReadOptions) -> tuple[list[Any], str]:
    """The rows inside an object, and a phrase that says where; none and ``""`` if it is a row.

    Parameters
    ----------
    value : dict
    options : ReadOptions
    """
    path = find_path(options.text_column, list(value))
    text, name = value_at(value, path)
    if name:
        return _rows_of_columns(value, path, text)
    if isinstance(value.get("sections"), list) or isinstance(value.get("tokens"), list):
        return [], ""
    if len(value) > 1 and all(_has_text(each, options) for each in value.values()):
        rows = [each if "id" in each else {"id": key, **each} for key, each in value.items()]
        return rows, "by key"
    lists = list(_lists_of_objects(value))
    with_text = [(name, rows) for name, rows in lists if _has_text(rows[0], options)]
    has_own_text = likely_text_column(flat_names(value), {}) is not None and len(value) > 1
    for candidates in (with_text, [] if has_own_text else lists):
        if len(candidates) == 1:
            return candidates[0][1], repr(candidates[0][0])
    texts = [(key, each) for key, each in value.items() if _is_list_of(each, str)]
    if len(texts) == 1 and (len(value) == 1 or plain_spelling(texts[0][0]) in _NAMES_OF_LISTS):
        return texts[0][1], repr(texts[0][0])
    return [], ""


def _rows_of_columns(
    value: dict[str, Any], path: Path | None, text: Any
) -> tuple[list[dict[str, Any]], str]:
    """Rows of an object whose values are columns, as pandas writes them."""
    if path is None or path.inner or not text:
        return [], ""
    if isinstance(text, dict):
        if any(not isinstance(each, dict) or each.keys() != text.keys() for each in value.values()):
            return [], ""
        columns = {name: list(each.values()) for name, each in value.items()}
    elif isinstance(text, list):
        if any(not isinstance(each, list) or len(each) != len(text) for each in value.values()):
            return [], ""
        columns = value
    else:
        return [], ""
    names = list(columns)
    rows = [dict(zip(names, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    return rows, "by column"


def _lists_of_objects(
    value: dict[str, Any], prefix: str = "", depth: int = 1
) -> Iterator[tuple[str, list[Any]]]:
    """Name and entries of every list of objects inside an object, but not inside lists."""
    for key, each in value.items():
        if _is_list_of(each, dict):
            yield f"{prefix}{key}", each
        elif isinstance(each, dict) and depth < MAX_LIST_DEPTH:
            yield from _lists_of_objects(each, f"{prefix}{key}.", depth + 1)


def _is_list_of(value: Any, kind: type) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, kind) for each in value)


def _has_text(row: Any, options: ReadOptions) -> bool:
    """Whether a value is an object with the text or with sections."""
    if not isinstance(row, dict):
        return False
    if isinstance(row.get("sections"), list):
        return True
    return bool(value_at(row, find_path(options.text_column, list(row)))[1])
