"""How do values and tables in memory, of any library, become columns?

pandas and pyarrow are recognised by the names of their modules: neither is a dependency, and
polars converts pandas' strings only if pyarrow is there, too.
"""

from __future__ import annotations

import csv
import datetime
import math
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from topics.errors import InputError
from topics.values import encodable, is_open_file, value_as_text

MAX_STRUCT_DEPTH = 8
"""Structs become columns with dotted names down to this depth, and JSON text below it."""

FROM_FILE = "; read files with topics.read(path), and lines=True if every line is a document"
"""What messages say of open files and paths that are given instead of texts."""

_OF_DOCUMENTS = frozenset({"texts", "tokens"})
"""Names of the values that are whole documents."""

Column = pl.Series | list[Any]
"""A column as its library gives it: a series of polars, or Python values with None for missing."""

_DTYPES: dict[type, Any] = {
    bool: pl.Boolean(),
    int: pl.Int64(),
    float: pl.Float64(),
    datetime.date: pl.Date(),
    datetime.datetime: None,
}


def values_of(values: Any, name: str, instead: str = "") -> list[Any]:
    """Python values of a list, a generator, an array or a series; None for missing ones.

    Parameters
    ----------
    values : iterable
    name : str
        What the values are, for messages: ``texts``.
    instead : str
        What to try if one value was given instead of several, for messages.

    Raises
    ------
    InputError
        One text, an open file, a mapping, a set or a table was given.
    """
    what, hint = _kind_of_one(values, name)
    if what:
        raise InputError(
            f"{name} is {what}, expected a list with one entry per document{hint or instead}"
        )
    if isinstance(values, pl.Series):
        return [plain_value(value) for value in values.to_list()]
    if hasattr(values, "tolist"):  # numpy, pandas
        values = values.tolist()
    return [plain_value(value) for value in values]


def columns_of(table: Any, name: str = "the table") -> dict[str, Column]:
    """The columns of a table of polars, pandas or pyarrow, of a mapping, or of a list of mappings.

    Structs and columns of mappings become columns with dotted names.

    Raises
    ------
    InputError
        It is none of these, or its columns have different lengths.
    """
    if is_open_file(table) or isinstance(table, os.PathLike):
        what = "an open file" if is_open_file(table) else f"the path {os.fspath(table)!r}"
        raise InputError(f"{name} is {what}, expected a table; read files with topics.read(path)")
    if isinstance(table, Iterator):  # a reader of CSV, a generator of mappings
        table = list(table)
    if is_pandas(table, "DataFrame"):
        columns = _columns_of_pandas(table)
    elif isinstance(table, pl.LazyFrame):
        columns = _columns_of_polars(table.collect(), name)
    elif isinstance(table, Mapping):
        columns = {str(key): _column_of(values, str(key)) for key, values in table.items()}
    elif isinstance(table, pl.Series) or is_pandas(table, "Series"):
        raise InputError(
            f"{name} is a Series, expected a table; for a Series of texts use "
            "topics.Corpus.from_texts(series)"
        )
    elif isinstance(table, Sequence) and table and all(isinstance(row, Mapping) for row in table):
        keys = dict.fromkeys(str(key) for row in table for key in row)
        rows = [{str(key): value for key, value in row.items()} for row in table]
        columns = {key: [plain_value(row.get(key)) for row in rows] for key in keys}
    else:
        columns = _columns_of_polars(table, name)
    lengths = {len(column) for column in columns.values()}
    if len(lengths) > 1:
        listed = ", ".join(f"{key} {len(column)}" for key, column in list(columns.items())[:10])
        raise InputError(f"the columns of {name} have different lengths: {listed}")
    return _flat(columns)


def header_of(table: Any) -> list[str] | None:
    """The names of the columns as a table of pandas has them, which may repeat; None for others."""
    if not is_pandas(table, "DataFrame"):
        return None
    return [str(name) for name in (*_levels_of_index(table), *table.columns)]


def is_pandas(value: Any, kind: str) -> bool:
    """Whether a value is a DataFrame or a Series of pandas."""
    return any(
        each.__name__ == kind and each.__module__.split(".")[0] == "pandas"
        for each in type(value).__mro__
    )


