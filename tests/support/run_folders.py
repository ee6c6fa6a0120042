"""Small run folders, written by `topics.storage` alone."""

from __future__ import annotations

from pathlib import Path

from topics.storage import new_folder, read_manifest, verify, write_manifest


def write_run(path: Path, content: str = "one", *, overwrite: bool = False) -> None:
    """Write a small run whose documents.csv has this text."""
    with new_folder(path, overwrite=overwrite) as staging:
        (staging / "documents.csv").write_text(content)
        (staging / "model").mkdir()
        (staging / "model" / "priors.json").write_text("{}")
        write_manifest(staging, {"parameters": {"n_topics": 12}})


def content(path: Path) -> str:
    """Return the text of the run's documents.csv, after verifying its checksums."""
    verify(path, read_manifest(path))
    return (path / "documents.csv").read_text()


def names(folder: Path) -> list[str]:
    """Return the sorted names in a folder, including hidden ones."""
    return sorted(entry.name for entry in folder.iterdir())
