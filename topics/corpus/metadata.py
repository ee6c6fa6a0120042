"""Columns of metadata: names that are free, types that a CSV cell can hold."""

from __future__ import annotations

import polars as pl

from topics.cleaning import clean
from topics.corpus.schemas import RESERVED_COLUMNS
from topics.errors import InputError
from topics.values import amount, value_as_text


def with_metadata(documents: pl.DataFrame, metadata: pl.DataFrame) -> pl.DataFrame:
    """Return the documents table with metadata columns added, renamed if a name is taken.

    Names in `RESERVED_COLUMNS` and names of earlier columns are taken: such a column gets the
    prefix ``meta_``. Lists and structs become JSON text. Names and texts are cleaned.
    """
    if metadata.width == 0:
        return documents
    if metadata.height != documents.height:
        raise InputError(
            f"metadata has {amount(metadata.height, 'row')} for "
            f"{amount(documents.height, 'document')}; give one row each"
        )
    taken = set(documents.columns) | RESERVED_COLUMNS
    columns: list[pl.Series] = []
    for column in metadata.iter_columns():
        name = clean(column.name)
        while name in taken:
            name = f"meta_{name}"
        taken.add(name)
        columns.append(cleaned(flat_column(column)).alias(name))
    return documents.with_columns(columns)


def flat_column(column: pl.Series) -> pl.Series:
    """The column as a type that a CSV cell holds and gives back; other types become text."""
    dtype = column.dtype
    plain = dtype in (pl.String, pl.Boolean, pl.Date) or dtype.is_integer() or dtype.is_float()
    if plain or (isinstance(dtype, pl.Datetime) and dtype.time_zone is None):
        return column
    return column_as_text(column)


def cleaned(column: pl.Series) -> pl.Series:
    """The column with its texts cleaned."""
    if column.dtype != pl.String or not column.str.contains(r"[^ -~]").any():
        return column
    texts = [None if text is None else clean(text) for text in column.to_list()]
    return pl.Series(column.name, texts, dtype=pl.String)


def column_as_text(column: pl.Series) -> pl.Series:
    """The column as text, each value as `value_as_text` writes it; null stays null."""
    if column.dtype == pl.String:
        return column
    values = [None if value is None else value_as_text(value) for value in column.to_list()]
    return pl.Series(column.name, values, dtype=pl.String)
