"""The rows of a table in memory → documents: which column is what, and which rows belong together.

`topics.reading` does the same for files, row by row; here whole columns are at hand, and a text
is one section as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from topics.cleaning import clean_line
from topics.columns import find_column, no_column, one_of_several, says_missing
from topics.errors import InputError
from topics.frames.columns import Column, series_of, texts_of
from topics.notices import Notice
from topics.values import value_as_text

FIELDS = ("author", "date", "language")
"""Columns that fill the columns of the same name in the documents table, besides id and title."""

_EXAMPLES = 100
"""Rows by which a column of texts is recognised, for messages."""


@dataclass(frozen=True, kw_only=True)
class Names:
    """The columns that a caller named; None takes the usual one, if it is there."""

    text_column: str
    id_column: str | None
    title_column: str | None
    date_column: str | None
    group_by: str | None
    section_column: str | None


@dataclass
class FrameDocuments:
    """Documents and sections of a table, as columns.

    Attributes
    ----------
    ids : list of str or None
        None numbers the documents.
    titles : list of str or None
        None for a document without a title.
    fixed : dict of str to list of str or None
        Columns of `FIELDS`.
    metadata : polars.DataFrame
        One row per document.
    rows : list of list of int
        Rows of the table that are the sections of each document.
    headings, texts : list of str
        By row of the table.
    notices : list of Notice
    """

    ids: list[str] | None
    titles: list[str | None]
    fixed: dict[str, list[str | None]]
    metadata: pl.DataFrame
    rows: list[list[int]]
    headings: list[str]
    texts: list[str | None]
    notices: list[Notice] = field(default_factory=list)


def documents_of(
    columns: Mapping[str, Column], names: Names, header: Iterable[Any] | None = None
) -> FrameDocuments:
    """Documents of the rows of a table, or of groups of its rows.

    The header has the names of the columns as the table has them, which may repeat.

    Raises
    ------
    InputError
        A column that was named is not there, or twice, or holds something else than text or an id.
    """
    header = list(columns if header is None else header)
    for wanted in (names.text_column, names.id_column, names.group_by):
        several = "" if wanted is None else one_of_several(str(wanted), header)
        if several:
            raise InputError(several)
    found = _find(columns, names)
    texts = texts_of(columns[str(found["text"])], names.text_column)
    n = len(texts)
    values = {name: _as_text(columns, found[name], n) for name in found if name != "text"}
    groups = [None if group is None else clean_line(group) for group in values["group"]]
    rows = _rows_of_groups(groups)
    used = {name for name in found.values() if name is not None}
    if names.group_by is not None and names.id_column is None:
        used.discard(str(found["id"]))
    metadata = {name: column for name, column in columns.items() if name not in used}
    result = FrameDocuments(
        ids=None if found["id"] is None and found["group"] is None else [],
        titles=[_title(values["title"], of, groups[of[0]]) for of in rows],
        fixed={name: [_first(values[name], of) for of in rows] for name in FIELDS if found[name]},
        metadata=_first_rows(metadata, rows, n),
        rows=rows,
        headings=[heading or "" for heading in values["heading"]],
        texts=texts,
    )
    if result.ids is not None:
        result.ids = [_id(values["id"], of, groups[of[0]], found["id"]) for of in rows]
    result.notices = _notices(found, names, groups, rows, metadata)
    return result


def without_marks(texts: list[str | None]) -> tuple[list[str], dict[int, str]]:
    """The texts, empty where they are missing, and by index those that only say so: ``nan``."""
    marks = {i: text for i, text in enumerate(texts) if text is not None and says_missing(text)}
    return ["" if text is None or i in marks else text for i, text in enumerate(texts)], marks


def _find(columns: Mapping[str, Column], names: Names) -> dict[str, str | None]:
    """The column of each field; None if there is none."""
    listed = list(columns)
    wanted = {
        "text": names.text_column,
        "id": names.id_column or "id",
        "title": names.title_column or "title",
        "author": "author",
        "date": names.date_column or "date",
        "language": "language",
        "group": names.group_by,
        "heading": names.section_column,
    }
    for option in ("text", "id", "title", "date", "section"):
        _check(columns, getattr(names, f"{option}_column"), f"{option}_column")
    _check(columns, names.group_by, "group_by")
    return {
        name: None if column is None else find_column(str(column), listed)
        for name, column in wanted.items()
    }


def _check(columns: Mapping[str, Column], wanted: str | None, option: str) -> None:
    """Raise InputError unless a column that was named is there."""
    if wanted is None or find_column(str(wanted), columns) is not None:
        return
    examples = {
        name: column[:_EXAMPLES].to_list() if isinstance(column, pl.Series) else column[:_EXAMPLES]
        for name, column in columns.items()
    }
    raise InputError(no_column(str(wanted), list(columns), option, examples))


def _as_text(columns: Mapping[str, Column], name: str | None, n: int) -> list[str | None]:
    if name is None:
        return [None] * n
    column = columns[name]
    values = column.to_list() if isinstance(column, pl.Series) else column
    return [None if value is None or value == "" else value_as_text(value) for value in values]


def _rows_of_groups(groups: list[str | None]) -> list[list[int]]:
    """Rows of every document: rows without a group are documents of their own."""
    rows: dict[str | int, list[int]] = {}
    for row, group in enumerate(groups):
        rows.setdefault(row if group is None else group, []).append(row)
    return list(rows.values())


def _id(ids: list[str | None], rows: list[int], group: str | None, column: str | None) -> str:
    own = ids[rows[0]]
    if group is not None:
        return group
    if own is None and column is not None:
        raise InputError(
            f"the id of row {rows[0]} is missing in column {column!r}; give ids to all rows, or "
            "name another one with id_column=…"
        )
    return str(rows[0]) if own is None else own


def _title(titles: list[str | None], rows: list[int], group: str | None) -> str | None:
    """The title of a document; titles that differ are those of its parts."""
    different = {titles[row] for row in rows if titles[row] is not None}
    title = different.pop() if len(different) == 1 else group
    return None if title is None or says_missing(title) else title


def _first(values: list[str | None], rows: list[int]) -> str | None:
    return next((values[row] for row in rows if values[row] is not None), None)


def _first_rows(columns: Mapping[str, Column], rows: list[list[int]], n: int) -> pl.DataFrame:
    """The first value of each column in the rows of each document."""
    if len(rows) == n:
        return pl.DataFrame([series_of(name, column) for name, column in columns.items()])
    series = []
    for name, column in columns.items():
        values = column.to_list() if isinstance(column, pl.Series) else column
        firsts = [next((values[row] for row in of if values[row] is not None), None) for of in rows]
        dtype = column.dtype if isinstance(column, pl.Series) else None
        is_typed = dtype is not None and dtype != pl.Object
        series.append(series_of(name, pl.Series(name, firsts, dtype=dtype) if is_typed else firsts))
    return pl.DataFrame(series)


def _notices(
    found: dict[str, str | None],
    names: Names,
    groups: list[str | None],
    rows: list[list[int]],
    metadata: Mapping[str, Column],
) -> list[Notice]:
    notices = []
    wanted = {"text": str(names.text_column), **{name: name for name in ("id", "title", *FIELDS)}}
    for option in ("id", "title", "date", "section"):
        named = getattr(names, f"{option}_column")
        if named is not None:
            wanted["heading" if option == "section" else option] = str(named)
    wanted["group"] = str(names.group_by)
    spelled = [
        f"{column!r} as {wanted[name]!r}"
        for name, column in found.items()
        if column is not None and column != wanted[name]
    ]
    if spelled:
        listed = "; ".join(spelled)
        message = f"columns used although their names differ a little: {len(spelled)} ({listed})"
        notices.append(Notice("columns-by-spelling", len(spelled), message))
    n_alone = groups.count(None)
    if names.group_by is not None and n_alone:
        message = (
            "rows without a value in the column of group_by=…, each a document of its own: "
            f"{n_alone} ({names.group_by!r})"
        )
        notices.append(Notice("rows-without-group", n_alone, message))
    differing = [name for name, column in metadata.items() if _differs(column, rows)]
    if differing:
        listed = "; ".join(map(repr, differing[:3])) + ("; …" if len(differing) > 3 else "")
        message = (
            "columns whose values differ between the rows of a document, which has the first: "
            f"{len(differing)} ({listed})"
        )
        notices.append(Notice("values-differ-in-group", len(differing), message))
    return notices


def _differs(column: Column, rows: list[list[int]]) -> bool:
    """Whether some document has rows with different values."""
    if all(len(of) == 1 for of in rows):
        return False
    values = column.to_list() if isinstance(column, pl.Series) else column
    for of in rows:
        present = [values[row] for row in of if values[row] is not None]
        if any(value != present[0] for value in present[1:]):
            return True
    return False
