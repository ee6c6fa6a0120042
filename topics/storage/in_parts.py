"""One table that is written part after part, so that only one of them is in memory."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack
from itertools import chain
from pathlib import Path
from typing import IO, Any

import polars as pl

from topics.storage.tables import csv_path, write_header, write_rows


def write_table_in_parts(
    path: Path, parts: Iterable[pl.DataFrame], schema: Mapping[str, pl.DataType]
) -> None:
    """Write the parts, one below the other, as CSV or Parquet, whole or not at all.

    Parameters
    ----------
    path : Path
        It ends with ``.csv`` or ``.parquet``.
    parts : iterable of polars.DataFrame
        Tables of this schema; they are asked for one at a time.
    schema : mapping of str to polars.DataType
        Types that CSV has, by column.
    """
    partial = path.with_name(f".{path.name}.partial")
    try:
        if path.suffix.lower() == ".parquet":
            _write_parquet(partial, parts, schema)
        else:
            with partial.open("wb") as file:
                write_header(file, list(schema))
                deque(_written(file, parts), maxlen=0)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def write_table_in_formats(
    path: Path, parts: Iterator[pl.DataFrame], formats: Collection[str]
) -> None:
    """Write the parts, one below the other, as ``path.csv``, ``path.parquet`` or both.

    Parameters
    ----------
    path : Path
        With or without ``.csv``.
    parts : iterator of polars.DataFrame
        At least one; all have the same columns, of types that CSV has. Each is a row group of the
        Parquet file.
    formats : collection of str
        ``"csv"``, ``"parquet"`` or both; others are ignored.
    """
    first = next(parts)
    with ExitStack() as files:
        written: Iterator[pl.DataFrame] = chain([first], parts)
        if "csv" in formats:
            file = files.enter_context(csv_path(path).open("wb"))
            write_header(file, first.columns)
            written = _written(file, written)
        if "parquet" in formats:
            _write_parquet(csv_path(path).with_suffix(".parquet"), written, first.schema)
        else:
            deque(written, maxlen=0)


def _written(file: IO[bytes], parts: Iterable[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """The parts, each once it was written as CSV."""
    for part in parts:
        write_rows(file, part)
        yield part


def _write_parquet(
    path: Path, parts: Iterable[pl.DataFrame], schema: Mapping[str, pl.DataType]
) -> None:
    """Write parts as row groups of one file."""
    from polars.io.plugins import register_io_source

    def source(
        columns: list[str] | None, predicate: Any, n_rows: int | None, batch_size: int | None
    ) -> Iterator[pl.DataFrame]:
        for part in parts:
            yield part if columns is None else part.select(columns)

    register_io_source(source, schema=dict(schema), is_pure=False).sink_parquet(path)
