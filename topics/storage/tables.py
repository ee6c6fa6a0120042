"""Tables as CSV files that are safe in a spreadsheet and are read back without loss.

A cell that starts like a formula gets a leading apostrophe, and so does a cell that starts
with an apostrophe. Removing one leading apostrophe therefore restores every string exactly.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

import polars as pl

from topics.corpus import column_as_text
from topics.errors import RunFolderError

ROWS_AT_A_TIME = 50_000
"""Rows are written this many at a time, because their cells are copied."""

_RISKY = "=+\\-@\t\r\n'\uff1d\uff0b\uff0d\uff20\ufeff"
"""Characters at which a spreadsheet may start a formula; a byte order mark can hide one."""

_RISKY_START = rf"^([{_RISKY}])"

_DTYPES: dict[str, type[pl.DataType]] = {
    dtype.__name__: dtype
    for dtype in (
        *(pl.Int8, pl.Int16, pl.Int32, pl.Int64, pl.UInt8, pl.UInt16, pl.UInt32, pl.UInt64),
        *(pl.Float32, pl.Float64, pl.Boolean, pl.Date, pl.String),
    )
}
_DATETIMES = {f"Datetime[{unit}]": pl.Datetime(unit) for unit in ("ms", "us", "ns")}
_DATETIME_FORMAT = "%Y-%m-%dT%H:%M:%S%.f"

# Header cells that are written without quotes. All others are quoted, so that no file starts
# with the magic bytes of gzip, zlib or zstd: polars would unpack such a file without a limit.
_BARE = re.compile(r"[A-Za-z_][A-Za-z0-9_ .-]*")
_HEADER_START = re.compile(rb'"|[A-Za-z_][A-Za-z0-9_ .,\r\n-]')


def write_table(path: Path, table: pl.DataFrame) -> None:
    """Write ``path.csv``.

    Numbers are written with enough digits to read back the same bits. Columns of types that
    `table_schema` has no name for are written as text. Empty text is ``""``, a missing value
    is an empty cell.

    Parameters
    ----------
    path : Path
        With or without ``.csv``.
    table : polars.DataFrame, shape (n_rows, n_columns)
    """
    plain = _plain_table(table)
    with csv_path(path).open("wb") as file:
        write_header(file, plain.columns)
        for rows in plain.iter_slices(ROWS_AT_A_TIME):
            write_rows(file, rows)


def write_tables(folder: Path, tables: Mapping[str, pl.DataFrame]) -> dict[str, dict[str, str]]:
    """Write ``name.csv`` for every table; return their schemas by name, for the manifest."""
    for name, table in tables.items():
        write_table(folder / f"{name}.csv", table)
    return {name: table_schema(table) for name, table in tables.items()}


def read_table(path: Path, schema: Mapping[str, str]) -> pl.DataFrame:
    """Return the table in a CSV file that `write_table` wrote.

    Parameters
    ----------
    path : Path
        With or without ``.csv``.
    schema : mapping of str to str
        Type names by column name, in the order of the columns, from `table_schema`.

    Raises
    ------
    RunFolderError
        The file is missing, its columns differ from `schema`, or a cell does not have its
        column's type.
    """
    file = csv_path(path)
    if not isinstance(schema, Mapping):
        raise RunFolderError(
            f"{file}: the manifest describes its columns by {schema!r:.40}, expected an object; "
            "fit again"
        )
    for name, dtype in schema.items():
        if not isinstance(dtype, str) or dtype not in {**_DTYPES, **_DATETIMES}:
            raise RunFolderError(
                f"{file}: column {name!r:.80} has the unknown type {dtype!r:.40}; fit again"
            )
    columns = read_header(file)
    if columns != list(schema):
        raise RunFolderError(
            f"{file} has the columns {', '.join(columns)!s:.200}; "
            f"expected {', '.join(schema)!s:.200}; fit again"
        )
    # Columns are named c0, c1, … while polars reads them: it treats some odd names specially.
    types = {f"c{i}": dtype for i, dtype in enumerate(schema.values())}
    raw = {name: _csv_dtype(dtype) for name, dtype in types.items()}
    try:
        with file.open("rb") as source:
            table = pl.read_csv(source, has_header=False, skip_rows=1, schema=raw)
        table = table.select(_parsed(name, dtype) for name, dtype in types.items())
    except (OSError, pl.exceptions.PolarsError) as error:
        reason = str(error).splitlines()[0]
        raise RunFolderError(
            f"{file} does not have the columns and types of its schema: {reason}; fit again"
        ) from error
    table.columns = list(schema)
    return table


def table_schema(table: pl.DataFrame) -> dict[str, str]:
    """Return type names by column name, for the manifest; types without a name are String.

    Examples
    --------
    >>> table_schema(pl.DataFrame({"id": ["a"], "share": [0.5], "kinds": [["x"]]}))
    {'id': 'String', 'share': 'Float64', 'kinds': 'String'}
    """
    return {name: _dtype_name(dtype) for name, dtype in table.schema.items()}


def csv_path(path: Path) -> Path:
    """Return the path with the ending ``.csv``, added if it is missing."""
    return path if path.suffix == ".csv" else path.with_name(f"{path.name}.csv")


def write_header(file: IO[bytes], columns: Sequence[str]) -> None:
    """Write the line of column names, with leading apostrophes as in cells."""
    cells = [re.sub(_RISKY_START, r"'\1", name) for name in columns]
    quoted = [c if _BARE.fullmatch(c) else '"' + c.replace('"', '""') + '"' for c in cells]
    file.write((",".join(quoted) + "\n").encode())


def write_rows(file: IO[bytes], table: pl.DataFrame) -> None:
    """Append rows to an open binary CSV file; all types must have a name in `table_schema`."""
    cells = table.with_columns(pl.col(pl.String).str.replace(_RISKY_START, "'${1}"))
    cells.write_csv(
        file,
        include_header=False,
        date_format="%Y-%m-%d",
        datetime_format=_DATETIME_FORMAT,
    )


def read_header(path: Path) -> list[str]:
    """Return the column names of a CSV file that `write_table` wrote."""
    try:
        with path.open("rb") as file:
            start = file.read(2)
            file.seek(0)
            if not _HEADER_START.match(start):
                raise RunFolderError(
                    f"{path} does not start with a line of column names; fit again"
                )
            row = pl.read_csv(
                file, has_header=False, infer_schema=False, n_rows=1, truncate_ragged_lines=True
            )
    except FileNotFoundError as error:
        raise RunFolderError(f"{path} does not exist; fit again") from error
    except (OSError, pl.exceptions.PolarsError) as error:
        reason = str(error).splitlines()[0]
        raise RunFolderError(f"{path} cannot be read as a table: {reason}; fit again") from error
    if not row.height:
        raise RunFolderError(f"{path} has no line of column names; fit again")
    return [(cell or "").removeprefix("'") for cell in row.row(0)]


def _plain_table(table: pl.DataFrame) -> pl.DataFrame:
    """Table in which every column of a type that CSV cannot represent is text."""
    return table.with_columns(
        column_as_text(column)
        for column in table.iter_columns()
        if _dtype_name(column.dtype) == "String" and column.dtype != pl.String
    )


def _dtype_name(dtype: pl.DataType) -> str:
    for name, known in {**_DTYPES, **_DATETIMES}.items():
        if dtype == known and getattr(dtype, "time_zone", None) is None:
            return name
    return "String"


def _csv_dtype(name: str) -> pl.DataType | type[pl.DataType]:
    """Type with which polars reads a column; dates are text first, then parsed by one format."""
    return pl.String if name in _DATETIMES or name == "Date" else _DTYPES[name]


def _parsed(column_name: str, dtype: str) -> pl.Expr:
    """Expression that turns the cells that polars read into values of a named type."""
    column = pl.col(column_name)
    if dtype == "String":
        return column.str.strip_prefix("'")
    if dtype == "Date":
        return column.str.to_date("%Y-%m-%d")
    if dtype in _DATETIMES:
        return column.str.to_datetime(_DATETIME_FORMAT, time_unit=_DATETIMES[dtype].time_unit)
    return column
