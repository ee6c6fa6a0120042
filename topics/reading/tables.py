"""CSV, TSV and Parquet → documents, one a row."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Any

from topics.reading.decoding import decode
from topics.reading.records import BadRow, Parsed, RowOptions, UnusableFileError
from topics.reading.rows import RowError, row_document

_FIELD_LIMIT = 2**31 - 1
"""The csv module's own limit is 131,072 characters; a long document has more."""

_WHOLE = re.compile(r"[+-]?(?:0|[1-9][0-9]{0,17})")
_NUMBER = re.compile(r"[+-]?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,40})?(?:[eE][+-]?[0-9]{1,2})?")


def read_csv(data: bytes, options: RowOptions) -> Parsed:
    """Documents of a table with commas, or semicolons where the header has those instead."""
    text = decode(data)
    return _read_delimited(text, _delimiter(text), options)


def read_tsv(data: bytes, options: RowOptions) -> Parsed:
    """Documents of a table with tabs."""
    return _read_delimited(decode(data), "\t", options)


def read_parquet(data: bytes, options: RowOptions) -> Parsed:
    """Documents of a Parquet table; a column ``sections`` of lists is used as sections."""
    import polars as pl

    try:
        table = pl.read_parquet(io.BytesIO(data))
    except (pl.exceptions.PolarsError, OSError, pl.exceptions.PanicException) as error:
        raise UnusableFileError(f"no readable Parquet table ({str(error)[:200]})") from error
    has_sections = isinstance(table.schema.get("sections"), pl.List)
    if not has_sections:
        _check_column(options.text_column, table.columns)
    if options.id_column is not None:
        _check_column(options.id_column, table.columns)
    if not table.height:
        raise UnusableFileError("no rows")
    for number, row in enumerate(table.iter_rows(named=True), 1):
        try:
            yield row_document(row, options, number, None)
        except RowError as error:
            yield BadRow(None, f"row {number}: {error}")


def _read_delimited(text: str, delimiter: str, options: RowOptions) -> Parsed:
    rows = _csv_rows(text, delimiter)
    header = next((cells for _, cells in rows if not isinstance(cells, BadRow)), None)
    if header is None:
        raise UnusableFileError("empty")
    names = _column_names(header)
    _check_column(options.text_column, names)
    if options.id_column is not None:
        _check_column(options.id_column, names)
    kept = list(rows)
    if not kept:
        raise UnusableFileError("a header and no rows")
    typed = _column_types(names, [cells for _, cells in kept if isinstance(cells, list)])
    place = names.index(options.text_column)
    for number, (line, cells) in enumerate(kept, 1):
        if isinstance(cells, BadRow):
            yield cells
            continue
        if not place < len(cells) <= len(names):
            why = f"row {number}: {len(cells)} cells under {len(names)} column names"
            yield BadRow(line, why)
            continue
        row: dict[str, Any] = {
            name: typed[name](cell) if name in typed else cell
            for name, cell in zip(names, cells, strict=False)
            if cell or name == options.text_column
        }
        try:
            yield row_document(row, options, number, line)
        except RowError as error:
            yield BadRow(line, f"row {number}: {error}")


def _csv_rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str] | BadRow]]:
    """First line and cells of every row that is not empty."""
    # Strict: else one quotation mark too many would swallow the rest of the file unnoticed.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        # The limit belongs to the whole process, so it is put back before anything else runs.
        limit = csv.field_size_limit(_FIELD_LIMIT)
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, BadRow(line, f"malformed quoting ({error})")
            continue
        finally:
            csv.field_size_limit(limit)
        if any(cells):
            yield line, cells


def _delimiter(text: str) -> str:
    header = text[: text.find("\n") + 1 or len(text)][:10_000]
    if "," in header:
        return ","
    return next((other for other in ";\t" if other in header), ",")


def _column_names(header: list[str]) -> list[str]:
    """Names without white space around them; empty and repeated ones get a number."""
    names: list[str] = []
    for place, cell in enumerate(header, 1):
        name = wanted = cell.strip() or f"column_{place}"
        n = 2
        while name in names:
            name, n = f"{wanted}_{n}", n + 1
        names.append(name)
    return names


def _check_column(column: str, names: list[str]) -> None:
    if column not in names:
        shown = ", ".join(name[:60] for name in names[:30])
        raise UnusableFileError(f"no column {column!r}; its columns are {shown}")


def _column_types(names: list[str], rows: list[list[str]]) -> dict[str, Any]:
    """What turns the cells of a column into numbers or truth values, where all of them fit.

    Cells such as ``007`` are names, not numbers, and keep their column text.
    """
    types: dict[str, Any] = {}
    fixed = {"id", "title", "author", "date", "language"}
    for place, name in enumerate(names):
        if name in fixed:
            continue
        candidates: list[tuple[Any, Any]] = [
            (_WHOLE.fullmatch, int),
            (_NUMBER.fullmatch, float),
            ({"true", "false", "True", "False", "TRUE", "FALSE"}.__contains__, _truth),
        ]
        filled = False
        for cells in rows:
            if place < len(cells) and cells[place]:
                filled = True
                candidates = [pair for pair in candidates if pair[0](cells[place])]
                if not candidates:
                    break
        if filled and candidates:
            types[name] = candidates[0][1]
    return types


def _truth(cell: str) -> bool:
    return cell.lower() == "true"
