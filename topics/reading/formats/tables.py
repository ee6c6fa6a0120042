"""CSV, TSV and Parquet → documents, one a row."""

from __future__ import annotations

import csv
import io
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from topics.reading.files.decoding import decode
from topics.reading.files.opening import too_large
from topics.reading.formats.registry import ROWS_LIMIT
from topics.reading.formats.rows import RowError, row_document
from topics.reading.records import BadRow, Parsed, RowOptions, UnusableFileError

_FIELD_LIMIT = 2**31 - 1
"""The csv module's own limit is 131,072 characters; a long document has more."""

CELL_BYTES = 16
"""What polars takes for a cell of text, whatever it holds."""

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

    limit = ROWS_LIMIT if options.max_file_size is None else options.max_file_size
    try:
        # Before memory is taken: a run of equal cells is a few bytes, however long it is.
        with _quiet_panics():
            lazy = pl.scan_parquet(io.BytesIO(data))
            n_cells = lazy.select(pl.len()).collect().item() * max(1, len(lazy.collect_schema()))
            if n_cells * CELL_BYTES > limit:
                raise too_large(limit)
            table = lazy.collect()
    except (pl.exceptions.PolarsError, OSError, pl.exceptions.PanicException) as error:
        raise UnusableFileError(f"no readable Parquet table ({str(error)[:200]})") from error
    if sum(_text_bytes(column) for column in table.iter_columns()) > limit:
        raise too_large(limit)
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


@contextmanager
def _quiet_panics() -> Iterator[None]:
    """Keep a panic of polars from printing its stack; it is an exception already.

    It writes to the descriptor, past everything that Python could catch. What others wrote
    meanwhile follows at the end.
    """
    import polars as pl

    try:
        shown = os.dup(2)
    except OSError:  # closed: nothing will be seen
        yield
        return
    is_panic = False
    with tempfile.TemporaryFile() as held:
        os.dup2(held.fileno(), 2)
        try:
            yield
        except pl.exceptions.PanicException:
            is_panic = True
            raise
        finally:
            os.dup2(shown, 2)
            os.close(shown)
            if not is_panic:
                held.seek(0)
                os.write(2, held.read())


def _text_bytes(column: Any) -> int:
    """Bytes of the text in a column; equal cells, which are held once, count each."""
    import polars as pl

    if column.dtype in (pl.String, pl.Binary):
        is_text = column.dtype == pl.String
        lengths = column.str.len_bytes() if is_text else column.bin.size()
        return int(lengths.cast(pl.Int64).sum())  # a sum of 32 bits would start anew at 4 GB
    if isinstance(column.dtype, pl.List | pl.Array):
        return _text_bytes(column.explode())
    if isinstance(column.dtype, pl.Struct):
        return sum(_text_bytes(column.struct.field(name)) for name in column.struct.fields)
    return 0


def _read_delimited(text: str, delimiter: str, options: RowOptions) -> Parsed:
    header, rows = _header_and_rows(text, delimiter)
    names = _column_names(header)
    _check_column(options.text_column, names)
    if options.id_column is not None:
        _check_column(options.id_column, names)
    typed = _column_types(names, (cells for _, cells in rows if isinstance(cells, list)))
    place = names.index(options.text_column)
    number = 0
    # Through the text once more: all of its rows would take several times its memory.
    for number, (line, cells) in enumerate(_header_and_rows(text, delimiter)[1], 1):
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
    if not number:
        raise UnusableFileError("a header and no rows")


def _header_and_rows(
    text: str, delimiter: str
) -> tuple[list[str], Iterator[tuple[int, list[str] | BadRow]]]:
    rows = _csv_rows(text, delimiter)
    header = next((cells for _, cells in rows if isinstance(cells, list)), None)
    if header is None:
        raise UnusableFileError("empty")
    return header, rows


def _csv_rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str] | BadRow]]:
    """First line and cells of every row that is not empty."""
    # Strict: else one quotation mark too many would swallow the rest of the file unnoticed.
    reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
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


def _lines(text: str) -> Iterator[str]:
    """Lines with their ends; `io.StringIO` would hold the text in four bytes a character."""
    begin = 0
    while begin < len(text):
        end = text.find("\n", begin) + 1 or len(text)
        yield text[begin:end]
        begin = end


def _delimiter(text: str) -> str:
    header = text[: text.find("\n") + 1 or len(text)][:10_000]
    if "," in header:
        return ","
    return next((other for other in ";\t" if other in header), ",")


def _column_names(header: list[str]) -> list[str]:
    """Names without white space around them; empty and repeated ones get a number."""
    names: dict[str, None] = {}
    numbers: dict[str, int] = {}
    for place, cell in enumerate(header, 1):
        name = wanted = cell.strip() or f"column_{place}"
        while name in names:
            # Going on from the last number: a header may hold one name a hundred thousand times.
            numbers[wanted] = numbers.get(wanted, 1) + 1
            name = f"{wanted}_{numbers[wanted]}"
        names[name] = None
    return list(names)


def _check_column(column: str, names: list[str]) -> None:
    if column not in names:
        shown = ", ".join(name[:60] for name in names[:30])
        raise UnusableFileError(f"no column {column!r}; its columns are {shown}")


def _column_types(names: list[str], rows: Iterable[list[str]]) -> dict[str, Any]:
    """What turns the cells of a column into numbers or truth values, where all of them fit.

    Cells such as ``007`` are names, not numbers, and keep their column text.
    """
    fixed = {"id", "title", "author", "date", "language"}
    kinds: list[tuple[Any, Any]] = [
        (_WHOLE.fullmatch, int),
        (_NUMBER.fullmatch, float),
        ({"true", "false", "True", "False", "TRUE", "FALSE"}.__contains__, _truth),
    ]
    fitting = {place: kinds for place, name in enumerate(names) if name not in fixed}
    filled: set[int] = set()
    for cells in rows:
        for place, candidates in list(fitting.items()):
            if place < len(cells) and cells[place]:
                filled.add(place)
                fitting[place] = [pair for pair in candidates if pair[0](cells[place])]
                if not fitting[place]:
                    del fitting[place]
    return {names[place]: left[0][1] for place, left in fitting.items() if place in filled}


def _truth(cell: str) -> bool:
    return cell.lower() == "true"
