"""Clusters of a run as plain data, and the columns that its tables have of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.results.clusters.members import Members

CLUSTER, STRENGTH, NEAREST = "cluster", "cluster_strength", "nearest_cluster"
"""Columns of the tables of documents and sections: the cluster of the row, -1 for noise; the share
of its weight to neighbours that falls to rows of its cluster; and, where there is noise, the
nearest cluster. All are null for rows without counted terms."""

TABLE_SCHEMA: dict[str, pl.DataType] = {
    "cluster": pl.Int64(),
    "label": pl.String(),
    "terms": pl.String(),
    "n_documents": pl.Int64(),
    "n_sections": pl.Int64(),
    "silhouette": pl.Float64(),
    "stability": pl.Float64(),
    "topics": pl.String(),
    "representatives": pl.String(),
    "parent": pl.String(),
}
"""Columns of clusters.csv."""


@dataclass(frozen=True, eq=False)
class Clusters:
    """Clusters of the documents or of the sections of a run.

    The cluster of every row is in the columns `CLUSTER` and `STRENGTH` of the run's tables.

    Attributes
    ----------
    table : polars.DataFrame
        cluster, label, terms, n_documents, n_sections, silhouette, stability, topics (the largest
        ones, with their shares), representatives (ids), parent (the label of the cluster's node
        on the highest level of the tree, null without a tree).
    settings : dict
        method, level, view, n_clusters, resolution, random_state; scale and n_neighbours of the
        graph, which new rows need.
    members : Members or None
        The fits that a consensus view is made of.
    """

    table: pl.DataFrame
    settings: dict[str, Any]
    members: Members | None = None

    @property
    def level(self) -> str:
        """The level whose rows were clustered."""
        return str(self.settings["level"])


def columns_of(
    labels: NDArray[np.int64],
    strength: NDArray[np.float64],
    rows: NDArray[np.int64],
    n_rows: int,
    nearest: NDArray[np.int64] | None = None,
) -> list[pl.Series]:
    """Columns of a table for the clusters of some of its rows; null for the others.

    Parameters
    ----------
    labels, strength : array, shape (len(rows),)
    rows : array of int
        Numbers of the rows that are in a cluster or noise.
    n_rows : int
        Number of all rows of the table.
    nearest : array, shape (len(rows),), optional
    """
    named = {CLUSTER: labels, STRENGTH: strength}
    if nearest is not None:
        named[NEAREST] = nearest
    columns = []
    for name, values in named.items():
        dtype = pl.Float64 if values.dtype.kind == "f" else pl.Int64
        cells = np.zeros(n_rows, dtype=values.dtype)
        cells[rows] = values
        is_missing = np.ones(n_rows, dtype=bool)
        is_missing[rows] = False
        columns.append(pl.Series(name, cells, dtype=dtype).set(pl.Series(is_missing), None))
    return columns


def with_columns(table: pl.DataFrame, columns: list[pl.Series], after: str) -> pl.DataFrame:
    """The table with the columns of clusters behind another one, in the place of earlier ones.

    Parameters
    ----------
    table : polars.DataFrame
    columns : list of polars.Series
    after : str
        The column in front of them; at the end of the table if it has no such column.
    """
    table = table.drop(CLUSTER, STRENGTH, NEAREST, strict=False)
    place = table.columns.index(after) + 1 if after in table.columns else table.width
    for shift, column in enumerate(columns):
        table = table.insert_column(place + shift, column)
    return table
