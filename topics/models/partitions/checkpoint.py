"""Where a fit of partitions is, on disk after every sweep, so that it can go on after a kill."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from topics.errors import RunFolderError
from topics.models.partitions.rows import PartitionedRows
from topics.storage import read_arrays, read_json, write_arrays, write_json
from topics.version import __version__

STATE = "state.json"


@dataclass(frozen=True)
class Checkpoint:
    """State files of a fit in a folder.

    Attributes
    ----------
    folder : Path
    key : str
        Of the rows and of all options that the bits depend on. A state with another key is of
        another fit, and is not used.
    """

    folder: Path
    key: str

    def read(self) -> tuple[dict[str, Any], dict[str, NDArray[Any]]] | None:
        """What the last `write` of the same fit wrote, or None.

        Raises
        ------
        RunFolderError
            The files are damaged.
        """
        path = self.folder / STATE
        if not path.exists():
            return None
        state = read_json(path)
        if not isinstance(state, dict) or state.get("key") != self.key:
            return None
        sweep = state.get("sweep")
        if not isinstance(sweep, int):
            raise RunFolderError(f"{path} names no sweep; remove {self.folder} and fit again")
        return state, read_arrays(self.arrays_path(sweep))

    def write(self, sweep: int, state: Mapping[str, Any], **arrays: NDArray[Any]) -> None:
        """Replace the state; a kill in the middle leaves the one before.

        Parameters
        ----------
        sweep : int
            Number of the sweep that ended.
        state : mapping
            Plain data.
        **arrays : array
        """
        replace_arrays(self.arrays_path(sweep), **arrays)
        write_json(self.folder / STATE, {**state, "key": self.key, "sweep": sweep})
        self.arrays_path(sweep - 1).unlink(missing_ok=True)

    def arrays_path(self, sweep: int) -> Path:
        """The file with the arrays after a sweep."""
        return self.folder / f"topics-{sweep:06d}.npz"


def replace_arrays(path: Path, **arrays: NDArray[Any]) -> None:
    """Write arrays into a file that is there whole or not at all, also if two jobs write it."""
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        write_arrays(partial, **arrays)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def key_of_fit(engine: Any, rows: PartitionedRows, n_fits: int) -> str:
    """A hash of all that the bits of a fit depend on: options, rows and versions."""
    import joblib
    import numba

    options = engine.get_params(deep=False)
    without = {name: options[name] for name in options if name not in ("progress", "n_threads")}
    versions = __version__, np.__version__, numba.__version__
    key: str = joblib.hash((type(engine).__name__, without, rows.sha256, n_fits, versions))
    return key
