"""A file with a table of metadata → the table."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from topics.corpus import metadata_table
from topics.errors import InputError
from topics.options import ReadOptions
from topics.reading.files.decoding import as_utf8, clean_utf8
from topics.reading.files.discovery import InputFile, discover
from topics.reading.files.opening import gunzip, limit_of, read_bytes
from topics.reading.formats.json.decoding import JsonDecoder
from topics.reading.formats.json.lines import Lines, rows_of_lines
from topics.reading.formats.parquet import parquet_table
from topics.reading.formats.tables import rows_of_delimited
from topics.reading.records import BadRow, UnusableFileError, source_line

Rows = Iterator[Any]
"""Mappings, and `BadRow` for what cannot be read."""


def read_table(path: str | Path, options: ReadOptions) -> tuple[pl.DataFrame, tuple[str, str, int]]:
    """The table in a file, and the file's source, checksum and size.

    Raises
    ------
    InputError
        There is no such file, it is no table, or a row cannot be read.
    """
    if os.path.isdir(path):
        raise InputError(f"metadata: {path} is a folder, expected the file of a table")
    (file,) = discover([path]).files
    kind = file.format.name
    if kind not in READERS and kind != "parquet":
        raise InputError(
            f"metadata: {file.source} is no table; expected .csv, .tsv, .jsonl, .json or .parquet"
        )
    limit = limit_of(file, options)
    try:
        data = read_bytes(file, limit)
        record = (file.source, hashlib.sha256(data).hexdigest(), len(data))
        if kind == "parquet":
            return metadata_table(_flat(parquet_table(data, limit))), record
        if file.is_gzipped:
            data = gunzip(data, limit)
        text = clean_utf8(as_utf8(data, encoding=options.encoding)[0])
        rows = list(_good_rows(READERS[kind](text), file))
    except UnusableFileError as error:
        raise InputError(f"metadata: {file.source}: {error}") from error
    if not rows:
        raise InputError(f"metadata: {file.source} has no rows below its header")
    return metadata_table(rows), record


def _flat(table: pl.DataFrame) -> dict[str, pl.Series]:
    """The columns by name: structs among them become columns of their own."""
    return {column.name: column for column in table.iter_columns()}


def _good_rows(rows: Rows, file: InputFile) -> Iterator[Mapping[str, Any]]:
    for number, row in enumerate(rows, 1):
        if isinstance(row, BadRow):
            raise InputError(f"metadata: {source_line(file.source, row.line)}: {row.why}")
        if not isinstance(row, Mapping):
            raise InputError(
                f"metadata: {file.source}: row {number} is {type(row).__name__}, expected an object"
            )
        yield row


def _rows_of_json_lines(text: str) -> Rows:
    return (row for _, _, row in rows_of_lines(Lines(text), len(text), JsonDecoder()))


def _rows_of_json(text: str) -> Rows:
    try:
        value = JsonDecoder().value(text)
    except (ValueError, RecursionError):
        return _rows_of_json_lines(text)
    return iter(value if isinstance(value, list) else [value])


READERS: dict[str, Callable[[str], Rows]] = {
    "csv": lambda text: rows_of_delimited(text, ","),
    "tsv": lambda text: rows_of_delimited(text, "\t"),
    "json_lines": _rows_of_json_lines,
    "json": _rows_of_json,
}
"""The rows of a text, by the name of its format."""
