"""CSV, TSV and Parquet → documents, one per row."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import Any

from topics.options import ReadOptions
from topics.reading.files.decoding import decode
from topics.reading.files.opening import too_large
from topics.reading.formats.registry import ROWS_LIMIT
from topics.reading.formats.rows import RowError, row_document
from topics.reading.records import BadRow, Parsed, UnusableFileError

_FIELD_LIMIT = 2**31 - 1
"""Maximum characters of a CSV cell. The csv module's default, 131,072, is too low for a long
document."""

CELL_BYTES = 16
"""Bytes of memory that polars needs for a cell of text, however short."""

_INTEGER = re.compile(r"[+-]?(?:0|[1-9][0-9]{0,17})")
_NUMBER = re.compile(r"[+-]?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,40})?(?:[eE][+-]?[0-9]{1,2})?")


def read_csv(data: bytes, options: ReadOptions) -> Parsed:
    """The documents of a CSV file, separated by commas, semicolons or tabs as its header is."""
    text = decode(data)
    return _read_delimited(text, _delimiter(text), options)


def read_tsv(data: bytes, options: ReadOptions) -> Parsed:
    """The documents of a table separated by tabs."""
    return _read_delimited(decode(data), "\t", options)


def read_parquet(data: bytes, options: ReadOptions) -> Parsed:
    """The documents of a Parquet table; a column ``sections`` of lists is used as sections.

    Damaged files make polars panic now and then: the exception becomes an `UnusableFileError`,
    and the text of the panic is printed by polars itself, to standard error.
    """
    import polars as pl

    limit = ROWS_LIMIT if options.max_file_size is None else options.max_file_size
    try:
        # Counted before the table is read: a few bytes can encode millions of equal cells.
        lazy = pl.scan_parquet(io.BytesIO(data))
        n_cells = lazy.select(pl.len()).collect().item() * max(1, len(lazy.collect_schema()))
        if n_cells * CELL_BYTES > limit:
            raise too_large(limit)
        table = lazy.collect()
    except (pl.exceptions.PolarsError, OSError, pl.exceptions.PanicException) as error:
        raise UnusableFileError(f"not a readable Parquet table: {str(error)[:200]}") from error
    if sum(_text_bytes(column) for column in table.iter_columns()) > limit:
        raise too_large(limit)
    has_sections = isinstance(table.schema.get("sections"), pl.List)
    if not has_sections:
        _check_column(options.text_column, table.columns)
    if options.id_column is not None:
        _check_column(options.id_column, table.columns)
    if not table.height:
        raise UnusableFileError("no rows in it")
    for number, row in enumerate(table.iter_rows(named=True), 1):
        try:
            yield row_document(row, options, number, None)
        except RowError as error:
            yield BadRow(None, f"row {number}: {error}")


def _text_bytes(column: Any) -> int:
    """Bytes of text in a column; equal cells count each, although memory holds them once."""
    import polars as pl

    if column.dtype in (pl.String, pl.Binary):
        is_text = column.dtype == pl.String
        lengths = column.str.len_bytes() if is_text else column.bin.size()
        return int(lengths.cast(pl.Int64).sum())  # a 32-bit sum would overflow at 4 GB
    if isinstance(column.dtype, pl.List | pl.Array):
        return _text_bytes(column.explode())
    if isinstance(column.dtype, pl.Struct):
        return sum(_text_bytes(column.struct.field(name)) for name in column.struct.fields)
    return 0


def _read_delimited(text: str, delimiter: str, options: ReadOptions) -> Parsed:
    header, rows = _header_and_rows(text, delimiter)
    names = _column_names(header)
    _check_column(options.text_column, names)
    if options.id_column is not None:
        _check_column(options.id_column, names)
    converters = _column_converters(names, (cells for _, cells in rows if isinstance(cells, list)))
    text_index = names.index(options.text_column)
    number = 0
    # The text is parsed a second time: keeping all rows would take several times its memory.
    for number, (line, cells) in enumerate(_header_and_rows(text, delimiter)[1], 1):
        if isinstance(cells, BadRow):
            yield cells
            continue
        if not text_index < len(cells) <= len(names):
            why = f"row {number} has {len(cells)} cells, expected {len(names)} as in the header"
            yield BadRow(line, why)
            continue
        row: dict[str, Any] = {
            name: converters[name](cell) if name in converters else cell
            for name, cell in zip(names, cells, strict=False)
            if cell or name == options.text_column
        }
        try:
            yield row_document(row, options, number, line)
        except RowError as error:
            yield BadRow(line, f"row {number}: {error}")
    if not number:
        raise UnusableFileError("no rows below its header")


def _header_and_rows(
    text: str, delimiter: str
) -> tuple[list[str], Iterator[tuple[int, list[str] | BadRow]]]:
    """The first row that can be read, and an iterator over the rows below it."""
    rows = _csv_rows(text, delimiter)
    header = next((cells for _, cells in rows if isinstance(cells, list)), None)
    if header is None:
        raise UnusableFileError("empty")
    return header, rows


def _csv_rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str] | BadRow]]:
    """Number of the first line, and cells, of every row that is not empty."""
    # Strict: otherwise a stray quotation mark would silently swallow the rest of the file.
    reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        # The limit is global to the process, so it is restored before anything else runs.
        limit = csv.field_size_limit(_FIELD_LIMIT)
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, BadRow(line, f"invalid quotation marks ({error})")
            continue
        finally:
            csv.field_size_limit(limit)
        if any(cells):
            yield line, cells


def _lines(text: str) -> Iterator[str]:
    """Lines with their line ends; `io.StringIO` would copy the text at four bytes a character."""
    begin = 0
    while begin < len(text):
        end = text.find("\n", begin) + 1 or len(text)
        yield text[begin:end]
        begin = end


def _delimiter(text: str) -> str:
    """Comma if the header has one, else semicolon or tab if it has one of these, else comma."""
    header = text[: text.find("\n") + 1 or len(text)][:10_000]
    if "," in header:
        return ","
    return next((other for other in ";\t" if other in header), ",")


def _column_names(header: list[str]) -> list[str]:
    """Column names without surrounding white space; empty and repeated ones get a number."""
    names: dict[str, None] = {}
    numbers: dict[str, int] = {}
    for position, cell in enumerate(header, 1):
        name = wanted = cell.strip() or f"column_{position}"
        while name in names:
            # Continued from the last number: a header may repeat a name 100,000 times.
            numbers[wanted] = numbers.get(wanted, 1) + 1
            name = f"{wanted}_{numbers[wanted]}"
        names[name] = None
    return list(names)


def _check_column(column: str, names: list[str]) -> None:
    if column not in names:
        listed = ", ".join(name[:60] for name in names[:30])
        raise UnusableFileError(f"no column {column!r}; its columns are {listed}")


def _column_converters(names: list[str], rows: Iterable[list[str]]) -> dict[str, Any]:
    """Function from cell to number or boolean for each column whose cells all are such.

    Cells such as ``007`` are codes, not numbers: a column that has one stays text.
    """
    always_text = {"id", "title", "author", "date", "language"}
    # Narrowest first: whether a cell fits, and the function that converts it.
    kinds: list[tuple[Any, Any]] = [
        (_INTEGER.fullmatch, int),
        (_NUMBER.fullmatch, float),
        ({"true", "false", "True", "False", "TRUE", "FALSE"}.__contains__, _parse_boolean),
    ]
    fitting = {index: kinds for index, name in enumerate(names) if name not in always_text}
    not_empty: set[int] = set()
    for cells in rows:
        for index, candidates in list(fitting.items()):
            if index < len(cells) and cells[index]:
                not_empty.add(index)
                fitting[index] = [kind for kind in candidates if kind[0](cells[index])]
                if not fitting[index]:
                    del fitting[index]
    return {names[index]: left[0][1] for index, left in fitting.items() if index in not_empty}


def _parse_boolean(cell: str) -> bool:
    return cell.lower() == "true"
