"""How the number of topics of a run was chosen: a table, a picture, an entry of the manifest."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from topics.errors import RunFolderError
from topics.results import SELECTION, Selection
from topics.storage import read_table

TABLE = f"{SELECTION}.csv"
"""File of the table; the picture is beside it, and the rest is in the manifest."""


def write_selection(selection: Selection | None, staging: Path) -> dict[str, Any]:
    """Write the selection of a run; what the manifest says of it."""
    if selection is None:
        return {}
    return {SELECTION: {**selection.record(), "tables": selection.write_files(staging)}}


def read_selection(path: Path, manifest: Mapping[str, Any]) -> Selection | None:
    """The selection in a run folder; None if there is none.

    Raises
    ------
    RunFolderError
        It is not whole.
    """
    if TABLE not in manifest["files"]:
        return None
    record = manifest.get(SELECTION)
    tables = record.get("tables") if isinstance(record, dict) else None
    schema = tables.get(SELECTION) if isinstance(tables, dict) else None
    if not isinstance(schema, dict):
        raise RunFolderError(
            f"the manifest of {path} does not describe how its topics were chosen; fit again"
        )
    return Selection.from_record(record, read_table(path / TABLE, schema))
