"""What must hold of the tables of a corpus."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from topics.errors import InputError
from topics.values import amount


def check_unique_ids(ids: pl.Series) -> None:
    """Raise InputError if ids are missing or repeat; the message names the first ones."""
    if ids.null_count():
        raise InputError(
            f"{amount(ids.null_count(), 'document')} without an id; give every document one"
        )
    repeated = ids.filter(ids.is_duplicated()).unique(maintain_order=True)
    if len(repeated):
        first = ", ".join(repr(name) for name in repeated.head(3))
        raise InputError(
            f"{amount(len(repeated), 'id')} of more than one document, first {first}; ids must be "
            "unique: rename them, or name another id column"
        )


def check_order(ids: pl.Series, sections: pl.DataFrame) -> None:
    """Raise InputError unless sections are in document order with positions from 0."""
    rows = pl.DataFrame({"document": ids}).with_row_index("row")
    ordered = sections.select("document", "position").join(
        rows, on="document", how="left", maintain_order="left"
    )
    if not ordered["row"].is_sorted():
        raise InputError("expected sections in the order of their documents; sort them")
    expected = ordered.select(pl.int_range(pl.len(), dtype=pl.Int64).over("document")).to_series()
    if not expected.equals(ordered["position"]):
        raise InputError("expected positions of sections that count from 0 in every document")


def check_columns(table: pl.DataFrame, schema: Mapping[str, pl.DataType], name: str) -> None:
    """Raise InputError unless the table has the columns of the schema, of these types."""
    for column, dtype in schema.items():
        if column not in table.columns:
            raise InputError(f"the {name} table has no column {column!r}")
        if table[column].dtype != dtype:
            raise InputError(
                f"column {column!r} of the {name} table is {table[column].dtype}, expected {dtype}"
            )
