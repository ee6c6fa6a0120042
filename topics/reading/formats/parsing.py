"""The bytes of a file → its documents, by the parser of its format."""

from __future__ import annotations

from topics.reading.files.discovery import InputFile
from topics.reading.files.opening import gunzip, limit_of
from topics.reading.records import Parsed, RowOptions, UnusableFileError


def parse_bytes(file: InputFile, data: bytes, options: RowOptions) -> Parsed:
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
    return file.format.parse(data, options)
