"""One file → its documents, by the parser of its format."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module

from topics.reading.decoding import gunzip
from topics.reading.files import STANDARD_INPUT, InputFile
from topics.reading.records import Parsed, RowOptions, UnusableFileError

PARSERS: dict[str, tuple[str, str]] = {
    "plain": ("plain", "read_plain"),
    "markdown": ("markdown", "read_markdown"),
    "rst": ("rst", "read_rst"),
    "html": ("html", "read_html"),
    "json": ("json_rows", "read_json"),
    "json_lines": ("json_rows", "read_json_lines"),
    "csv": ("tables", "read_csv"),
    "tsv": ("tables", "read_tsv"),
    "parquet": ("tables", "read_parquet"),
}
"""Module and function by format; imported on first use, some bring slow packages."""


def read_bytes(file: InputFile) -> bytes:
    """The bytes of a file as they are.

    Raises
    ------
    UnusableFileError
        It cannot be opened.
    """
    try:
        if file.path == STANDARD_INPUT:
            return sys.stdin.buffer.read()
        with open(file.path, "rb") as stream:
            return stream.read()
    except OSError as error:
        raise UnusableFileError(f"cannot be opened ({error.strerror})") from error


def parse_bytes(file: InputFile, data: bytes, options: RowOptions) -> Parsed:
    """Documents and bad rows in the bytes of a file.

    Raises
    ------
    UnusableFileError
        They give no text.
    """
    if file.is_gzipped:
        data = gunzip(data)
    if not data.strip():
        raise UnusableFileError("empty")
    module, function = PARSERS[file.format]
    parser: Callable[[bytes, RowOptions], Parsed] = getattr(
        import_module(f"topics.reading.{module}"), function
    )
    return parser(data, options)
