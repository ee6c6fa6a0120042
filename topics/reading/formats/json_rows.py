"""JSON and JSON Lines → documents, one per object."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from topics.options import ReadOptions
from topics.reading.files.decoding import decode
from topics.reading.formats.registry import PAGE_LIMIT
from topics.reading.formats.rows import NoTextError, RowError, RowReader
from topics.reading.records import BadRow, Document, Parsed, UnusableFileError
from topics.values import parse_json

MAX_CONTAINERS = 8_000_000
"""Maximum number of lists and objects in one JSON value: ``[[],[],…`` takes 30 times its size
in memory."""

MAX_DEPTH = 500
"""Maximum nesting of lists and objects in a row. Python stops at about 1,000, and only when the
values become text, which is too late to name the row."""

MAX_TEXTLESS_ROWS = 100_000
"""A file is unusable if this many rows at its start have no text. They are kept until then, so
that there must be a maximum."""


def read_json_lines(data: bytes, options: ReadOptions) -> Parsed:
    """The documents of a JSON Lines file, one per line; blank lines are skipped."""
    return _documents(_rows_of_lines(decode(data), _max_characters(options)), options)


def read_json(data: bytes, options: ReadOptions) -> Parsed:
    """The documents of a JSON file: one object, a list of objects, or JSON Lines.

    A file that is one object is one document without a row number.
    """
    text = decode(data)
    if not text.strip():
        raise UnusableFileError("empty")
    try:
        value = _loads(text)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and "\n" in text[error.pos - 1 : error.pos + 1]:
            rows = _rows_of_lines(text, _max_characters(options))
            yield from _documents(rows, options)
            return
        yield BadRow(error.lineno, _reason(error))
        return
    except (ValueError, RecursionError) as error:
        yield BadRow(1, _reason(error))
        return
    if isinstance(value, list):
        # The lines of the rows are not known after parsing.
        yield from _documents(((number, None, row) for number, row in enumerate(value, 1)), options)
        return
    for document in _documents(iter([(1, 1, value)]), options):
        if isinstance(document, Document):
            document.row = None
        yield document


def _rows_of_lines(text: str, max_characters: int) -> Iterator[tuple[int, int, Any]]:
    """Row number, line number and value (or `BadRow`) of every line that is not blank.

    A line of more than `max_characters` is a bad row.
    """
    number = 0
    line = 0
    begin = 0
    while begin < len(text):
        # One line at a time: a list of all lines would keep the file in memory twice.
        end = text.find("\n", begin)
        end = len(text) if end < 0 else end
        line, raw, begin = line + 1, text[begin:end], end + 1
        if not raw or raw.isspace():
            continue
        number += 1
        if len(raw) > max_characters:
            why = f"row {number} has more than {max_characters:,} characters"
            yield number, line, BadRow(line, f"{why}; raise max_file_size (--max-file-size)")
            continue
        try:
            yield number, line, _loads(raw)
        except (ValueError, RecursionError) as error:
            yield number, line, BadRow(line, _reason(error))


def _documents(rows: Iterator[tuple[int, int | None, Any]], options: ReadOptions) -> Parsed:
    """Documents and bad rows; a file without any row with text is unusable as a whole.

    Rows without text are held back until the first row with text: only then are they bad rows
    of a usable file.
    """
    textless: list[BadRow] = []
    is_usable = False
    n_rows = 0
    reader = RowReader(options)
    for number, line, row in rows:
        n_rows += 1
        result = _read_row(reader, row, number, line)
        if isinstance(result, NoTextError):
            bad = BadRow(line, f"row {number}: {result}")
            if is_usable:
                yield bad
            else:
                textless.append(bad)
                if len(textless) >= MAX_TEXTLESS_ROWS:
                    break
            continue
        if isinstance(result, Document) and not is_usable:
            is_usable = True
            yield from textless
        yield result
    if not n_rows:
        raise UnusableFileError("no rows in it")
    if textless and not is_usable:
        raise UnusableFileError(textless[0].why)
    yield from reader.remarks()


def _read_row(
    reader: RowReader, row: Any, number: int, line: int | None
) -> Document | BadRow | NoTextError:
    """Document of a parsed row, or what is wrong with the row."""
    if isinstance(row, BadRow):
        return row
    if not isinstance(row, dict):
        return BadRow(line, f"row {number} is {type(row).__name__}, expected an object")
    if _is_deeper(row, MAX_DEPTH):
        return BadRow(line, f"row {number} is nested too deeply: more than {MAX_DEPTH} levels")
    try:
        return reader.document(row, number, line)
    except NoTextError as error:
        return error
    except RowError as error:
        return BadRow(line, f"row {number}: {error}")


def _is_deeper(value: dict[str, Any], max_depth: int) -> bool:
    """Whether lists and objects are nested in more levels than `max_depth`."""
    level: list[Any] = [value]
    for _ in range(max_depth):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if type(outer) is dict else outer)
            if type(inner) is dict or type(inner) is list
        ]
        if not level:
            return False
    return True


def _max_characters(options: ReadOptions) -> int:
    """Maximum characters of a row: those of a page, or more if the caller allows it."""
    return max(PAGE_LIMIT, options.max_file_size or 0)


def _loads(text: str) -> Any:
    if len(text) > MAX_CONTAINERS and text.count("[") + text.count("{") > MAX_CONTAINERS:
        raise ValueError(f"more than {MAX_CONTAINERS:,} lists and objects in one value")
    return parse_json(text)


def _reason(error: Exception) -> str:
    """What is wrong with JSON text, as the message of a bad row."""
    if isinstance(error, RecursionError):
        return "invalid JSON: nested too deeply"
    if isinstance(error, json.JSONDecodeError):
        return f"invalid JSON: {error.msg} (column {error.colno})"
    return f"invalid JSON: {error}"
