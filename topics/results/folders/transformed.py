"""Transformed: new documents in the topics of a run, as frozen data that can be saved."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.errors import OutputExistsError, RunFolderError
from topics.storage import (
    CONTENTS,
    MANIFEST,
    check_formats,
    new_folder,
    put_back,
    read_manifest,
    write_json,
    write_levels,
    write_manifest,
    write_tables,
)
from topics.values import amount

KIND = "transform"
"""Kind in the manifest of a folder with transformed documents."""

TABLES = ("documents", "sections", "projection", "removed", "unknown_terms")


@dataclass(frozen=True, eq=False)
class Transformed:
    """New documents and sections in the topics of a run.

    Attributes
    ----------
    documents : polars.DataFrame
        As in a run, with ``n_unknown`` after ``n_terms``: its number of terms that are unknown
        to the run.
    sections : polars.DataFrame
        document, position, level, heading, n_terms, n_unknown, topic, topic_share.
    document_topic : array, shape (n_documents, n_topics)
        Rows sum to 1 and are the n_terms-weighted means of their sections' rows.
    section_topic : array, shape (n_sections, n_topics)
        Rows sum to 1.
    projection : polars.DataFrame
        level, document, position, x, y, topic: coordinates on the map of the run.
    unknown_terms : polars.DataFrame
        Terms that are not counted, most frequent first: term, count, n_documents, and the reason:
        "not in the vocabulary", or "too frequent" where the run left the term out because more
        documents than ``max_document_share`` have it. The latter are not in ``n_unknown``.
    removed : polars.DataFrame
        What reading left out: source, line, document, position, reason, n_documents, text.
    quality : dict
        ``unknown_terms`` (share, count, n_different), ``too_frequent_terms`` (count,
        n_different) and ``warnings``.
    manifest : dict
        The run, seconds per stage and, where files were read, inputs and versions.
    """

    documents: pl.DataFrame
    sections: pl.DataFrame
    document_topic: NDArray[np.float64]
    section_topic: NDArray[np.float64]
    projection: pl.DataFrame
    unknown_terms: pl.DataFrame
    removed: pl.DataFrame
    quality: dict[str, Any]
    manifest: dict[str, Any]

    @property
    def warnings(self) -> list[dict[str, Any]]:
        """Counted warnings of reading, counting and transforming: code, count, message."""
        return list(self.quality["warnings"])

    def __repr__(self) -> str:
        return (
            f"Transformed({amount(self.documents.height, 'document')}, "
            f"{amount(self.sections.height, 'section')}, "
            f"{amount(self.document_topic.shape[1], 'topic')})"
        )

    def save(
        self, folder: str | Path, *, formats: Sequence[str] = (), overwrite: bool = False
    ) -> Path:
        """Write the folder and give its path; all of it appears, or nothing.

        Parameters
        ----------
        folder : str or Path
            Created if it is missing, with its parents.
        formats : sequence of str
            Extra formats for the matrices: ``"parquet"``, ``"npz"``, ``"long"``. Up to a million
            rows CSV is always written; more are Parquet, and CSV only for ``"csv"``.
        overwrite : bool
            Replace a folder that `save` wrote.

        Raises
        ------
        OutputExistsError, OutputError, OptionError
            As `TopicRun.save`.
        """
        kinds = check_formats(formats)
        put_back(folder)
        check_kind(folder, KIND)
        with new_folder(folder, overwrite=overwrite) as staging:
            schemas = write_tables(staging, {name: getattr(self, name) for name in TABLES})
            write_levels(
                staging,
                self.documents,
                self.sections,
                self.document_topic,
                self.section_topic,
                formats=kinds,
            )
            write_json(staging / "quality.json", self.quality)
            write_manifest(staging, {**self.manifest, "tables": schemas})
        return Path(folder)


def check_kind(folder: str | Path, kind: str) -> None:
    """Raise OutputExistsError if the folder holds results of another kind, such as a fitted run.

    They are never replaced.
    """
    if not os.path.exists(Path(folder) / MANIFEST):  # False for a name that is too long
        return
    try:
        found = read_manifest(folder).get("kind")
    except RunFolderError:
        return  # `new_folder` says what is wrong with it
    if found != kind:
        what = CONTENTS.get(str(found), "a fitted run")
        raise OutputExistsError(f"{folder} holds {what}; name another folder")
