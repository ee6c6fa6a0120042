"""JSON files, written whole or not at all, and read up to a maximum size."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import numpy as np

from topics.errors import OutputError, RunFolderError
from topics.values import parse_json

MAX_JSON_BYTES = 128 * 2**20
"""Maximum size of a JSON file, written or read: enough for a million input files."""


def write_json(path: Path, value: Any) -> None:
    """Write a value as JSON; equal values give identical bytes.

    Raises
    ------
    ValueError
        The value contains NaN or infinity.
    TypeError
        The value contains an object without a JSON form.
    OutputError
        The text is larger than `MAX_JSON_BYTES`.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=1, default=_json_form)
    # A file name that is not UTF-8 contains lone surrogates; "\udcff" is also their JSON escape.
    data = (text + "\n").encode("utf-8", errors="backslashreplace")
    if len(data) > MAX_JSON_BYTES:
        raise OutputError(
            f"{path.name} would take {len(data)} bytes, expected at most {MAX_JSON_BYTES}; "
            "pass fewer input files, for example one JSON Lines file instead of a folder"
        )
    replace_file(path, data)


def read_json(path: Path) -> Any:
    """Return the value in a JSON file.

    Raises
    ------
    RunFolderError
        The file is missing, larger than `MAX_JSON_BYTES`, not a regular file or not valid JSON.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise RunFolderError(f"{path} is not a regular file; fit again")
        with path.open("rb") as file:
            data = file.read(MAX_JSON_BYTES + 1)
    except FileNotFoundError as error:
        raise RunFolderError(
            f"{path} does not exist; name the folder that run.save wrote"
        ) from error
    except OSError as error:
        raise RunFolderError(
            f"cannot read {path}: {error.strerror or error}; check its permissions"
        ) from error
    if len(data) > MAX_JSON_BYTES:
        raise RunFolderError(
            f"{path} is larger than expected (at most {MAX_JSON_BYTES} bytes); fit again"
        )
    try:
        return parse_json(data.decode("utf-8-sig"), finite=True)
    except (ValueError, RecursionError) as error:
        raise RunFolderError(f"{path} is not valid JSON: {error}; fit again") from error


def replace_file(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: under another name first, then renamed."""
    partial = path.with_name(f".{path.name}.partial")
    try:
        partial.write_bytes(data)
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def _json_form(value: object) -> Any:
    """JSON form of NumPy scalars and paths, which often end up among parameters."""
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")
