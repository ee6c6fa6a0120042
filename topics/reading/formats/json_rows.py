"""JSON and JSON Lines → documents."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from topics.reading.files.decoding import decode
from topics.reading.files.opening import PAGE_LIMIT
from topics.reading.formats.rows import NoTextError, RowError, row_document
from topics.reading.records import BadRow, Document, Parsed, RowOptions, UnusableFileError

MAX_CONTAINERS = 8_000_000
"""Lists and objects of one JSON value: ``[[],[],…`` takes 30 times its size in memory."""

MAX_TEXTLESS_ROWS = 100_000
"""A file whose first rows have no text is unusable, and they are not held for ever."""


def read_json_lines(data: bytes, options: RowOptions) -> Parsed:
    """One document a line; blank lines are passed over."""
    return _documents(_rows_of_lines(decode(data), _most_characters(options)), options)


def read_json(data: bytes, options: RowOptions) -> Parsed:
    """The documents of a JSON file: one object, a list of objects, or JSON Lines misnamed.

    A file that is one object is one document without a row number.
    """
    text = decode(data)
    if not text.strip():
        raise UnusableFileError("empty")
    try:
        value = _loads(text)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and "\n" in text[error.pos - 1 : error.pos + 1]:
            rows = _rows_of_lines(text, _most_characters(options))
            yield from _documents(rows, options)
            return
        yield BadRow(error.lineno, _complaint(error))
        return
    except (ValueError, RecursionError) as error:
        yield BadRow(1, _complaint(error))
        return
    if isinstance(value, list):
        # What a JSON list was parsed to no longer tells lines.
        yield from _documents(((number, None, row) for number, row in enumerate(value, 1)), options)
        return
    for document in _documents(iter([(1, 1, value)]), options):
        if isinstance(document, Document):
            document.row = None
        yield document


def _rows_of_lines(text: str, most: int) -> Iterator[tuple[int, int, Any]]:
    """Row number, line and value (or `BadRow`) of every line that is not blank.

    A line of more than `most` characters is a bad row.
    """
    number = 0
    begin = 0
    line = 0
    while begin < len(text):
        # One line at a time: a list of all lines would hold the file twice.
        end = text.find("\n", begin)
        end = len(text) if end < 0 else end
        line, raw, begin = line + 1, text[begin:end], end + 1
        if not raw or raw.isspace():
            continue
        number += 1
        if len(raw) > most:
            yield number, line, BadRow(line, f"row {number} has more than {most:,} characters")
            continue
        try:
            yield number, line, _loads(raw)
        except (ValueError, RecursionError) as error:
            yield number, line, BadRow(line, _complaint(error))


def _documents(rows: Iterator[tuple[int, int | None, Any]], options: RowOptions) -> Parsed:
    """Documents of rows; a file of which no row has text is unusable as a whole.

    Rows without text before the first row with text are held back until it shows which of
    the two this is.
    """
    textless: list[BadRow] = []
    is_usable = False
    n_rows = 0
    for number, line, row in rows:
        n_rows += 1
        result = _one(row, options, number, line)
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
        raise UnusableFileError("no rows")
    if textless and not is_usable:
        raise UnusableFileError(textless[0].why)


def _one(
    row: Any, options: RowOptions, number: int, line: int | None
) -> Document | BadRow | NoTextError:
    if isinstance(row, BadRow):
        return row
    if not isinstance(row, dict):
        return BadRow(line, f"row {number} is {type(row).__name__}, expected an object")
    try:
        return row_document(row, options, number, line)
    except NoTextError as error:
        return error
    except RowError as error:
        return BadRow(line, f"row {number}: {error}")


def _most_characters(options: RowOptions) -> int:
    """Of a row: as long as a page may be, or longer where the caller allows it."""
    return max(PAGE_LIMIT, options.max_file_size or 0)


def _loads(text: str) -> Any:
    if len(text) > MAX_CONTAINERS and text.count("[") + text.count("{") > MAX_CONTAINERS:
        raise ValueError(f"more than {MAX_CONTAINERS:,} lists and objects in one value")
    return json.loads(text, parse_constant=_refuse_constant)


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON number")


def _complaint(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "invalid JSON: nested too deeply"
    if isinstance(error, json.JSONDecodeError):
        return f"invalid JSON: {error.msg} (column {error.colno})"
    return f"invalid JSON: {error}"
