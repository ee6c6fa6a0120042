"""Write the folder of a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from topics.exchange.adopted import KEY as ADOPTED
from topics.notices import report_step
from topics.runs.clustering.trees import write_trees
from topics.runs.data import RunData
from topics.runs.edits.storing import QUALITY, TOPIC_TERM, write_edits
from topics.runs.effects.storing import write_effects
from topics.runs.folder.files import (
    COUNTS,
    ENGINE,
    LEARNED,
    MAP_MEMBERS,
    MEMBERS,
    RECORDED,
    ROWS,
    TABLES,
    TEXTS,
    WITNESSES,
)
from topics.runs.folder.selection import write_selection
from topics.runs.intervals.storing import write_intervals
from topics.runs.pictures import write_pictures
from topics.runs.trends.storing import write_trends
from topics.storage import (
    check_formats,
    new_folder,
    write_arrays,
    write_json,
    write_levels,
    write_manifest,
    write_sparse,
    write_table,
    write_tables,
)

N_STEPS = 5
"""Steps of writing, for the progress; pictures and report are two of them."""


def write_run(
    run: RunData,
    folder: str | Path,
    *,
    formats: Sequence[str] = (),
    overwrite: bool = False,
    text: bool = True,
) -> Path:
    """Write the run folder and give its path, as `TopicRun.save` documents."""
    kinds = check_formats(formats)
    with new_folder(folder, overwrite=overwrite) as staging:
        record = write_files(run, staging, kinds, text=text)
        write_manifest(staging, record)
    return Path(folder)


def write_files(
    run: RunData, staging: Path, kinds: tuple[str, ...], *, text: bool
) -> dict[str, Any]:
    """Write all files but the manifest; what belongs into it."""
    schemas = write_tables(staging, {name: getattr(run, name) for name in TABLES})
    write_levels(
        staging,
        run.documents,
        run.sections,
        run.document_topic,
        run.section_topic,
        formats=kinds,
    )
    write_intervals(run.stored_intervals, run.documents, staging, formats=kinds)
    report_step(1, N_STEPS)
    write_arrays(staging / TOPIC_TERM, topic_term=run.topic_term, terms=run.terms)
    _write_corpus(run, staging, text=text)
    (staging / "model").mkdir()
    write_arrays(staging / ENGINE, **run.engine_arrays)
    write_json(staging / LEARNED, asdict(run.learned))
    if run.witnesses is not None:
        write_arrays(staging / WITNESSES, **run.witnesses.arrays())
    of_others = {
        **_write_clusters(run, staging),
        **write_effects(run.estimated_effects, staging),
        **write_trends(run, staging),
        **write_selection(run.selection, staging),
    }
    write_trees(run, staging)
    of_map = run.map_members
    if of_map is not None and (run.clusters is None or of_map is not run.clusters.members):
        write_arrays(staging / MAP_MEMBERS, **of_map.arrays())
    write_json(staging / QUALITY, run.quality)
    report_step(2, N_STEPS)
    write_pictures(run, staging, report_text=run.options.report_text if text else None)
    report_step(4, N_STEPS)
    of_edits = write_edits(run, staging, kinds)
    if run.adopted is not None:
        of_others[ADOPTED] = run.adopted.record()
    has_text = text and run.section_texts is not None
    record = {name: run.manifest[name] for name in run.manifest if name not in RECORDED}
    return {**record, "tables": schemas, **of_others, **of_edits, "text": has_text}


def _write_clusters(run: RunData, staging: Path) -> dict[str, Any]:
    """Write the clusters of a run; what the manifest says of them."""
    if run.clusters is None:
        return {}
    (schema,) = write_tables(staging, {"clusters": run.clusters.table}).values()
    if run.clusters.members is not None:
        write_arrays(staging / MEMBERS, **run.clusters.members.arrays())
    return {"clusters": {"settings": run.clusters.settings, "table": schema}}


def _write_corpus(run: RunData, staging: Path, *, text: bool) -> None:
    write_sparse(staging / COUNTS, run.counts.matrix)
    rows: dict[str, NDArray[Any]] = {"row_document": run.counts.row_document}
    ids, offsets = run.counts.token_ids, run.counts.token_offsets
    if text and ids is not None and offsets is not None:
        rows |= {"token_ids": ids, "token_offsets": offsets}
        if run.counts.piece_starts is not None:
            rows["piece_starts"] = run.counts.piece_starts
    if run.counts.is_copy is not None:
        rows["is_copy"] = run.counts.is_copy
    write_arrays(staging / ROWS, **rows)
    if text and run.section_texts is not None:
        write_table(staging / TEXTS, run.section_texts.alias("text").to_frame())
