"""Read the folder of a run, verified by its checksums."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.counting import LearnedVocabulary
from topics.counting.words.cutting import CUTTER
from topics.counts import Counts
from topics.errors import InputError, RunFolderError
from topics.exchange.adopted import KEY as ADOPTED
from topics.exchange.adopted import Adopted
from topics.memory import hand_over
from topics.models import MIXTURES
from topics.results import Witnesses, read_parameters
from topics.results.clusters import Clusters, Members, check_clusters
from topics.runs.clustering.trees import read_trees
from topics.runs.data import RunData
from topics.runs.edits.storing import CLUSTERS, QUALITY, TOPIC_TERM, with_edits
from topics.runs.effects.storing import read_effects
from topics.runs.folder.checks import check_sizes
from topics.runs.folder.files import (
    COUNTS,
    ENGINE,
    LEARNED,
    MAP_MEMBERS,
    MEMBERS,
    ROWS,
    TABLES,
    TEXTS,
    UNLOADED,
    WITNESSES,
    required_of,
)
from topics.runs.folder.selection import read_selection
from topics.runs.intervals.storing import read_intervals
from topics.runs.pictures import PICTURES
from topics.runs.trends.storing import pictures_of_trends, read_trends
from topics.storage import (
    CONTENTS,
    read_arrays,
    read_json,
    read_levels,
    read_manifest,
    read_sparse,
    read_table,
    verify,
)

RECORD_TYPES: dict[str, type] = {
    "arguments": list,
    "inputs": list,
    "parameters": dict,
    "seconds": dict,
    "versions": dict,
}
"""Types of the records in a manifest."""


def read_run(folder: str | Path) -> RunData:
    """The run in a folder, its checksums verified and its parts checked against each other.

    Raises
    ------
    RunFolderError
        No run folder, another format version, or files missing or changed (named).
    """
    path = Path(folder)
    manifest = manifest_of_run(path)
    pictures = (*PICTURES, *pictures_of_trends(manifest["files"]))
    verify(path, manifest, required=required_of(manifest["files"]), pictures=pictures)
    return read_parts(path, manifest)


def manifest_of_run(path: Path) -> dict[str, Any]:
    """The manifest of a fitted run."""
    manifest = read_manifest(path)
    for name, kind in RECORD_TYPES.items():
        if not isinstance(manifest.setdefault(name, kind()), kind):
            raise RunFolderError(
                f"the manifest of {path} has no {name} as a fit writes it; fit again"
            )
    if manifest.get("kind") in CONTENTS:
        raise RunFolderError(
            f"{path} holds {CONTENTS[manifest['kind']]}, not a fitted run; name the folder that "
            "run.save wrote"
        )
    return manifest


def read_parts(path: Path, manifest: dict[str, Any]) -> RunData:
    """The run in a folder whose files were verified, its parts checked against each other."""
    schemas = manifest.get("tables")
    if not isinstance(schemas, dict) or not all(name in schemas for name in TABLES):
        raise RunFolderError(f"the manifest of {path} does not describe its tables; fit again")
    tables: dict[str, Any] = {
        name: read_table(path / f"{name}.csv", schemas[name]) for name in TABLES
    }
    named = read_arrays(path / TOPIC_TERM, mapped=True)
    has_texts = TEXTS in manifest["files"]
    engine = read_arrays(path / ENGINE)
    terms = _array(named, "terms", path)
    # In an edited run the topics of the fit.
    n_topics = len(np.atleast_1d(engine.get("components", ())))  # of one number, too
    shape = (n_topics, terms.size, tables["sections"].height)
    document_topic, section_topic = read_levels(path, manifest["files"])
    run = RunData(
        **tables,
        document_topic=document_topic,
        section_topic=section_topic,
        topic_term=_array(named, "topic_term", path),
        quality=read_json(path / QUALITY),
        counts=_read_counts(path, terms, tables["documents"].height),
        engine_arrays=engine,
        parameters=read_parameters(manifest.get("parameters")),
        manifest={key: manifest[key] for key in manifest if key not in UNLOADED},
        witnesses=(
            Witnesses.from_arrays(read_arrays(path / WITNESSES, mapped=True), shape)
            if WITNESSES in manifest["files"]
            else None
        ),
        section_texts=read_table(path / TEXTS, {"text": "String"})["text"] if has_texts else None,
        learned=_learned(read_json(path / LEARNED) if LEARNED in manifest["files"] else {}),
        adopted=Adopted.from_record(manifest.get(ADOPTED)),
    )
    check_sizes(run, path)
    intervals = read_intervals(
        path,
        manifest["files"],
        run.document_topic,
        hold_shares=run.options.model in MIXTURES,
    )
    run = replace(run, stored_intervals=intervals)
    if CLUSTERS in manifest["files"]:
        run = replace(run, clusters=_read_clusters(run, path, manifest))
    run = replace(run, estimated_effects=read_effects(path, manifest, run.n_topics))
    run = replace(run, trends=read_trends(path, manifest, run.n_topics))
    run = replace(run, selection=read_selection(path, manifest))
    run = replace(run, **read_trees(run, path, manifest["files"]))
    run = replace(run, map_members=_read_map_members(run, path, manifest))
    run = with_edits(run, path, manifest, check_sizes)
    hand_over()
    return run


def _read_clusters(run: RunData, path: Path, manifest: dict[str, Any]) -> Clusters:
    """The clusters of a run, checked against its tables."""
    record = manifest.get("clusters")
    if not isinstance(record, dict) or not isinstance(record.get("settings"), dict):
        raise RunFolderError(
            f"the manifest of {path} does not describe its clusters; cluster again"
        )
    members = None
    if MEMBERS in manifest["files"]:
        members = Members.from_arrays(read_arrays(path / MEMBERS), run.counts.n_vocabulary)
    table = read_table(path / CLUSTERS, record.get("table", {}))
    if "parent" not in table.columns:  # earlier versions kept no trees
        table = table.with_columns(parent=pl.lit(None, pl.String))
    clusters = Clusters(table, record["settings"], members)
    check_clusters(clusters, run.documents, run.sections, run.counts)
    return clusters


def _read_map_members(run: RunData, path: Path, manifest: dict[str, Any]) -> Members | None:
    """The fits that the map shows, if it is of a consensus."""
    if run.options.map_view != "consensus" or not run.projection.height:
        return None
    if MAP_MEMBERS in manifest["files"]:
        return Members.from_arrays(read_arrays(path / MAP_MEMBERS), run.counts.n_vocabulary)
    if run.clusters is None or run.clusters.members is None:
        raise RunFolderError(f"the map of {path} lacks its fits; draw it again (topics project)")
    return run.clusters.members


def _learned(record: Any) -> LearnedVocabulary:
    names = ("phrases", "shared_headings", "too_frequent")
    lists = [record.get(name, []) if isinstance(record, dict) else None for name in names]
    for entries in lists:
        if not isinstance(entries, list) or not all(isinstance(entry, str) for entry in entries):
            raise RunFolderError(
                "the run's phrases, shared headings or frequent terms are not lists of strings; "
                "fit again"
            )
    piece_tokens = record.get("piece_tokens", 0)  # earlier versions cut no pieces
    if not isinstance(piece_tokens, int) or piece_tokens < 0:
        raise RunFolderError(f"the run's piece_tokens is {piece_tokens!r:.50}; fit again")
    phrases, shared_headings, too_frequent = (tuple(entries or ()) for entries in lists)
    return LearnedVocabulary(
        phrases,
        shared_headings,
        too_frequent,
        piece_tokens,
        *_normal_forms(record),
        cut_by=CUTTER if record.get("cut_by") else "",
        analyzer=str(record.get("analyzer", "")),
    )


def _normal_forms(record: dict[str, Any]) -> tuple[str, tuple[tuple[str, str, str], ...]]:
    """The main language and the forms of stems; earlier versions had none."""
    main, forms = record.get("main_language", ""), record.get("forms", [])
    is_valid = isinstance(main, str) and isinstance(forms, list)
    for form in forms if is_valid else ():
        is_valid &= isinstance(form, list) and [type(each) for each in form] == [str] * 3
    if not is_valid:
        raise RunFolderError("the run's forms of stems are not lists of three strings; fit again")
    return main, tuple((language, stem, word) for language, stem, word in forms)


def _read_counts(path: Path, terms: NDArray[np.str_], n_documents: int) -> Counts:
    rows = read_arrays(path / ROWS, mapped=True)
    try:
        return Counts(
            matrix=read_sparse(path / COUNTS, mapped=True),
            terms=terms,
            row_document=_array(rows, "row_document", path),
            n_documents=n_documents,
            token_ids=rows.get("token_ids"),
            token_offsets=rows.get("token_offsets"),
            piece_starts=rows.get("piece_starts"),
            is_copy=rows.get("is_copy"),
        )
    except InputError as error:
        raise RunFolderError(f"the counts of {path} do not fit together: {error}") from error


def _array(arrays: dict[str, NDArray[Any]], name: str, path: Path) -> NDArray[Any]:
    if name not in arrays:
        raise RunFolderError(f"{path} lacks the array {name}; fit again")
    return arrays[name]
