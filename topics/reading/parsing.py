"""The bytes of a file → its documents, by the parser of its format."""

from __future__ import annotations

from topics.options import ReadOptions
from topics.reading.files.discovery import InputFile
from topics.reading.files.opening import gunzip, limit_of
from topics.reading.pages.sections import clear_furniture
from topics.reading.records import Document, Parsed, UnusableFileError


def parse_bytes(file: InputFile, data: bytes, options: ReadOptions) -> Parsed:
    """Documents and bad rows in the bytes of a file, which are unpacked first.

    Raises
    ------
    UnusableFileError
        There is no text in the file, or it unpacks to more than the limit.
    """
    if file.is_gzipped:
        data = gunzip(data, limit_of(file, options))
    if not data or data.isspace():
        raise UnusableFileError("empty")
    parsed = file.format.parse(data, options)
    if not file.format.is_page:
        return parsed
    clears = file.format.furniture_by_form and not options.keep_furniture
    return _completed(parsed, clears)


def _completed(parsed: Parsed, clears: bool) -> Parsed:
    """Documents of a page without furniture, if it is still to be cleared, and without blocks."""
    for result in parsed:
        if isinstance(result, Document):
            if clears:
                clear_furniture(result, is_page=False)
            for section in result.sections:
                section.blocks = None
        yield result
