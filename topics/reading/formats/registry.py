"""One file → its documents, by the parser of its format."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from topics.reading.files.discovery import InputFile
from topics.reading.files.opening import gunzip, limit_of
from topics.reading.records import Parsed, RowOptions, UnusableFileError

PARSERS: dict[str, tuple[str, str]] = {
    "plain": ("plain", "read_plain"),
    "markdown": ("markdown", "read_markdown"),
    "rst": ("rst", "read_rst"),
    "html": ("html.parser", "read_html"),
    "json": ("json_rows", "read_json"),
    "json_lines": ("json_rows", "read_json_lines"),
    "csv": ("tables", "read_csv"),
    "tsv": ("tables", "read_tsv"),
    "parquet": ("tables", "read_parquet"),
}
"""Module and function by format; imported on first use, some bring slow packages."""


def parse_bytes(file: InputFile, data: bytes, options: RowOptions) -> Parsed:
    """Documents and bad rows in the bytes of a file.

    Raises
    ------
    UnusableFileError
        They give no text, or unpack to more than the limit.
    """
    if file.is_gzipped:
        data = gunzip(data, limit_of(file, options))
    if not data or data.isspace():
        raise UnusableFileError("empty")
    module, function = PARSERS[file.format]
    parser: Callable[[bytes, RowOptions], Parsed] = getattr(
        import_module(f"topics.reading.formats.{module}"), function
    )
    return parser(data, options)
