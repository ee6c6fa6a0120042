"""Effects in a run folder: two tables, and settings in the manifest."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from topics.errors import RunFolderError
from topics.results.effects import Effects, check_effects
from topics.storage import read_table, write_tables

NAMES = TABLE, CURVES = "effects", "effects_curves"
FILES = tuple(f"{name}.csv" for name in NAMES)
"""Files of a run folder that hold effects; a run has both or none."""

KEY = "effects"
"""Entry of the manifest that describes them."""


def write_effects(effects: Effects | None, staging: Path) -> dict[str, Any]:
    """Write the effects of a run; what the manifest says of them."""
    if effects is None:
        return {}
    schemas = write_tables(staging, {TABLE: effects.table, CURVES: effects.curves})
    return {KEY: {"settings": effects.settings, "tables": schemas}}


def read_effects(path: Path, manifest: Mapping[str, Any], n_topics: int) -> Effects | None:
    """The effects in a run folder, checked against its topics; None if there are none.

    Raises
    ------
    RunFolderError
        They are not whole, or not those of the run.
    """
    present = [name for name in FILES if name in manifest["files"]]
    if not present:
        return None
    record = manifest.get(KEY)
    parts = record if isinstance(record, dict) else {}
    settings, schemas = parts.get("settings"), parts.get("tables")
    is_whole = isinstance(schemas, dict) and {TABLE, CURVES} <= set(schemas)
    if not isinstance(settings, dict) or not is_whole or len(present) < len(FILES):
        raise RunFolderError(
            f"the manifest of {path} does not describe its effects; estimate them again"
        )
    table, curves = (read_table(path / f"{name}.csv", parts["tables"][name]) for name in NAMES)
    effects = Effects(table, curves, settings)
    check_effects(effects, n_topics)
    return effects
