"""Clusters from a run folder, which is untrusted, checked against the rest of the run."""

from __future__ import annotations

import math

import numpy as np
import polars as pl

from topics.choices import CLUSTER_METHODS, CLUSTER_VIEWS, LEVELS, MAX_RANDOM_STATE
from topics.counts import Counts
from topics.errors import RunFolderError
from topics.results.clusters.data import CLUSTER, NEAREST, STRENGTH, TABLE_SCHEMA, Clusters

SETTINGS: dict[str, type | tuple[type, ...]] = {
    "method": str,
    "level": str,
    "view": str,
    "n_clusters": (int, type(None)),
    "resolution": (int, float, type(None)),
    "random_state": int,
    "scale": list,
    "n_neighbours": int,
}
"""Settings of clusters in the manifest, with their types."""


WHOLE = (
    *("cluster", "label", "terms", "n_documents", "n_sections"),
    *("topics", "representatives"),
)
"""Columns of clusters.csv that have no empty cells."""


def check_clusters(
    clusters: Clusters, documents: pl.DataFrame, sections: pl.DataFrame, counts: Counts
) -> None:
    """Raise RunFolderError if clusters from a folder do not fit the rest of its run."""
    _check_settings(clusters)
    if dict(clusters.table.schema) != TABLE_SCHEMA or not _is_whole(clusters.table):
        raise RunFolderError("clusters.csv has no proper columns or cells; cluster the run again")
    n_clusters = clusters.table.height
    for level, table, n_terms in (
        ("document", documents, counts.n_terms_of_documents),
        ("section", sections, counts.n_terms),
    ):
        is_own = level == clusters.level
        if not (is_own or CLUSTER in table.columns):
            continue  # a view may know one level only
        labels = table.get_column(CLUSTER, default=pl.Series(dtype=pl.String))
        fits = _are_clusters(labels, n_clusters) and _columns_fit(table, n_clusters)
        # Rows without counted terms have no cluster, all others have one or are noise.
        if not fits or not np.array_equal(labels.is_null().to_numpy(), n_terms == 0):
            raise _misfit()
        if is_own:
            found = labels.filter(labels >= 0).to_numpy()
            sizes = np.bincount(found, minlength=n_clusters)
            is_told = np.array_equal(sizes, clusters.table[f"n_{level}s"].to_numpy())
            if not is_told or 0 in sizes or clusters.settings["n_neighbours"] >= len(table):
                raise _misfit()


def _check_settings(clusters: Clusters) -> None:
    settings = clusters.settings
    for name, kind in SETTINGS.items():
        value = settings.get(name)
        if not isinstance(value, kind) or isinstance(value, bool):
            raise RunFolderError(f"the {name} of the run's clusters is missing; cluster it again")
    choices = (("method", CLUSTER_METHODS), ("level", LEVELS), ("view", CLUSTER_VIEWS))
    is_known = all(settings[name] in known for name, known in choices)
    is_scaled = len(settings["scale"]) == settings["view"].count("+") + 1 and all(
        type(each) in (int, float) and 0 <= each < math.inf for each in settings["scale"]
    )
    is_seeded = 0 <= settings["random_state"] <= MAX_RANDOM_STATE
    lacks_members = "consensus" in settings["view"] and clusters.members is None
    is_in_range = is_scaled and is_seeded and settings["n_neighbours"] >= 0
    if not is_known or not is_in_range or lacks_members:
        raise RunFolderError("the settings of the run's clusters are damaged; cluster it again")


def _is_whole(table: pl.DataFrame) -> bool:
    """Whether clusters are numbered from 0, and only what need not be known is null."""
    known = table.select(WHOLE)
    scores = table.select(pl.col("silhouette", "stability").fill_null(0.0).is_finite().all())
    is_numbered = np.array_equal(table["cluster"].to_numpy(), np.arange(table.height))
    return is_numbered and not any(known.null_count().row(0)) and all(scores.row(0))


def _are_clusters(column: pl.Series, n_clusters: int) -> bool:
    """Whether the numbers of a column are those of clusters, -1 or null."""
    return column.dtype == pl.Int64 and bool(column.is_between(-1, n_clusters - 1).all())


def _columns_fit(table: pl.DataFrame, n_clusters: int) -> bool:
    """Whether strengths are shares, and nearest clusters are clusters."""
    strength = table.get_column(STRENGTH, default=pl.Series(dtype=pl.String))
    nearest = table.get_column(NEAREST, default=pl.Series(dtype=pl.Int64))
    is_share = strength.dtype == pl.Float64 and bool(strength.is_between(0, 1).all())
    return is_share and _are_clusters(nearest, n_clusters)


def _misfit() -> RunFolderError:
    return RunFolderError("the run's tables do not fit its clusters; cluster it again")
