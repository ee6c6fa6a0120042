"""Check that the files of a run folder fit each other: each may be valid by itself."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from topics.errors import RunFolderError
from topics.results import PROJECTION_SCHEMA, coordinates_of
from topics.results.seeds import SEED_COLUMNS
from topics.runs.data import RunData
from topics.runs.relabel import ORIGIN
from topics.values import amount

TOPIC_COLUMNS = {
    "topic": pl.Int64(),
    "label": pl.String(),
    "terms": pl.String(),
    "share": pl.Float64(),
    "coherence": pl.Float64(),
}
"""Columns of topics.csv without which a run is refused. A new column does not belong here, because
earlier runs lack it."""

TOPIC_COLUMNS_OF_SOME = {
    ORIGIN: pl.String(),
    "stability": pl.Float64(),
    "stability_low": pl.Float64(),
    "stability_high": pl.Float64(),
    **dict.fromkeys(
        (
            *("u_mass", "c_uci", "c_npmi", "c_v", "exclusivity"),
            *("effective_terms", "effective_documents", "effective_tokens"),
            *(name for name in SEED_COLUMNS if name != "seed_words"),
        ),
        pl.Float64(),
    ),
    "pairs_never_met": pl.Int64(),
}
"""Columns of topics.csv that not every run has, but whole and of this type where it does."""

KEY_COLUMNS: dict[str, dict[str, pl.DataType | None]] = {
    "documents": {"id": pl.String(), "title": pl.String(), "n_terms": None},
    "sections": {
        "document": pl.String(),
        "position": pl.Int64(),
        "heading": pl.String(),
        "n_terms": None,
    },
}
"""Columns, with their types where these are fixed, that other tables refer to."""


def check_sizes(run: RunData, path: Path) -> None:
    """Check that shapes agree: every file may be valid by itself and still not fit the others."""
    n_topics = run.topics.height
    expected = {
        "document_topic": (run.documents.height, n_topics),
        "section_topic": (run.sections.height, n_topics),
        "topic_term": (n_topics, run.counts.n_vocabulary),
    }
    for name, shape in expected.items():
        actual = getattr(run, name).shape
        if actual != shape:
            raise RunFolderError(f"{name} of {path} has shape {actual}, its tables say {shape}")
    if run.counts.n_rows != run.sections.height:
        raise RunFolderError(
            f"{path} has counts of {amount(run.counts.n_rows, 'row')} for "
            f"{amount(run.sections.height, 'section')}"
        )
    required = run.topics.select(name for name in TOPIC_COLUMNS if name in run.topics.columns)
    if required.schema != TOPIC_COLUMNS or any(required.null_count().row(0)):
        raise RunFolderError(f"topics.csv of {path} lacks columns or cells; fit again")
    for column, kind in TOPIC_COLUMNS_OF_SOME.items():
        cells = run.topics.get_column(column, default=pl.Series(dtype=kind))
        if cells.dtype != kind or (kind == pl.String() and cells.null_count()):
            raise RunFolderError(f"topics.csv of {path} has no proper {column}; fit again")
    for name, columns in KEY_COLUMNS.items():
        schema = getattr(run, name).schema
        for column, dtype in columns.items():
            if column not in schema or dtype not in (None, schema[column]):
                raise RunFolderError(f"{name}.csv of {path} has no proper {column}; fit again")
    _check_projection(run, path)
    for name in ("scores", "warnings"):
        entries = run.quality.get(name) if isinstance(run.quality, dict) else None
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise RunFolderError(f"quality.json of {path} lacks {name}; fit again")


def _check_projection(run: RunData, path: Path) -> None:
    """Check that the map, if there is one, holds every document and section."""
    table = run.projection
    expected = dict(PROJECTION_SCHEMA)
    if run.options.map_engine == "umap-learn" and "z" in table.columns:
        expected["z"] = pl.Float64()
    if set(table.schema.items()) != set(expected.items()):
        raise RunFolderError(f"projection.csv of {path} has other columns than a map; fit again")
    sizes = [0, run.documents.height + run.sections.height]
    if run.options.map_view == "embeddings" and table["level"].n_unique() == 1:
        sizes.append((run.documents if table["level"][0] == "document" else run.sections).height)
    if table.height not in sizes:
        raise RunFolderError(
            f"projection.csv of {path} does not hold its documents and sections; fit again"
        )
    # umap-learn places new rows in float32; NaN fails the comparison.
    if not (np.abs(coordinates_of(table)) <= np.finfo(np.float32).max).all():
        raise RunFolderError(f"projection.csv of {path} has coordinates that are no numbers")
