"""Change the folder of a run: its edits, its scores and clusters, its report and pictures."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from topics.errors import RunFolderError
from topics.runs.data import RunData
from topics.runs.edits.storing import CLUSTERS, ORIGINAL, carried_over, same_files
from topics.runs.folder.files import PROJECTION, WRITTEN, required_of
from topics.runs.folder.reading import manifest_of_run, read_parts
from topics.runs.folder.writing import write_files
from topics.runs.pictures import PICTURES, write_pictures
from topics.runs.plots.files import picture_endings
from topics.runs.trends.storing import pictures_of_trends
from topics.storage import new_folder, read_manifest, refresh_files, verify, write_manifest


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
        record = write_files(run, staging, formats_of(files), text=True)
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
        record = write_files(run, staging, formats_of(files), text=True)
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
    manifest = manifest_of_run(path)
    pictures = {*PICTURES, *pictures_of_trends(manifest["files"])}
    files = {name: sha for name, sha in manifest["files"].items() if name not in pictures}
    verify(path, {**manifest, "files": files}, required=required_of(files))
    run = read_parts(path, manifest)
    kind = report_text or run.options.report_text
    refresh_files(
        path, lambda staging: write_pictures(run, staging, report_text=kind, endings=endings)
    )
    return path / "report.html"


def formats_of(files: Mapping[str, str]) -> tuple[str, ...]:
    """Formats in which a run folder holds its matrices, by the names of its files."""
    # Many sections are Parquet instead of CSV even if nobody asked, while fewer documents are CSV.
    named = {
        "csv": ("section_topic.csv",),
        "parquet": ("document_topic.parquet",),
        "npz": ("document_topic.npz",),
        "long": ("document_topic_long.csv", "document_topic_long.parquet"),
    }
    return tuple(kind for kind, names in named.items() if not files.keys().isdisjoint(names))
