"""One table that is written part after part, so that only one of them is in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from topics.storage.tables import write_header, write_rows


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
                for part in parts:
                    write_rows(file, part)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _write_parquet(
    path: Path, parts: Iterable[pl.DataFrame], schema: Mapping[str, pl.DataType]
) -> None:
    from polars.io.plugins import register_io_source

    def source(
        with_columns: Any, predicate: Any, n_rows: Any, batch_size: Any
    ) -> Iterator[pl.DataFrame]:
        yield from parts

    register_io_source(source, schema=dict(schema)).sink_parquet(path)
