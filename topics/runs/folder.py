"""A run folder → TopicRun: everything verified and checked before it is believed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.counts import Counts
from topics.errors import InputError, RunFolderError
from topics.results import KIND
from topics.runs.topic_run import LEARNED, TABLES, TopicRun
from topics.storage import (
    read_arrays,
    read_json,
    read_manifest,
    read_matrix,
    read_sparse,
    read_table,
    refresh_files,
    verify,
)

REQUIRED = (
    *(f"{name}.csv" for name in TABLES),
    "document_topic.csv",
    "section_topic.csv",
    "topic_term.npz",
    "quality.json",
    "corpus/rows.npz",
    *(f"corpus/counts/{part}.npy" for part in ("data", "indices", "indptr", "shape")),
    "model/arrays.npz",
)
"""Files that every run folder holds and `load` reads."""
TOPIC_COLUMNS = {
    "topic": pl.Int64(),
    "label": pl.String(),
    "terms": pl.String(),
    "share": pl.Float64(),
    "coherence": pl.Float64(),
}
"""Columns of topics.csv that are shown."""
PICTURES = ("map.png", "report.html")
"""Files that follow from the others."""


def load(folder: str | Path) -> TopicRun:
    """The run that `TopicRun.save` or the command line wrote, its checksums verified.

    Nothing in the folder is executed: it holds tables, arrays and JSON only.

    Raises
    ------
    RunFolderError
        No run folder, another format version, or files missing or changed (named).
    """
    path = Path(folder)
    manifest = _manifest(path)
    verify(path, manifest, required=REQUIRED)
    return _read_run(path, manifest)


def report_again(folder: str | Path) -> Path:
    """Write ``report.html`` and ``map.png`` of a saved run anew; gives the report's path.

    What these two held before does not matter; everything else is verified.
    """
    path = Path(folder)
    manifest = _manifest(path)
    kept = {name: sha for name, sha in manifest["files"].items() if name not in PICTURES}
    verify(path, {**manifest, "files": kept}, required=REQUIRED)
    refresh_files(path, _read_run(path, manifest).write_pictures)
    return path / "report.html"


def _manifest(path: Path) -> dict[str, Any]:
    """The manifest of a fitted run."""
    manifest = read_manifest(path)
    if manifest.get("kind") == KIND:
        raise RunFolderError(
            f"{path} holds transformed documents, not a fitted run; name the folder that `fit` "
            "wrote"
        )
    return manifest


def _read_run(path: Path, manifest: dict[str, Any]) -> TopicRun:
    schemas = manifest.get("tables")
    if not isinstance(schemas, dict) or not all(name in schemas for name in TABLES):
        raise RunFolderError(f"the manifest of {path} does not describe its tables; fit again")
    tables = {name: read_table(path / f"{name}.csv", schemas[name]) for name in TABLES}
    named = read_arrays(path / "topic_term.npz")
    texts = path / "corpus" / "texts.csv"
    has_texts = "corpus/texts.csv" in manifest["files"]
    learned = read_json(path / LEARNED) if LEARNED in manifest["files"] else {}
    run = TopicRun(
        **tables,
        document_topic=read_matrix(path / "document_topic")[1],
        section_topic=read_matrix(path / "section_topic")[1],
        topic_term=_array(named, "topic_term", path),
        quality=read_json(path / "quality.json"),
        counts=_read_counts(path, _array(named, "terms", path), tables["documents"].height),
        model=read_arrays(path / "model" / "arrays.npz"),
        manifest={key: manifest[key] for key in manifest if key not in {"files", "tables"}},
        section_texts=read_table(texts, {"text": "String"})["text"] if has_texts else None,
        learned=learned if isinstance(learned, dict) else {},
    )
    _check_sizes(run, path)
    return run


def _read_counts(path: Path, terms: NDArray[np.str_], n_documents: int) -> Counts:
    rows = read_arrays(path / "corpus" / "rows.npz")
    try:
        return Counts(
            matrix=read_sparse(path / "corpus" / "counts"),
            terms=terms,
            row_document=_array(rows, "row_document", path),
            n_documents=n_documents,
            token_ids=rows.get("token_ids"),
            token_offsets=rows.get("token_offsets"),
        )
    except InputError as error:
        raise RunFolderError(f"the counts of {path} do not fit together: {error}") from error


def _array(arrays: dict[str, NDArray[Any]], name: str, path: Path) -> NDArray[Any]:
    if name not in arrays:
        raise RunFolderError(f"{path} lacks the array {name}; fit again")
    return arrays[name]


def _check_sizes(run: TopicRun, path: Path) -> None:
    """Shapes agree with each other: every file may be valid by itself and yet not fit."""
    n_topics = run.topics.height
    expected = {
        "document_topic": (run.documents.height, n_topics),
        "section_topic": (run.sections.height, n_topics),
        "topic_term": (n_topics, run.counts.n_vocabulary),
    }
    for name, shape in expected.items():
        found = getattr(run, name).shape
        if found != shape:
            raise RunFolderError(f"{name} of {path} has shape {found}, its tables say {shape}")
    if run.counts.n_rows != run.sections.height:
        raise RunFolderError(
            f"{path} has counts of {run.counts.n_rows} rows for {run.sections.height} sections"
        )
    shown = run.topics.select(name for name in TOPIC_COLUMNS if name in run.topics.columns)
    if shown.schema != TOPIC_COLUMNS or any(shown.null_count().row(0)):
        raise RunFolderError(f"topics.csv of {path} lacks columns or cells; fit again")
    for name in ("scores", "warnings"):
        entries = run.quality.get(name) if isinstance(run.quality, dict) else None
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise RunFolderError(f"quality.json of {path} lacks {name}; fit again")
