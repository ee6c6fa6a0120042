"""The bytes of a file → its documents, by the parser of its format."""

from __future__ import annotations

import os
from collections.abc import Callable
from itertools import chain

from topics.options import ReadOptions
from topics.reading.files.decoding import as_utf8
from topics.reading.files.discovery import STANDARD_INPUT, InputFile
from topics.reading.files.opening import gunzip, limit_of
from topics.reading.files.own_files import check_own_file
from topics.reading.pages.sections import clear_furniture
from topics.reading.parallel.crew import ALONE, Crew
from topics.reading.records import Document, Parsed, Remark, UnusableFileError
from topics.scheduling import Scheduler

LINES_A_STEP = 1_000
"""Progress in a file of rows is reported about once in this many lines."""


def parse_bytes(
    file: InputFile,
    data: bytes,
    options: ReadOptions,
    on_line: Callable[[int, int], None] | None = None,
    scheduler: Scheduler | None = None,
) -> Parsed:
    """Remarks, documents and bad rows in the bytes of a file, which are unpacked first.

    In a file of rows, `on_line` is called with the line of a row and the number of lines. The
    workers of a scheduler parse a large one, and take their parts from the file itself where its
    bytes are parsed as they are.

    Raises
    ------
    UnusableFileError
        There is no text in the file, or it unpacks to more than the limit.
    """
    on_disk = data
    if file.is_gzipped:
        data = gunzip(data, limit_of(file, options))
    if not data or data.isspace():
        raise UnusableFileError("empty")
    remarks: list[Remark] = []
    if file.format.is_text:
        is_html = file.format.name == "html"
        data, remarks = as_utf8(data, html=is_html, encoding=options.encoding)
    remarks += check_own_file(file, data, options.text_column)
    crew = ALONE
    if scheduler is not None:
        is_on_disk = data is on_disk and file.path != STANDARD_INPUT
        crew = Crew(scheduler, os.path.abspath(file.path) if is_on_disk else None)
    del on_disk
    parsed = file.format.parse(data, options, crew)
    if file.format.is_page:
        clears = file.format.furniture_by_form and not options.keep_furniture
        parsed = _completed(parsed, clears)
    elif file.format.is_text and on_line is not None:
        parsed = _reported(parsed, data.count(b"\n"), on_line)
    return chain(remarks, parsed)


def _reported(parsed: Parsed, n_lines: int, on_line: Callable[[int, int], None]) -> Parsed:
    """The rows of a file; the line of one in `LINES_A_STEP` lines is reported."""
    next_line = LINES_A_STEP
    for result in parsed:
        yield result
        line = getattr(result, "line", None) or 0
        if next_line <= line < n_lines:
            next_line = line + LINES_A_STEP
            on_line(line, n_lines)
    if next_line > LINES_A_STEP:  # something was reported
        on_line(n_lines, n_lines)


def _completed(parsed: Parsed, clears: bool) -> Parsed:
    """Documents of a page without furniture, if it is still to be cleared, and without blocks."""
    for result in parsed:
        if isinstance(result, Document):
            if clears:
                clear_furniture(result, is_page=False)
            for section in result.sections:
                section.blocks = None
        yield result
