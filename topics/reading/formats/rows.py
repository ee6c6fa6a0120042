"""One row of a table or of JSON Lines → a document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from topics.options import ReadOptions
from topics.reading.files.cleaning import clean
from topics.reading.formats.markup.inline_marks import strip_field
from topics.reading.formats.plain import parse_plain
from topics.reading.records import Document, Section
from topics.values import value_as_text


class RowError(ValueError):
    """A row cannot become a document; the message says why."""


class NoTextError(RowError):
    """A row has neither the text column nor sections."""


def row_document(
    row: Mapping[str, Any], options: ReadOptions, number: int, line: int | None
) -> Document:
    """Document of one row, with its own sections or those recognised in its text.

    ``title``, ``author``, ``date`` and ``language`` fill the fields of the same name; all
    other keys are metadata. A row with both sections and text uses the sections.

    Parameters
    ----------
    row : mapping of str to value
    options : ReadOptions
    number : int
        Row number from 1.
    line : int or None
        Line of the file on which the row begins, if the format has lines.

    Raises
    ------
    RowError
        The row has neither text nor sections, or its text, sections or id have a wrong type.
    """
    title = one_line(row.get("title"))
    sections = row.get("sections")
    if isinstance(sections, list):
        document = Document([_section(entry, index) for index, entry in enumerate(sections)])
    elif sections is not None and options.text_column not in row:
        raise RowError(f"'sections' is {_kind(sections)}, expected a list")
    else:
        document = _from_text(row, options, title)
    document.title = title or document.title
    document.author = one_line(row.get("author")) or document.author
    document.date = one_line(row.get("date"))
    document.language = one_line(row.get("language"))
    document.id = _own_id(row, options.id_column)
    document.row, document.line = number, line
    for section in document.sections:
        # Line numbers inside a cell mean nothing in the file; only the row's line is known.
        section.line, section.block_lines = line, None
    used = {"title", "author", "date", "language", "sections", options.text_column}
    used.add(options.id_column or "id")
    if not isinstance(sections, list):
        used.discard("sections")
    document.metadata = {
        clean(str(key)): value
        for key, value in row.items()
        if key not in used and value is not None
    }
    return document


def one_line(value: Any) -> str | None:
    """Text of a title, author or other field on one line; None if it is empty.

    A list of strings is joined by commas, for several authors; other values are as
    `value_as_text` writes them.
    """
    if value is None:
        return None
    if isinstance(value, list) and all(isinstance(entry, str) for entry in value):
        value = ", ".join(value)
    return " ".join(clean(value_as_text(value)).split()) or None


def _from_text(row: Mapping[str, Any], options: ReadOptions, title: str | None) -> Document:
    column = options.text_column
    if column not in row:
        raise NoTextError(f"neither {column!r} nor 'sections' among its keys: {_key_names(row)}")
    text = row[column]
    if text is None:
        return Document([])
    if not isinstance(text, str):
        raise RowError(f"{column!r} is {_kind(text)}, expected text")
    text = strip_field(clean(text))
    return parse_plain(
        text, title=title, keep_furniture=options.keep_furniture, keep_only_text=True
    )


def _section(entry: Any, index: int) -> Section:
    if isinstance(entry, str):
        return Section("", 0, strip_field(clean(entry)))
    if not isinstance(entry, Mapping):
        raise RowError(f"section {index} is {_kind(entry)}, expected an object")
    heading, text, level = entry.get("heading"), entry.get("text"), entry.get("level")
    heading = "" if heading is None else heading
    text = "" if text is None else text
    level = int(bool(heading)) if level is None else level
    for name, value in (("heading", heading), ("text", text)):
        if not isinstance(value, str):
            raise RowError(f"{name!r} of section {index} is {_kind(value)}, expected text")
    if isinstance(level, bool) or not isinstance(level, int) or not 0 <= level <= 1000:
        raise RowError(f"'level' of section {index} is {level!r:.50}, expected 0, 1, 2, …")
    heading = " ".join(strip_field(clean(heading)).split())
    return Section(heading, level, strip_field(clean(text)))


def _own_id(row: Mapping[str, Any], id_column: str | None) -> str | None:
    if id_column is not None and id_column not in row:
        raise RowError(f"no {id_column!r} among its keys: {_key_names(row)}")
    value = row.get(id_column or "id")
    if value is None or value == "":
        return None
    if isinstance(value, bool | list | dict):
        raise RowError(f"the id is {_kind(value)}, expected text or a number")
    return clean(str(value))


def _key_names(row: Mapping[str, Any]) -> str:
    names = [str(name)[:60] for name in list(row)[:20]]
    return ", ".join(names) + (", …" if len(row) > 20 else "")


def _kind(value: Any) -> str:
    """What a value is, for messages."""
    kinds = {dict: "an object", list: "a list", str: "text", bool: "true or false"}
    return kinds.get(type(value), f"{type(value).__name__} {value!r:.30}")