def series_of(name: str, column: Column) -> pl.Series:
    """A column of one type: that of all its values, else text; NaN and infinity are missing."""
    name = encodable(name)
    if isinstance(column, pl.Series):
        column = column.to_list() if column.dtype == pl.Object else column.alias(name)
    if isinstance(column, pl.Series):
        if column.dtype.is_float():
            return column.set(~column.is_finite().fill_null(True), None)
        return column
    values = [None if isinstance(v, float) and not math.isfinite(v) else v for v in column]
    kinds = {type(value) for value in values if value is not None}
    if kinds == {int, float}:
        kinds, values = {float}, [None if v is None else float(v) for v in values]
    kind = kinds.pop() if len(kinds) == 1 else str
    if kind in _DTYPES:
        try:
            series = pl.Series(name, values, dtype=_DTYPES[kind])
        except (pl.exceptions.PolarsError, OverflowError, TypeError, ValueError):
            pass  # whole numbers beyond 64 bits, times of several zones
        else:
            if not _moves_times(series, values):
                return series
    texts = [None if value is None else encodable(value_as_text(value)) for value in values]
    return pl.Series(name, texts, dtype=pl.String)


def _moves_times(series: pl.Series, values: list[Any]) -> bool:
    """Whether times of a zone without a name, such as UTC+05:30, became those of UTC.

    2020-01-02 00:30 there is still 2020-01-01 in UTC; as text it keeps its day.
    """
    if getattr(series.dtype, "time_zone", None) != "UTC":
        return False
    return any(value is not None and bool(value.utcoffset()) for value in values)


def texts_of(column: Column, name: str) -> list[str | None]:
    """The values of a column of texts; numbers among texts become text.

    Raises
    ------
    InputError
        The column is of another type, or a value is a list, a mapping, bytes or another object.
    """
    if isinstance(column, pl.Series):
        dtype = column.dtype
        if isinstance(dtype, pl.Categorical | pl.Enum):
            return column.cast(pl.String).to_list()
        if isinstance(dtype, pl.List | pl.Array) and dtype.inner == pl.String:
            raise InputError(
                f"column {name!r} is {dtype}, expected text; for lists of tokens use "
                f"topics.Corpus.from_tokens(frame[{name!r}])"
            )
        if dtype not in (pl.String, pl.Null, pl.Object):
            raise InputError(f"column {name!r} is {dtype}, expected text; name another text_column")
        column = [plain_value(value) for value in column.to_list()]
    kinds = {type(value) for value in column if value is not None}
    if kinds and str not in kinds and kinds <= {bool, int, float}:
        listed = " and ".join(sorted(kind.__name__ for kind in kinds))
        raise InputError(f"column {name!r} is {listed}, expected text; name another text_column")
    texts: list[str | None] = []
    for row, value in enumerate(column):
        if value is None or isinstance(value, str):
            texts.append(value)
        elif isinstance(value, bool | int | float | datetime.date):
            texts.append(value_as_text(value))
        else:
            instead = _instead_of(value, name)
            raise InputError(
                f"row {row}: {name!r} is {type(value).__name__}, expected text{instead}"
            )
    return texts


def _instead_of(value: Any, name: str) -> str:
    if isinstance(value, list | tuple):
        return f"; for lists of tokens use topics.Corpus.from_tokens(frame[{name!r}])"
    if isinstance(value, bytes):
        return "; decode it first"
    return "; name another text_column, or take the text out of it"


