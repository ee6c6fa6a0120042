"""The run folder: what it holds, how it is written, and how it is read back and checked."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.counting import LearnedVocabulary
from topics.counts import Counts
from topics.errors import InputError, RunFolderError
from topics.exchange.adopted import KEY as ADOPTED
from topics.exchange.adopted import Adopted
from topics.notices import report_step
from topics.results import PROJECTION_SCHEMA, Witnesses, coordinates_of, read_parameters
from topics.results.clusters import Clusters, Members, check_clusters
from topics.results.seeds import SEED_COLUMNS
from topics.runs.clustering.trees import FILES as TREE_FILES
from topics.runs.clustering.trees import read_trees, write_trees
from topics.runs.data import RunData
from topics.runs.edits.storing import (
    CLUSTERS,
    MATRICES,
    ORIGINAL,
    QUALITY,
    TOPIC_TERM,
    carried_over,
    same_files,
    with_edits,
    write_edits,
)
from topics.runs.effects.storing import FILES as EFFECTS
from topics.runs.effects.storing import KEY as EFFECTS_KEY
from topics.runs.effects.storing import read_effects, write_effects
from topics.runs.pictures import PICTURES, write_pictures
from topics.runs.plots.files import picture_endings
from topics.runs.relabel import ORIGIN
from topics.runs.trends.storing import pictures_of_trends, read_trends, write_trends
from topics.storage import (
    CONTENTS,
    check_formats,
    new_folder,
    read_arrays,
    read_json,
    read_manifest,
    read_matrix,
    read_sparse,
    read_table,
    refresh_files,
    verify,
    write_arrays,
    write_json,
    write_levels,
    write_manifest,
    write_sparse,
    write_table,
    write_tables,
)
from topics.values import amount

N_STEPS = 5
"""Steps of writing, for the progress; pictures and report are two of them."""

PROJECTION = "projection.csv"

TABLES = ("documents", "sections", "topics", "projection", "removed")
ROWS = "corpus/rows.npz"
COUNTS = "corpus/counts"
TEXTS = "corpus/texts.csv"
ENGINE = "model/arrays.npz"
LEARNED = "model/terms.json"
WITNESSES = "model/witnesses.npz"
MEMBERS = "model/members.npz"
MAP_MEMBERS = "model/map_members.npz"

REQUIRED = (
    *(f"{name}.csv" for name in (*TABLES, *MATRICES)),
    TOPIC_TERM,
    QUALITY,
    ROWS,
    *(f"{COUNTS}/{part}.npy" for part in ("data", "indices", "indptr", "shape")),
    ENGINE,
)
"""Files that every run folder holds and `read_run` reads."""

OPTIONAL = (
    *(LEARNED, TEXTS, WITNESSES, CLUSTERS, MEMBERS, MAP_MEMBERS),
    *TREE_FILES.values(),
    *EFFECTS,
)
"""Files that are read if they exist. Earlier runs have no `LEARNED`; runs saved without texts have
no `TEXTS`, and runs of one fit no `WITNESSES`. Only clustered runs have `CLUSTERS`, and `MEMBERS`
where a consensus was clustered; maps of another consensus have `MAP_MEMBERS`. Trees and
effects are there where they were asked for. Runs whose topics were edited hold more: see
`topics.runs.edits.storing`."""

WRITTEN = frozenset({*REQUIRED, *OPTIONAL, *PICTURES})
"""Files that writing a run makes, or leaves out if the run has nothing for them."""

RECORD_TYPES: dict[str, type] = {
    "arguments": list,
    "inputs": list,
    "parameters": dict,
    "seconds": dict,
    "versions": dict,
}
"""Types of the records in a manifest."""

UNLOADED = frozenset({"files", "tables", "clusters", "trends", EFFECTS_KEY, ORIGINAL, ADOPTED})
"""Entries of a manifest that describe the files of a folder and not the run."""

RECORDED = UNLOADED | {"text"}
"""Entries of a manifest that writing makes."""

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


def write_run(
    run: RunData,
    folder: str | Path,
    *,
    formats: Sequence[str] = ("csv",),
    overwrite: bool = False,
    text: bool = True,
) -> Path:
    """Write the run folder and give its path, as `TopicRun.save` documents."""
    kinds = check_formats(formats)
    with new_folder(folder, overwrite=overwrite) as staging:
        record = _write_files(run, staging, kinds, text=text)
        write_manifest(staging, record)
    return Path(folder)


def rewrite_run(folder: str | Path, run: RunData, output: str | Path | None = None) -> list[str]:
    """Write a run with other edits than its folder has; names of files that were left out.

    All that the folder holds of the fit stays, as `carried_over` says.

    Parameters
    ----------
    folder : str or Path
        The folder that the run was loaded from.
    run : RunData
        The run with other edits.
    output : str or Path, optional
        A new folder; by default the run's own is replaced.
    """
    path = Path(folder)
    with new_folder(output or path, overwrite=output is None) as staging:
        files = read_manifest(path)["files"]
        record = _write_files(run, staging, formats_of(files), text=True)
        left_out = carried_over(path, files, staging, undo=run.original is None)
        write_manifest(staging, record)
    return left_out


def rewrite_scores(folder: str | Path, run: RunData, files: Mapping[str, str]) -> None:
    """Write a run with other scores or clusters into its own folder, whole or not at all.

    What the folder holds besides stays, but for what was of the earlier scores and clusters.

    Parameters
    ----------
    folder : str or Path
        The folder that the run was loaded from.
    run : RunData
    files : mapping of str to str
        Files in the folder's manifest, with their checksums, when the run was loaded.

    Raises
    ------
    RunFolderError
        The folder was changed since then: its edits, say, would be lost.
    """
    path = Path(folder)
    with new_folder(path, overwrite=True) as staging:
        record = _write_files(run, staging, formats_of(files), text=True)
        is_same = all(same_files(path / name, staging / name) for name in (CLUSTERS, PROJECTION))
        for name in files:
            inner = name.removeprefix(f"{ORIGINAL}/")
            # What a run is written to, and is not there now, was of earlier clusters or a map;
            # pictures of before the edits are still true where these are the same.
            is_stale = inner in WRITTEN and not (inner in PICTURES and inner != name and is_same)
            if not is_stale and not (staging / name).exists():
                (staging / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path / name, staging / name)
        write_manifest(staging, record)
        now = read_manifest(path)["files"]
        pictures = {*PICTURES, *pictures_of_trends(now)}
        if any(now.get(name) != files.get(name) for name in {*now, *files} - pictures):
            raise RunFolderError(
                f"{path} was changed meanwhile, so nothing was written; run the command again"
            )


def formats_of(files: Mapping[str, str]) -> tuple[str, ...]:
    """Formats in which a run folder holds its matrices, by the names of its files."""
    endings = {"parquet": ".parquet", "npz": ".npz", "long": "_long.csv"}
    found = (kind for kind, ending in endings.items() if f"document_topic{ending}" in files)
    return ("csv", *found)


def _write_files(
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


def read_run(folder: str | Path) -> RunData:
    """The run in a folder, its checksums verified and its parts checked against each other.

    Raises
    ------
    RunFolderError
        No run folder, another format version, or files missing or changed (named).
    """
    path = Path(folder)
    manifest = _manifest(path)
    pictures = (*PICTURES, *pictures_of_trends(manifest["files"]))
    verify(path, manifest, required=REQUIRED, pictures=pictures)
    return _read(path, manifest)


def refresh_pictures(
    folder: str | Path, report_text: str | None = None, formats: str | Iterable[str] = ()
) -> Path:
    """Write the report and the pictures of a saved run again; gives the report's path.

    What these files held before does not matter; everything else is verified.

    Parameters
    ----------
    folder : str or Path
    report_text : {"none", "excerpts", "full"}, optional
        How much of the texts the report has, by default as in the run's options.
    formats : str or iterable of str
        ``"svg"`` writes the pictures also as SVG.

    Raises
    ------
    OptionError
        An unknown format.
    RunFolderError
        As `read_run` does.
    """
    endings = picture_endings(formats)
    path = Path(folder)
    manifest = _manifest(path)
    pictures = {*PICTURES, *pictures_of_trends(manifest["files"])}
    files = {name: sha for name, sha in manifest["files"].items() if name not in pictures}
    verify(path, {**manifest, "files": files}, required=REQUIRED)
    run = _read(path, manifest)
    kind = report_text or run.options.report_text
    refresh_files(
        path, lambda staging: write_pictures(run, staging, report_text=kind, endings=endings)
    )
    return path / "report.html"


def _write_corpus(run: RunData, staging: Path, *, text: bool) -> None:
    write_sparse(staging / COUNTS, run.counts.matrix)
    rows: dict[str, NDArray[Any]] = {"row_document": run.counts.row_document}
    ids, offsets = run.counts.token_ids, run.counts.token_offsets
    if text and ids is not None and offsets is not None:
        rows |= {"token_ids": ids, "token_offsets": offsets}
        if run.counts.piece_starts is not None:
            rows["piece_starts"] = run.counts.piece_starts
    write_arrays(staging / ROWS, **rows)
    if text and run.section_texts is not None:
        write_table(staging / TEXTS, run.section_texts.alias("text").to_frame())


def _manifest(path: Path) -> dict[str, Any]:
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


def _read(path: Path, manifest: dict[str, Any]) -> RunData:
    schemas = manifest.get("tables")
    if not isinstance(schemas, dict) or not all(name in schemas for name in TABLES):
        raise RunFolderError(f"the manifest of {path} does not describe its tables; fit again")
    tables: dict[str, Any] = {
        name: read_table(path / f"{name}.csv", schemas[name]) for name in TABLES
    }
    named = read_arrays(path / TOPIC_TERM)
    has_texts = TEXTS in manifest["files"]
    engine = read_arrays(path / ENGINE)
    terms = _array(named, "terms", path)
    # In an edited run the topics of the fit.
    n_topics = len(np.atleast_1d(engine.get("components", ())))  # of one number, too
    shape = (n_topics, terms.size, tables["sections"].height)
    run = RunData(
        **tables,
        document_topic=read_matrix(path / "document_topic")[1],
        section_topic=read_matrix(path / "section_topic")[1],
        topic_term=_array(named, "topic_term", path),
        quality=read_json(path / QUALITY),
        counts=_read_counts(path, terms, tables["documents"].height),
        engine_arrays=engine,
        parameters=read_parameters(manifest.get("parameters")),
        manifest={key: manifest[key] for key in manifest if key not in UNLOADED},
        witnesses=(
            Witnesses.from_arrays(read_arrays(path / WITNESSES), shape)
            if WITNESSES in manifest["files"]
            else None
        ),
        section_texts=read_table(path / TEXTS, {"text": "String"})["text"] if has_texts else None,
        learned=_learned(read_json(path / LEARNED) if LEARNED in manifest["files"] else {}),
        adopted=Adopted.from_record(manifest.get(ADOPTED)),
    )
    _check_sizes(run, path)
    if CLUSTERS in manifest["files"]:
        run = replace(run, clusters=_read_clusters(run, path, manifest))
    run = replace(run, estimated_effects=read_effects(path, manifest, run.n_topics))
    run = replace(run, trends=read_trends(path, manifest, run.n_topics))
    run = replace(run, **read_trees(run, path, manifest["files"]))
    run = replace(run, map_members=_read_map_members(run, path, manifest))
    return with_edits(run, path, manifest, _check_sizes)


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
    words = {name: tuple(entries or ()) for name, entries in zip(names, lists, strict=True)}
    return LearnedVocabulary(**words, piece_tokens=piece_tokens)


def _read_counts(path: Path, terms: NDArray[np.str_], n_documents: int) -> Counts:
    rows = read_arrays(path / ROWS)
    try:
        return Counts(
            matrix=read_sparse(path / COUNTS),
            terms=terms,
            row_document=_array(rows, "row_document", path),
            n_documents=n_documents,
            token_ids=rows.get("token_ids"),
            token_offsets=rows.get("token_offsets"),
            piece_starts=rows.get("piece_starts"),
        )
    except InputError as error:
        raise RunFolderError(f"the counts of {path} do not fit together: {error}") from error


def _array(arrays: dict[str, NDArray[Any]], name: str, path: Path) -> NDArray[Any]:
    if name not in arrays:
        raise RunFolderError(f"{path} lacks the array {name}; fit again")
    return arrays[name]


def _check_sizes(run: RunData, path: Path) -> None:
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
