"""Parquet → documents, one per row; large tables are parsed in parts of their rows."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from topics.options import ReadOptions
from topics.reading.files.opening import too_large
from topics.reading.formats.registry import ROWS_LIMIT
from topics.reading.formats.row_columns import check_columns
from topics.reading.formats.rows import RowError, RowReader
from topics.reading.parallel.crew import ALONE, Crew
from topics.reading.parallel.shared import FileEnd, is_another
from topics.reading.records import BadRow, Document, Parsed, UnusableFileError
from topics.scheduling import in_order, this_worker

if TYPE_CHECKING:
    import polars as pl

CELL_BYTES = 16
"""Bytes of memory that polars needs for a cell of text, however short."""

PART_BYTES = 2_000_000
"""Rows are parsed in parts of about this many bytes of text."""

_EXAMPLES = 100
"""Rows at the start of a table by which a column of texts is recognised, for messages."""


class Rows(NamedTuple):
    """Some rows of a table.

    Attributes
    ----------
    first, n : int
        Index of the first row, and how many there are.
    source : polars.DataFrame or FileEnd
        The rows, or the file from which whoever parses them reads them.
    """

    first: int
    n: int
    source: pl.DataFrame | FileEnd

    def read(self) -> pl.DataFrame:
        """The rows as a table; raises as `FileEnd.check` does."""
        if not isinstance(self.source, FileEnd):
            return self.source
        import polars as pl

        self.source.check()
        try:
            # polars decodes the pages of the file that have these rows, and no others.
            return pl.scan_parquet(self.source.path).slice(self.first, self.n).collect()
        except (pl.exceptions.PolarsError, OSError, pl.exceptions.PanicException) as error:
            # Whole when it was read for the first time, so that it changed just now.
            raise is_another(self.source.path, this_worker()) from error


class ReadRows(NamedTuple):
    """What some rows give, and the reader that saw them."""

    results: list[Document | BadRow]
    reader: RowReader


def read_parquet(data: bytes, options: ReadOptions, crew: Crew = ALONE) -> Parsed:
    """The documents of a Parquet table; a column ``sections`` of lists is used as sections.

    Damaged files make polars panic now and then: the exception becomes an `UnusableFileError`,
    and the text of the panic is printed by polars itself, to standard error.
    """
    import polars as pl

    limit = ROWS_LIMIT if options.max_file_size is None else options.max_file_size
    table, n_text_bytes = _table_and_bytes(data, limit)
    has_sections = isinstance(table.schema.get("sections"), pl.List)
    examples = table.head(_EXAMPLES).to_dict(as_series=False)
    check_columns(options, table.columns, examples, has_sections=has_sections)
    if not table.height:
        raise UnusableFileError("no rows in it")
    reader = RowReader(options, table.columns)
    # Parts are the same whoever parses them, and so are the results.
    path = crew.shared_path
    parts = _parts(table, n_text_bytes, None if path is None else FileEnd.of(path, data))
    del table, data
    scheduler = crew.scheduler
    for read in in_order(scheduler, (scheduler.submit(read_rows, part, options) for part in parts)):
        reader.merge(read.reader)
        yield from read.results
    yield from reader.remarks()


def read_rows(rows: Rows, options: ReadOptions) -> ReadRows:
    """The documents of some rows of a table."""
    table = rows.read()
    reader = RowReader(options, table.columns)
    results: list[Document | BadRow] = []
    for number, row in enumerate(table.iter_rows(named=True), rows.first + 1):
        try:
            results.append(reader.document(row, number, None))
        except RowError as error:
            results.append(BadRow(None, f"row {number}: {error}"))
    return ReadRows(results, reader)


def parquet_table(data: bytes, limit: int) -> pl.DataFrame:
    """The table in a Parquet file.

    Raises
    ------
    UnusableFileError
        It is damaged, or takes more bytes than the limit.
    """
    return _table_and_bytes(data, limit)[0]


def _table_and_bytes(data: bytes, limit: int) -> tuple[pl.DataFrame, int]:
    """The table in a Parquet file, and the bytes of its texts."""
    import polars as pl

    try:
        # Counted before the table is read: a few bytes can encode millions of equal cells.
        lazy = pl.scan_parquet(io.BytesIO(data))
        n_cells = lazy.select(pl.len()).collect().item() * max(1, len(lazy.collect_schema()))
        if n_cells * CELL_BYTES > limit:
            raise too_large(limit)
        table = lazy.collect()
    except (pl.exceptions.PolarsError, OSError, pl.exceptions.PanicException) as error:
        raise UnusableFileError(f"not a readable Parquet table: {str(error)[:200]}") from error
    n_bytes = sum(_text_bytes(column) for column in table.iter_columns())
    if n_bytes > limit:
        raise too_large(limit)
    return table, n_bytes


def _parts(table: pl.DataFrame, n_text_bytes: int, where: FileEnd | None) -> Iterator[Rows]:
    """The rows in parts of about `PART_BYTES` of text; a table that is in a file is not kept."""
    n_rows = table.height
    n = max(1, n_rows * PART_BYTES // max(1, n_text_bytes))
    firsts = range(0, n_rows, n)
    if where is not None:
        return (Rows(first, min(n, n_rows - first), where) for first in firsts)
    return (Rows(first, n, table[first : first + n]) for first in firsts)


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
