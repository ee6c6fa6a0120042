"""AnnData: rows × terms, with shares of topics beside them."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import scipy.sparse as sp

from topics.exchange.exporting.plain import PlainRun
from topics.values import printable, value_as_text


def exported(plain: PlainRun) -> Any:
    """An ``anndata.AnnData``.

    ``X`` are the counts, ``obs`` the table of the rows, ``var`` the terms, ``obsm["X_topics"]``
    the shares, ``obsm["X_umap"]`` the map, ``varm["topics"]`` the topics' probabilities of terms
    and ``uns["topics"]`` their table. Topic ``k`` is column ``k``.
    """
    made = import_module("anndata").AnnData(
        X=sp.csr_matrix(plain.counts).astype(np.float32),
        obs=_frame(plain.rows, plain.names),
        var=_frame(pl.DataFrame({"n": plain.term_counts}), plain.terms.tolist()),
    )
    made.obsm["X_topics"] = plain.row_topic.copy()
    if plain.coordinates is not None:
        made.obsm["X_umap"] = plain.coordinates.copy()
    made.varm["topics"] = np.ascontiguousarray(plain.topic_term.T)
    made.uns["topics"] = _frame(plain.topics, [str(k) for k in range(plain.n_topics)])
    made.uns["level"], made.uns["model"] = plain.level, plain.model
    return made


def _frame(table: pl.DataFrame, index: list[str]) -> Any:
    """A pandas frame of columns that h5ad can hold: numbers, truth values and text."""
    import pandas as pd

    columns: dict[str, Any] = {}
    for column in table:
        # A slash would be a folder of the file.
        name = printable(column.name).replace("/", "_")
        while name in columns or name == "_index":
            name += "_"
        if column.dtype.is_numeric() and not column.null_count():
            columns[name] = column.to_numpy()
        elif column.dtype.is_numeric():
            columns[name] = column.cast(pl.Float64).to_numpy()
        elif column.dtype == pl.Boolean and not column.null_count():
            columns[name] = column.to_numpy()
        else:
            columns[name] = ["" if each is None else value_as_text(each) for each in column]
    return pd.DataFrame(columns, index=pd.Index(index, dtype=object))


def write(made: Any, path: Path) -> None:
    """An .h5ad file."""
    made.write_h5ad(path)