def _kind_of_one(values: Any, name: str) -> tuple[str, str]:
    """What is given, if it is no list of values, and what to try; else two empty strings."""
    if getattr(values, "shape", None) == ():  # an array of one value, whose tolist() is the value
        values = values.item()
    if isinstance(values, str):
        return "one text", ""
    if isinstance(values, bytes | bytearray | memoryview):
        return "bytes", ""
    if is_open_file(values):
        return "an open file", FROM_FILE if name in _OF_DOCUMENTS else "; give a list of its lines"
    if isinstance(values, os.PathLike):
        return f"the path {os.fspath(values)!r}", FROM_FILE if name in _OF_DOCUMENTS else ""
    if name == "texts" and type(values).__module__ == "_csv":
        return "rows of a table", "; read the file with topics.read(path, text_column=…)"
    if isinstance(values, csv.DictReader):
        return "rows of a table", "; use topics.Corpus.from_frame(list(reader), text_column=…)"
    if isinstance(values, Mapping):
        return "a mapping", ""
    if isinstance(values, set | frozenset):
        is_whole = name in _OF_DOCUMENTS
        hint = f"; use sorted({name})" if is_whole else "; give a list in the right order"
        return "a set, which has no order", hint
    if isinstance(values, pl.DataFrame | pl.LazyFrame) or is_pandas(values, "DataFrame"):
        return "a table", ""
    if values is None:
        return "None", "; give a list of them"
    return ("", "") if isinstance(values, Iterable) else (type(values).__name__, "")


def _columns_of_pandas(table: Any) -> dict[str, Column]:
    """Columns by name, the named levels of the index first; repeated names get a number."""
    columns: dict[str, Column] = {}
    for name, level in _levels_of_index(table).items():
        columns[str(name)] = values_of(table.index.get_level_values(level), str(name))
    for position, name in enumerate(table.columns):
        unique, number = str(name), 2
        while unique in columns:
            unique, number = f"{name}_{number}", number + 1
        columns[unique] = values_of(table.iloc[:, position], unique)
    return columns


def _levels_of_index(table: Any) -> dict[Any, int]:
    """The levels of a pandas index whose names no column has, by name."""
    levels = {name: level for level, name in enumerate(table.index.names) if name is not None}
    return {name: level for name, level in levels.items() if name not in table.columns}


def _columns_of_polars(table: Any, name: str) -> dict[str, Column]:
    """Columns of a table of polars, or of what polars makes one of."""
    if not isinstance(table, pl.DataFrame):
        if isinstance(table, str | bytes) or table is None:
            raise InputError(f"{name} is {type(table).__name__}, expected a table")
        try:
            table = pl.DataFrame(table, strict=False)
        except Exception as error:
            raise InputError(
                f"{name} is {type(table).__name__}, expected a table of polars or pandas, or a "
                f"mapping of columns ({str(error)[:100]})"
            ) from error
    return {column.name: column for column in table.iter_columns()}


def _column_of(values: Any, name: str) -> Column:
    return values if isinstance(values, pl.Series) else values_of(values, f"column {name!r}")


def _flat(columns: Mapping[str, Column], depth: int = 1) -> dict[str, Column]:
    """The columns, those of mappings as columns of their own: ``user.name``."""
    flat: dict[str, Column] = {}
    for name, column in columns.items():
        inner = _inner(column) if depth < MAX_STRUCT_DEPTH else {}
        for key, each in (_flat(inner, depth + 1) if inner else {"": column}).items():
            unique = f"{name}.{key}" if key else name
            while unique in flat:
                unique = f"meta_{unique}"
            flat[unique] = each
    return flat


def _inner(column: Column) -> dict[str, Column]:
    """The columns inside a column of structs or mappings; none if it is another."""
    if isinstance(column, pl.Series):
        if not isinstance(column.dtype, pl.Struct):
            return {}
        return {field.name: column.struct.field(field.name) for field in column.dtype.fields}
    present = [value for value in column if value is not None]
    if not present or not all(isinstance(value, dict) and value for value in present):
        return {}
    keys = dict.fromkeys(key for value in present for key in value)
    return {
        str(key): [None if value is None else plain_value(value.get(key)) for value in column]
        for key in keys
    }


def plain_value(value: Any) -> Any:
    """The value as Python has it, None if it is marked as missing (NaN, NaT, NA)."""
    if value is None or type(value) is str:
        return value
    kind = type(value).__name__
    if kind in ("NAType", "NaTType") or (isinstance(value, float) and value != value):
        return None
    if isinstance(value, str):  # numpy's
        return str(value)
    if hasattr(value, "to_pydatetime"):  # a time of pandas
        return value.to_pydatetime(warn=False)
    if isinstance(value, pl.Series) or (
        hasattr(value, "tolist") and type(value).__module__.split(".")[0] in ("numpy", "pandas")
    ):
        return value.to_list() if isinstance(value, pl.Series) else value.tolist()
    return value
