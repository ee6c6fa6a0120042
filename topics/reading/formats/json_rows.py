"""JSON and JSON Lines → documents, one per object."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import partial
from itertools import chain
from typing import Any, NamedTuple

from topics.cleaning import clean, unix_line_ends
from topics.options import ReadOptions
from topics.reading.files.decoding import clean_utf8
from topics.reading.formats.json_decoding import JsonDecoder
from topics.reading.formats.json_shapes import rows_inside
from topics.reading.formats.registry import PAGE_LIMIT
from topics.reading.formats.rows import NoTextError, RowError, RowReader, kind
from topics.reading.parallel.workers import run_ahead
from topics.reading.records import BadRow, Document, Parsed, Remark, UnusableFileError

MAX_DEPTH = 500
"""Maximum nesting of lists and objects in a row. Python stops at about 1,000, and only when the
values become text, which is too late to name the row."""

MAX_TEXTLESS_ROWS = 100_000
"""A file is unusable if this many rows at its start have no text. They are kept until then, so
that there must be a maximum."""

PART_BYTES = 2_000_000
"""Lines are decoded and parsed about this many bytes at a time."""

_NEXT_ELEMENT = re.compile(r"\}\s*,\s*(?=\{)")
_SPACE_OR_COMMA = re.compile(r"[\s,]*")

Row = tuple[int, int | None, Any]
"""Number of a row, its line if it is known, and its value, or `BadRow`."""

RowResult = tuple[int, int | None, Document | BadRow | NoTextError]
"""Number of a row, its line if it is known, and what was made of it."""


def read_json_lines(data: bytes, options: ReadOptions, n_processes: int = 1) -> Parsed:
    """The documents of a JSON Lines file, one per line; blank lines are skipped.

    A file that is JSON although its ending says otherwise is read as JSON. Large files are parsed
    in several processes, with the same results.
    """
    if _is_json(data):
        yield from _documents_of_json(clean(_text_of(data)), options)
        return
    reader, decoder = RowReader(options), JsonDecoder()
    parts = _numbered(_parts_of_lines(data))
    yield from _usable(_of_parts(parts, options, reader, decoder, n_processes))
    yield from reader.remarks()
    yield from decoder.remarks()


class Lines(NamedTuple):
    """Some lines of a file, with the numbers of lines and of rows before them."""

    text: str
    n_lines_before: int = 0
    n_rows_before: int = 0


class ReadPart(NamedTuple):
    """What a part of the lines gives, and the reader and the decoder that saw them."""

    results: list[RowResult]
    reader: RowReader
    decoder: JsonDecoder


def read_part(part: Lines, options: ReadOptions) -> ReadPart:
    """The documents of some lines."""
    reader, decoder = RowReader(options), JsonDecoder()
    rows = rows_of_lines(part, _max_characters(options), decoder)
    return ReadPart(list(_read_rows(rows, reader)), reader, decoder)


def _of_parts(
    parts: Iterator[Lines],
    options: ReadOptions,
    reader: RowReader,
    decoder: JsonDecoder,
    n_processes: int,
) -> Iterator[RowResult]:
    """Results of all parts in order; the reader and the decoder learn what those of parts saw."""
    read = partial(read_part, options=options)
    # Parts are the same for any number of processes, and so are the results.
    done = map(read, parts) if n_processes < 2 else run_ahead(read, parts, n_processes)
    for part in done:
        reader.merge(part.reader)
        decoder.merge(part.decoder)
        yield from part.results


def _numbered(parts: Iterator[str]) -> Iterator[Lines]:
    line = number = 0
    for text in parts:
        yield Lines(text, line, number)
        for raw in _lines(text):
            line += 1
            number += not _is_blank(raw)


def _is_blank(raw: str) -> bool:
    return raw[:1] != "{" and (not raw or raw.isspace() or not clean(raw).strip())


def _parts_of_lines(data: bytes) -> Iterator[str]:
    """Text of whole lines, about `PART_BYTES` at a time.

    As text, a file of gigabytes would be in memory a second time, and four times as large if one
    character of it needs four bytes.
    """
    begin = 0
    while begin < len(data):
        end = data.rfind(b"\n", begin, begin + PART_BYTES) + 1 or data.find(b"\n", begin) + 1
        end = end or len(data)
        yield _text_of(data[begin:end])
        begin = end


def _text_of(data: bytes) -> str:
    """Not cleaned as a whole, which would take long: the values of rows are."""
    return unix_line_ends(data.decode("utf-8", errors="replace"))


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
        yield BadRow(1, _reason(error))
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
    parts = _parts_of_lines(data)
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
            yield Remark("invalid-json", message, f"line {error.lineno}: {_reason(error)}")
    else:
        yield BadRow(error.lineno, _reason(error))


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
            yield number, error.lineno, BadRow(error.lineno, _reason(error))
            following = _NEXT_ELEMENT.search(text, error.pos)
            if following is None:
                return
            position = following.end()
        except (ValueError, RecursionError) as error:
            yield number, line, BadRow(line, _reason(error))
            return
        else:
            yield number, line, value


def rows_of_lines(lines: Lines, max_characters: int, decoder: JsonDecoder) -> Iterator[Row]:
    """Row number, line number and value (or `BadRow`) of every line that is not blank.

    A line of more than `max_characters` is a bad row.
    """
    number = lines.n_rows_before
    for line, raw in enumerate(_lines(lines.text), lines.n_lines_before + 1):
        if _is_blank(raw):
            continue
        if raw[:1] != "{" or raw[-1:] != "}":  # perhaps with controls around the row
            raw = clean(raw)
        number += 1
        if len(raw) > max_characters:
            why = f"row {number} has more than {max_characters:,} characters"
            yield number, line, BadRow(line, f"{why}; raise max_file_size")
            continue
        try:
            yield number, line, _value_of_line(raw, decoder)
        except (ValueError, RecursionError) as error:
            yield number, line, BadRow(line, _reason(error))


def _lines(text: str) -> Iterator[str]:
    """The lines one at a time: a list of all would keep the text in memory twice."""
    begin = 0
    while begin < len(text):
        end = text.find("\n", begin)
        end = len(text) if end < 0 else end
        yield text[begin:end]
        begin = end + 1


def _value_of_line(raw: str, decoder: JsonDecoder) -> Any:
    """Value of one line; errors are those of the decoder.

    Invisible characters between the keys and values, and a comma behind the row, as in a list
    without its brackets, are not JSON; such a row is read without them.
    """
    try:
        return decoder.value(raw)
    except json.JSONDecodeError:
        repaired = clean(raw).strip()
        repaired = repaired[:-1] if repaired.endswith("},") else repaired
        if repaired == raw:
            raise
        try:
            return decoder.value(repaired)
        except json.JSONDecodeError:
            pass
        raise  # about the line as it is written


def _documents(rows: Iterator[Row], options: ReadOptions) -> Parsed:
    """Documents and bad rows, as `_usable` gives them."""
    reader = RowReader(options)
    yield from _usable(_read_rows(rows, reader))
    yield from reader.remarks()


def _read_rows(rows: Iterator[Row], reader: RowReader) -> Iterator[RowResult]:
    for number, line, row in rows:
        yield number, line, _read_row(reader, row, number, line)


def _usable(results: Iterator[RowResult]) -> Parsed:
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


def _read_row(
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


_MISTAKES = (
    (re.compile(r"'"), "a single quotation mark where JSON has double ones"),
    (
        re.compile("[\u201c\u201d\u2018\u2019«„]"),
        "a curly quotation mark where JSON has straight ones",
    ),
    (re.compile(r"None|True|False"), "a value of Python; JSON writes null, true and false"),
    (re.compile(r"//|/\*|#"), "a comment, which JSON does not have"),
    (re.compile(r"[\]}]"), "a closing bracket where a value is expected"),
    (re.compile(r"[A-Za-z_]"), "a word without double quotation marks"),
)
"""What is found where JSON text is invalid, and what to say of it."""


def _reason(error: Exception) -> str:
    """What is wrong with JSON text, as the message of a bad row."""
    if isinstance(error, RecursionError):
        return "invalid JSON: nested too deeply"
    if not isinstance(error, json.JSONDecodeError):
        return f"invalid JSON: {error}"
    text, position = error.doc, error.pos
    before = text[max(0, position - 200) : position].rstrip()
    where = f"column {error.colno}"
    if error.msg.startswith("Illegal trailing comma") or (
        before.endswith(",") and text[position : position + 1] in ("}", "]")
    ):
        return f"invalid JSON: a comma before the closing bracket ({where})"
    if not text[position:].strip():
        return f"invalid JSON: it ends too early ({where})"
    if error.msg == "Extra data":
        after = text[position : position + 1]
        return f"invalid JSON: {after!r} follows the end of the value ({where})"
    for pattern, what in _MISTAKES:
        if error.msg.startswith("Expecting") and pattern.match(text, position):
            return f"invalid JSON: {what} ({where})"
    return f"invalid JSON: {error.msg} ({where})"
