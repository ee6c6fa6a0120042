"""JSON and JSON Lines → documents, one per object."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import chain
from typing import Any, NamedTuple

from topics.cleaning import clean
from topics.options import ReadOptions
from topics.reading.files.decoding import clean_utf8
from topics.reading.formats.json.decoding import JsonDecoder, reason_of
from topics.reading.formats.json.lines import Lines, Row, parts_of_lines, rows_of_lines, text_of
from topics.reading.formats.json.shapes import rows_inside
from topics.reading.formats.registry import PAGE_LIMIT
from topics.reading.formats.rows import NoTextError, RowError, RowReader, kind
from topics.reading.parallel.crew import ALONE, Crew
from topics.reading.records import BadRow, Document, Parsed, Remark, UnusableFileError
from topics.scheduling import Scheduler, in_order

MAX_DEPTH = 500
"""Maximum nesting of lists and objects in a row. Python stops at about 1,000, and only when the
values become text, which is too late to name the row."""

MAX_TEXTLESS_ROWS = 100_000
"""A file is unusable if this many rows at its start have no text. They are kept until then, so
that there must be a maximum."""

_NEXT_ELEMENT = re.compile(r"\}\s*,\s*(?=\{)")
_SPACE_OR_COMMA = re.compile(r"[\s,]*")

RowResult = tuple[int, int | None, Document | BadRow | NoTextError]
"""Number of a row, its line if it is known, and what was made of it."""


def read_json_lines(data: bytes, options: ReadOptions, crew: Crew = ALONE) -> Parsed:
    """The documents of a JSON Lines file, one per line; blank lines are skipped.

    A file that is JSON although its ending says otherwise is read as JSON. The results are the same
    whoever parses.
    """
    if _is_json(data):
        yield from _documents_of_json(clean(text_of(data)), options)
        return
    reader, decoder = RowReader(options), JsonDecoder()
    parts = parts_of_lines(data, crew.shared_path)
    yield from usable_rows(_of_parts(parts, options, reader, decoder, crew.scheduler))
    yield from reader.remarks()
    yield from decoder.remarks()


class ReadPart(NamedTuple):
    """What a part of the lines gives, and the reader and the decoder that saw them."""

    results: list[RowResult]
    reader: RowReader
    decoder: JsonDecoder


def read_part(part: Lines, options: ReadOptions) -> ReadPart:
    """The documents of some lines."""
    reader, decoder = RowReader(options), JsonDecoder()
    rows = rows_of_lines(part.with_text(), _max_characters(options), decoder)
    return ReadPart(list(_read_rows(rows, reader)), reader, decoder)


def _of_parts(
    parts: Iterator[Lines],
    options: ReadOptions,
    reader: RowReader,
    decoder: JsonDecoder,
    scheduler: Scheduler,
) -> Iterator[RowResult]:
    """Results of all parts in order; the reader and the decoder learn what those of parts saw."""
    # Parts are the same for any number of workers, and so are the results.
    for part in in_order(scheduler, (scheduler.submit(read_part, each, options) for each in parts)):
        reader.merge(part.reader)
        decoder.merge(part.decoder)
        yield from part.results


def read_json(data: bytes, options: ReadOptions) -> Parsed:
    """The documents of a JSON file: one object, a list of objects or texts, or JSON Lines.

    A file that is one object is one document without a row number, unless it holds the rows:
    see `rows_inside`.
    """
    text = clean_utf8(data)
    del data
    if not text or text.isspace():
        raise UnusableFileError("empty")
    yield from _documents_of_json(text, options)


def _documents_of_json(text: str, options: ReadOptions) -> Parsed:
    decoder = JsonDecoder()
    yield from _documents_of_text(text, options, decoder)
    yield from decoder.remarks()


def _documents_of_text(text: str, options: ReadOptions, decoder: JsonDecoder) -> Parsed:
    try:
        value = decoder.value(text)
    except json.JSONDecodeError as error:
        yield from _documents_of_invalid(text, error, options, decoder)
        return
    except (ValueError, RecursionError) as error:
        yield BadRow(1, reason_of(error))
        return
    if isinstance(value, dict):
        rows, where = rows_inside(value, options)
        if not where:
            yield from map(_without_number, _documents(iter([(1, 1, value)]), options))
            return
        message = "files whose rows are inside an object, read row by row"
        yield Remark("rows-inside-object", message, where)
        value = rows
    # The lines of the rows are not known after parsing.
    rows = value if isinstance(value, list) else [value]
    yield from _documents(((number, None, row) for number, row in enumerate(rows, 1)), options)


def _without_number(result: Document | BadRow | Remark) -> Document | BadRow | Remark:
    if isinstance(result, Document):
        result.row = None
    return result


def _is_json(data: bytes) -> bool:
    """Whether the first line is no row of JSON Lines, but a list or the beginning of JSON."""
    parts = (lines.text for lines in parts_of_lines(data))
    text = next((part for part in parts if not part.isspace()), "")
    if not text:
        return False
    begin = len(text) - len(text.lstrip())
    end = text.find("\n", begin) + 1 or len(text)
    line = text[begin:end]
    if line[0] not in "[{" or len(line) > PAGE_LIMIT:
        return False
    # The next line that is not blank, which may be in the next part.
    rests = map(str.lstrip, chain([text[end:]], parts))
    following = next((rest for rest in rests if rest), "")
    try:
        return isinstance(JsonDecoder().value(line), list) and not following
    except json.JSONDecodeError as error:
        # A row that was cut in the first line of JSON Lines ends early, too.
        ends_early = error.pos >= len(line.rstrip())
        return ends_early and (line[0] == "[" or not following.startswith("{"))
    except (ValueError, RecursionError):
        return False


def _documents_of_invalid(
    text: str, error: json.JSONDecodeError, options: ReadOptions, decoder: JsonDecoder
) -> Parsed:
    """Documents of text that is not one JSON value: JSON Lines, several values, a damaged list."""
    if error.msg == "Extra data" and "\n" in text[error.pos - 1 : error.pos + 1]:
        hasrows_of_lines = "\n" not in text[: error.pos].strip()
        rows = (
            rows_of_lines(Lines(text), _max_characters(options), decoder)
            if hasrows_of_lines
            else _rows_of_values(text, 0, decoder)
        )
        yield from _documents(rows, options)
    elif text.lstrip().startswith("["):
        is_whole = True
        for result in _documents(_rows_of_values(text, text.index("[") + 1, decoder), options):
            is_whole = is_whole and not isinstance(result, BadRow)
            yield result
        if is_whole:  # a comma too many or too few, or no bracket at the end
            message = "files of invalid JSON of which all rows were read"
            yield Remark("invalid-json", message, f"line {error.lineno}: {reason_of(error)}")
    else:
        yield BadRow(error.lineno, reason_of(error))


def _rows_of_values(text: str, position: int, decoder: JsonDecoder) -> Iterator[Row]:
    """Values that follow each other, also with commas, from a position to the end or ``]``.

    After a damaged value the next one begins at an object behind a comma.
    """
    number, line, counted = 0, 1, 0
    while True:
        position = _SPACE_OR_COMMA.match(text, position).end()  # type: ignore[union-attr]
        line, counted = line + text.count("\n", counted, position), position
        if position >= len(text) or text[position] == "]":
            return
        number += 1
        try:
            value, position = decoder.value_at(text, position)
        except json.JSONDecodeError as error:
            yield number, error.lineno, BadRow(error.lineno, reason_of(error))
            following = _NEXT_ELEMENT.search(text, error.pos)
            if following is None:
                return
            position = following.end()
        except (ValueError, RecursionError) as error:
            yield number, line, BadRow(line, reason_of(error))
            return
        else:
            yield number, line, value


def _documents(rows: Iterator[Row], options: ReadOptions) -> Parsed:
    """Documents and bad rows, as `usable_rows` gives them."""
    reader = RowReader(options)
    yield from usable_rows(_read_rows(rows, reader))
    yield from reader.remarks()


def _read_rows(rows: Iterator[Row], reader: RowReader) -> Iterator[RowResult]:
    for number, line, row in rows:
        yield number, line, read_row(reader, row, number, line)


def usable_rows(results: Iterator[RowResult]) -> Parsed:
    """Documents and bad rows; a file without any row with text is unusable as a whole.

    Rows without text are held back until the first row with text: only then are they bad rows
    of a usable file.
    """
    textless: list[BadRow] = []
    is_usable = False
    n_rows = 0
    for number, line, result in results:
        n_rows += 1
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


def read_row(
    reader: RowReader, row: Any, number: int, line: int | None
) -> Document | BadRow | NoTextError:
    """Document of a parsed row, or what is wrong with the row."""
    if isinstance(row, BadRow):
        return row
    if isinstance(row, str):
        row = {reader.text_column: row}
    if not isinstance(row, dict):
        return BadRow(line, f"row {number} is {kind(row)}, expected an object or a text")
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
