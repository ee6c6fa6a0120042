"""A selection of the number of topics as plain data, and the folder that it is saved in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import polars as pl

from topics.errors import RunFolderError
from topics.results.folders.transformed import check_kind
from topics.storage import new_folder, put_back, write_json, write_manifest, write_tables

SELECTION = "selection"
"""Kind in the manifest of a folder with a selection, and the name of its files."""

SELECTION_SCHEMA: dict[str, pl.DataType] = {
    "n_topics": pl.Int64(),
    "perplexity": pl.Float64(),
    "perplexity_error": pl.Float64(),
    "themes": pl.Float64(),
    "stability": pl.Float64(),
    "coherence": pl.Float64(),
    "diversity": pl.Float64(),
    "seconds": pl.Float64(),
    "is_chosen": pl.Boolean(),
    "is_as_good": pl.Boolean(),
}
"""Columns of selection.csv."""


@dataclass(frozen=True, eq=False)
class Selection:
    """How many topics a corpus has, by short fits with several numbers.

    Attributes
    ----------
    n_topics : int
        The chosen number.
    table : polars.DataFrame
        A row for each number that was fitted, ascending: n_topics; perplexity of held-out
        documents (lower is better) and its standard error; themes, the number of groups of topics
        that occur together; stability, coherence (NPMI) and diversity, means over the topics;
        seconds; is_chosen; is_as_good, for numbers that some fit speaks for as well. Empty cells
        are numbers that a corpus of this size does not have.
    reason : str
        Why the number was chosen, in one sentence.
    warnings : tuple of str
        What else to know, such as that the search ended at an end of the range.
    settings : dict
        The range, the model, the level, and how the fits were made.
    """

    n_topics: int
    table: pl.DataFrame
    reason: str
    warnings: tuple[str, ...]
    settings: dict[str, Any]

    def __repr__(self) -> str:
        return f"Selection({self.reason})"

    def record(self) -> dict[str, Any]:
        """Everything but the table, as plain data for JSON."""
        return {
            "n_topics": self.n_topics,
            "reason": self.reason,
            "warnings": list(self.warnings),
            "settings": self.settings,
        }

    @classmethod
    def from_record(cls, record: Any, table: pl.DataFrame) -> Self:
        """The selection of a run folder, which is untrusted.

        Raises
        ------
        RunFolderError
            Something is missing or of another type.
        """
        parts: Mapping[str, Any] = record if isinstance(record, Mapping) else {}
        n_topics, reason = parts.get("n_topics"), parts.get("reason")
        warnings, settings = parts.get("warnings"), parts.get("settings")
        is_whole = (
            type(n_topics) is int
            and isinstance(reason, str)
            and isinstance(warnings, list)
            and all(isinstance(each, str) for each in warnings)
            and isinstance(settings, dict)
            and dict(table.schema) == SELECTION_SCHEMA
        )
        if not is_whole:
            raise RunFolderError("the run does not record how its topics were chosen; fit again")
        return cls(
            int(parts["n_topics"]),
            table,
            str(parts["reason"]),
            tuple(parts["warnings"]),
            dict(parts["settings"]),
        )

    def save(self, folder: str | Path, *, overwrite: bool = False) -> Path:
        """Write selection.csv, selection.json and selection.png.

        All of it appears, or nothing.

        Parameters
        ----------
        folder : str or Path
            Created if it is missing, with its parents.
        overwrite : bool
            Replace a folder that `save` wrote.

        Raises
        ------
        OutputExistsError, OutputError
            As `TopicRun.save`.
        """
        put_back(folder)
        check_kind(folder, SELECTION)
        with new_folder(folder, overwrite=overwrite) as staging:
            schemas = self.write_files(staging)
            write_json(staging / f"{SELECTION}.json", self.record())
            write_manifest(staging, {"kind": SELECTION, "tables": schemas})
        return Path(folder)

    def write_files(self, staging: Path) -> dict[str, dict[str, str]]:
        """Write table and picture into a folder; the types of the columns by table."""
        from topics.report import save_picture, selection_figure

        schemas = write_tables(staging, {SELECTION: self.table})
        save_picture(selection_figure(self.table), staging / f"{SELECTION}.png")
        return schemas
