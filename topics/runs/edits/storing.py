"""Edits in a run folder: ``edits.json``, and under ``original/`` what they changed.

A file of the fitted run that edits do not change is not kept twice.
"""

from __future__ import annotations

import filecmp
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from topics.errors import InputError, RunFolderError
from topics.models import MIXTURES
from topics.results.clusters import with_topics
from topics.runs.clustering.trees import read_tree, write_trees
from topics.runs.data import RunData
from topics.runs.edits.apply import marks
from topics.runs.edits.plan import EditedTopics, edited_topics
from topics.runs.edits.steps import edits_of_record
from topics.runs.intervals.storing import read_intervals, write_intervals
from topics.runs.trends.keeping import again
from topics.runs.trends.storing import is_of_trends
from topics.shares import merged_shares
from topics.storage import (
    matrix_file,
    read_arrays,
    read_json,
    read_levels,
    read_table,
    write_arrays,
    write_json,
    write_levels,
    write_tables,
)

EDITS = "edits.json"
ORIGINAL = "original"
"""Folder, inside a run folder, of what edits changed; and the key of its schemas."""

TABLES = ("documents", "sections", "topics", "projection")
MATRICES = ("document_topic", "section_topic")
TOPIC_TERM = "topic_term.npz"
QUALITY = "quality.json"
CLUSTERS = "clusters.csv"

OF_EFFECTS = ("effects.csv", "effects_curves.csv", "effects.png", "effects.svg")
"""Files about the topics as they are shown, which new edits, and undoing them, make void."""

OF_THE_FIT = ("model/", "corpus/")
"""Folders whose files concern the fit, whatever its topics are called."""


def write_edits(run: RunData, staging: Path, formats: tuple[str, ...]) -> dict[str, Any]:
    """Write the edits of a run and what they changed; what the manifest says of them."""
    original = run.original
    if original is None:
        return {}
    folder = staging / ORIGINAL
    folder.mkdir()
    write_json(staging / EDITS, run.edits.record())
    tables = {name: getattr(original, name) for name in TABLES}
    changed = {name: table for name, table in tables.items() if table is not getattr(run, name)}
    schemas = write_tables(folder, changed)
    write_trees(replace(original, cluster_tree=None), folder)  # edits do not change clusters
    write_json(folder / QUALITY, original.quality)
    if run.topic_term is not original.topic_term:
        write_levels(
            folder,
            original.documents,
            original.sections,
            original.document_topic,
            original.section_topic,
            formats=formats,
        )
        write_intervals(original.stored_intervals, original.documents, folder, formats=formats)
        write_arrays(folder / TOPIC_TERM, topic_term=original.topic_term, terms=original.terms)
    return {ORIGINAL: schemas}


def with_edits(
    run: RunData, path: Path, manifest: Mapping[str, Any], check: Callable[[RunData, Path], None]
) -> RunData:
    """The run with its edits and its original, if its folder holds edits.

    Parameters
    ----------
    run : RunData
        What the folder shows.
    path : Path
    manifest : mapping
    check : callable
        Called with the original and the path; raises if its parts do not fit each other.

    Raises
    ------
    RunFolderError
        The edits, the original and the run do not fit each other.
    """
    if EDITS not in manifest["files"]:
        return run
    original = _original(run, path, manifest)
    check(original, path)
    tree = read_tree(original, "topics", path, manifest["files"], f"{ORIGINAL}/")
    original = replace(original, topic_tree=tree)
    try:
        edits = edits_of_record(read_json(path / EDITS))
        planned = edited_topics(edits, original.n_topics)
    except InputError as error:
        raise RunFolderError(f"{EDITS} of {path} holds no edits of this run: {error}") from error
    shown = [getattr(run, name) for name in MATRICES]
    expected = [merged_shares(getattr(original, name), planned.members) for name in MATRICES]
    is_of_edits = edits and all(map(np.array_equal, shown, expected))
    if not is_of_edits or not _marks_are(run, planned):
        raise RunFolderError(
            f"{path} does not hold what its edits make of its original; restore it from a copy, "
            "or fit again"
        )
    return replace(run, edits=edits, original=original)


