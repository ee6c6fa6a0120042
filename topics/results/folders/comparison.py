"""A comparison of two runs as plain data, and the folder that it is saved in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from topics.results.folders.transformed import check_kind
from topics.storage import new_folder, put_back, write_json, write_manifest, write_tables

KIND = "comparison"
"""Kind in the manifest of a folder with a comparison."""

KEPT, SPLIT, MERGED, REGROUPED, NEW, LOST = (
    "kept",
    "split",
    "merged",
    "regrouped",
    "new",
    "lost",
)
"""What became of a family of topics: one topic that is one, one that is several, several that are
one, several that are several others, and topics of one run only."""

COMPARISON_SCHEMA: dict[str, pl.DataType] = {
    "family": pl.Int64(),
    "change": pl.String(),
    "topic_a": pl.Int64(),
    "label_a": pl.String(),
    "share_a": pl.Float64(),
    "topic_b": pl.Int64(),
    "label_b": pl.String(),
    "share_b": pl.Float64(),
    "similarity": pl.Float64(),
    "gained": pl.String(),
    "lost": pl.String(),
}
"""Columns of comparison.csv."""

CHANGES = (KEPT, SPLIT, MERGED, REGROUPED, NEW, LOST)


def change_of(n_first: int, n_second: int) -> str:
    """What became of a family with so many topics of the first and of the second run.

    Examples
    --------
    >>> change_of(1, 2), change_of(0, 1)
    ('split', 'new')
    """
    if not n_second:
        return LOST
    if not n_first:
        return NEW
    if n_first == n_second == 1:
        return KEPT
    if n_first == 1:
        return SPLIT
    return MERGED if n_second == 1 else REGROUPED


@dataclass(frozen=True, eq=False)
class Comparison:
    """What became of the topics and documents of one run in another one.

    Attributes
    ----------
    topics : polars.DataFrame
        A row for each pair of linked topics and each topic without a link: family, change,
        topic_a, label_a, share_a, topic_b, label_b, share_b, similarity (0 to 1, above that of
        the topics to the corpus), gained and lost: terms that only the second or only the first of
        them has among its best.
    documents : polars.DataFrame
        A row for each document that both runs have, with counted terms: document, moved (the
        share of it that is in topics of another family), topic_a, topic_b. Most moved first.
    summary : dict
        Numbers of families by change; terms and documents of either run and of both; the median
        of moved.
    """

    topics: pl.DataFrame
    documents: pl.DataFrame
    summary: dict[str, Any]

    def __repr__(self) -> str:
        changes = ", ".join(f"{n} {name}" for name, n in self.summary["changes"].items() if n)
        return f"Comparison({changes})"

    def save(self, folder: str | Path, *, overwrite: bool = False) -> Path:
        """Write comparison.csv, comparison_documents.csv, comparison.json and a picture.

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
        from topics.report import comparison_figure, save_picture

        put_back(folder)
        check_kind(folder, KIND)
        with new_folder(folder, overwrite=overwrite) as staging:
            tables = {"comparison": self.topics, "comparison_documents": self.documents}
            schemas = write_tables(staging, tables)
            write_json(staging / "comparison.json", self.summary)
            save_picture(comparison_figure(self.topics), staging / "comparison.png")
            write_manifest(staging, {"kind": KIND, "tables": schemas})
        return Path(folder)
