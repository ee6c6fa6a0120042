"""Missing parents of a folder: made before it is, and removed if nothing came of it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path


def make_parents(target: Path) -> list[Path]:
    """Make the missing parents; return them, innermost first."""
    missing = [parent for parent in target.parents if not parent.exists()]
    target.parent.mkdir(parents=True, exist_ok=True)
    return missing


def remove_empty(folders: list[Path]) -> None:
    """Remove those of the folders in which nothing is, in their order."""
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()