def _marks_are(run: RunData, planned: EditedTopics) -> bool:
    """Whether the table of topics has the columns that the edits give it."""
    expected = marks(planned)
    return all(
        name in run.topics.columns and run.topics[name].equals(column, null_equal=True)
        for name, column in expected.items()
    )


def carried_over(old: Path, files: Mapping[str, str], staging: Path, *, undo: bool) -> list[str]:
    """Carry the files of a run folder over to the one that replaces it; names of those left out.

    What edits change moves to ``original/``, byte for byte, and undoing them moves it back. That
    includes the pictures and what other commands wrote of the fitted topics. What they wrote of
    edited topics is left out when the edits change. Clusters are those of the run, whatever its
    topics are called.

    Parameters
    ----------
    old : Path
        A run folder that was verified.
    files : mapping of str to str
        Files in its manifest.
    staging : Path
        The new folder, complete but for its manifest.
    undo : bool
        Whether the new folder holds the original.
    """
    was_edited = EDITS in files
    left_out = []
    for name in files:
        inner = name.removeprefix(f"{ORIGINAL}/")
        if is_of_trends(inner):
            continue  # the new folder has them of its own topics
        if inner == CLUSTERS:
            continue  # written with the run; a copy would be of the clusters before the edits
        if was_edited and inner != name:
            target = inner if undo else name
            if not undo and same_files(old / name, staging / inner):
                continue  # the new edits do not change it
        elif name == EDITS or same_files(old / name, staging / name):
            continue
        elif name in OF_EFFECTS:
            left_out.append(name)
            continue
        elif name.startswith(OF_THE_FIT) and not (staging / name).exists():
            target = name
        elif was_edited:
            if not (staging / name).exists():
                left_out.append(name)
            continue
        else:
            target = f"{ORIGINAL}/{name}"
        (staging / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(old / name, staging / target)
    return left_out


def same_files(old: Path, new: Path) -> bool:
    """Whether two files have the same bytes, or neither exists."""
    if old.exists() and new.exists():
        return filecmp.cmp(old, new, shallow=False)
    return not old.exists() and not new.exists()


def _original(run: RunData, path: Path, manifest: Mapping[str, Any]) -> RunData:
    """The run before its edits: its own parts but for those under ``original/``."""
    schemas, folder, files = manifest.get(ORIGINAL), path / ORIGINAL, manifest["files"]
    if not isinstance(schemas, dict) or not set(schemas) <= set(TABLES):
        raise RunFolderError(f"the manifest of {path} does not describe its original tables")
    names = [f"{ORIGINAL}/{name}" for name in (*(f"{name}.csv" for name in schemas), QUALITY)]
    is_merged = f"{ORIGINAL}/{TOPIC_TERM}" in files
    if is_merged:
        names += [matrix_file(f"{ORIGINAL}/{name}", files) for name in MATRICES]
    for name in names:
        if name not in files:
            raise RunFolderError(f"{path} lacks {name}; restore it from a copy")
    parts: dict[str, Any] = {
        name: read_table(folder / f"{name}.csv", schema) for name, schema in schemas.items()
    }
    if is_merged:
        levels = read_levels(path, files, f"{ORIGINAL}/")
        parts |= dict(zip(MATRICES, levels, strict=True))
        arrays = read_arrays(folder / TOPIC_TERM)
        if "topic_term" not in arrays:
            raise RunFolderError(f"{folder / TOPIC_TERM} lacks the array topic_term; fit again")
        parts["topic_term"] = arrays["topic_term"]
        parts["stored_intervals"] = read_intervals(
            path,
            files,
            parts["document_topic"],
            f"{ORIGINAL}/",
            hold_shares=run.options.model in MIXTURES,
        )
    parts["quality"] = read_json(folder / QUALITY)
    original = replace(run, **parts, topic_tree=None, estimated_effects=None, trends=None)
    if run.trends is not None:
        labels = original.topics["label"].to_list()
        trends = again(original, run.trends) if is_merged else run.trends.with_labels(labels)
        original = replace(original, trends=trends)
    if run.clusters is not None:
        tables = (original.documents, original.sections)
        shares = (original.document_topic, original.section_topic)
        original = replace(original, clusters=with_topics(run.clusters, *tables, *shares))
    return original
