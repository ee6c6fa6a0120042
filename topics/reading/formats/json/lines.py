"""JSON Lines: the bytes of a file → parts of whole lines → the values of rows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from topics.cleaning import clean, unix_line_ends
from topics.reading.formats.json.decoding import JsonDecoder, reason_of
from topics.reading.parallel.shared import FileRange
from topics.reading.records import BadRow

PART_BYTES = 2_000_000
"""Lines are decoded and parsed about this many bytes at a time."""

Row = tuple[int, int | None, Any]
"""Number of a row, its line if it is known, and its value, or `BadRow`."""


class Lines(NamedTuple):
    """Some lines of a file, with the numbers of lines and of rows before them.

    Attributes
    ----------
    text : str
    n_lines_before, n_rows_before : int
    where : FileRange or None
        Where whoever parses the lines takes their text from; then `text` is empty.
    """

    text: str
    n_lines_before: int = 0
    n_rows_before: int = 0
    where: FileRange | None = None

    def with_text(self) -> Lines:
        """The lines with their text; raises as `FileRange.read` does."""
        if self.where is None:
            return self
        return self._replace(text=text_of(self.where.read()), where=None)


def parts_of_lines(data: bytes, path: str | None = None) -> Iterator[Lines]:
    """The lines in parts of about `PART_BYTES`; with the path of their file, without their text.

    As text, a file of gigabytes would be in memory a second time, and four times as large if one
    character of it needs four bytes.
    """
    begin = line = number = 0
    while begin < len(data):
        end = data.rfind(b"\n", begin, begin + PART_BYTES) + 1 or data.find(b"\n", begin) + 1
        end = end or len(data)
        text = text_of(data[begin:end])
        if path is None:
            yield Lines(text, line, number)
        else:
            yield Lines("", line, number, FileRange.of(path, data, begin, end))
        for raw in _lines(text):
            line += 1
            number += not _is_blank(raw)
        begin = end


def text_of(data: bytes) -> str:
    """Not cleaned as a whole, which would take long: the values of rows are."""
    return unix_line_ends(data.decode("utf-8", errors="replace"))


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
            yield number, line, BadRow(line, reason_of(error))


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


def _is_blank(raw: str) -> bool:
    return raw[:1] != "{" and (not raw or raw.isspace() or not clean(raw).strip())
