"""manifest.json: what a run folder holds, with a checksum of every file."""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np

from topics.errors import OutputError, RunFolderError, TopicsError
from topics.values import parse_json

FORMAT_VERSION = 1
"""Version of the run folder's layout; another one is refused by name."""

MANIFEST = "manifest.json"
MAX_JSON_BYTES = 128 * 2**20
"""Largest JSON file that is written or read: room for a million input files."""

_SHOWN = 5


def write_manifest(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write ``manifest.json`` with the format version and the sha256 of every file below.

    Call it last. The keys stand in the order of `manifest`, between ``format_version``
    and ``files``, whose paths are sorted; keys of these two names are replaced.
    """
    inner = {key: value for key, value in manifest.items() if key not in _OWN_KEYS}
    files = {name: _sha256(folder / name) for name in _files_below(folder)}
    write_json(folder / MANIFEST, {"format_version": FORMAT_VERSION, **inner, "files": files})


def refresh_files(path: Path | str, write: Callable[[Path], None]) -> None:
    """Replace some files of a run folder, such as its report, and their checksums.

    At every moment in between the folder verifies: the manifest first lets go of the files,
    then they are renamed into place, then it names them again.

    Parameters
    ----------
    path : Path or str
        A run folder that was verified.
    write : callable
        Gets an empty folder and writes the new files into it.

    Raises
    ------
    OutputError
        The folder cannot be written.
    """
    folder = Path(path)
    manifest = read_manifest(folder)
    try:
        with tempfile.TemporaryDirectory(prefix=".refresh-", dir=folder) as made:
            write(Path(made))
            fresh = {name: _sha256(Path(made) / name) for name in _files_below(Path(made))}
            kept = {name: d for name, d in manifest["files"].items() if name not in fresh}
            write_json(folder / MANIFEST, {**manifest, "files": kept})
            for name in fresh:
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (Path(made) / name).replace(folder / name)
            files = dict(sorted({**kept, **fresh}.items()))
            write_json(folder / MANIFEST, {**manifest, "files": files})
    except OSError as error:
        if isinstance(error, TopicsError):
            raise
        raise OutputError(
            f"cannot write into {folder}: {error.strerror or error}; "
            "check its permissions and the free space"
        ) from error


def read_manifest(path: Path | str) -> dict[str, Any]:
    """Manifest of the run folder at `path`, its format version and its paths checked.

    Raises
    ------
    RunFolderError
        There is no run folder, its format version is another one, or its list of files
        names paths that are not plain relative ones.
    """
    folder = Path(path)
    if not (folder / MANIFEST).is_file():
        _recover(folder)
    manifest = read_json(folder / MANIFEST)
    if not isinstance(manifest, dict):
        raise RunFolderError(f"{folder / MANIFEST} is no JSON object")
    version = manifest.get("format_version")
    if type(version) is not int or version != FORMAT_VERSION:
        raise RunFolderError(
            f"{folder} has format version {version!r:.40}, this version of topics reads "
            f"{FORMAT_VERSION}; use the version of topics that wrote it, or fit again"
        )
    files = manifest.get("files")
    if not isinstance(files, dict):
        raise RunFolderError(f"{folder / MANIFEST} lists no files; fit again")
    for name, digest in files.items():
        _check_entry(folder, name, digest)
    return manifest


def verify(path: Path | str, manifest: Mapping[str, Any], *, required: Iterable[str] = ()) -> None:
    """Check that every file of the manifest is there, unchanged.

    Files that the manifest does not list are ignored.

    Parameters
    ----------
    path : Path or str
        The run folder.
    manifest : mapping
        As `read_manifest` gave it.
    required : iterable of str, optional
        Relative paths that the manifest must list, so that nothing is read unchecked.

    Raises
    ------
    RunFolderError
        Files are missing, changed, no regular files, or required and not listed; the
        message names the first five.
    """
    folder = Path(path)
    files = manifest["files"]
    problems = [f"{name} is not listed" for name in required if name not in files]
    for name, digest in files.items():
        file = folder / name
        if not os.path.lexists(file):
            problems.append(f"{name} is missing")
        elif not _is_inside(folder, file):
            problems.append(f"{name} is no regular file of this folder")
        elif _sha256(file) != digest:
            problems.append(f"{name} was changed")
    if problems:
        more = f" and {len(problems) - _SHOWN} more" if len(problems) > _SHOWN else ""
        raise RunFolderError(
            f"{folder} is not as it was written: {', '.join(problems[:_SHOWN])}{more}; "
            "restore these files from a copy, or fit again"
        )


def write_json(path: Path, value: Any) -> None:
    """Write JSON text, the same bytes for the same value; NaN and infinity raise ValueError."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=1, default=_plain)
    # A file name that is no UTF-8 holds lone surrogates; "\udcff" is also their JSON escape.
    data = (text + "\n").encode("utf-8", errors="backslashreplace")
    if len(data) > MAX_JSON_BYTES:
        raise OutputError(
            f"{path.name} would take {len(data)} bytes, at most {MAX_JSON_BYTES} are read back; "
            "pass fewer input files, for example one JSON Lines file instead of a folder"
        )
    replace_file(path, data)


def read_json(path: Path) -> Any:
    """Value of a JSON file of at most `MAX_JSON_BYTES`; RunFolderError if it is none."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise RunFolderError(f"{path} is no regular file")
        with path.open("rb") as file:
            data = file.read(MAX_JSON_BYTES + 1)
    except FileNotFoundError as error:
        raise RunFolderError(
            f"{path} does not exist; is {path.parent} a folder that `fit` wrote?"
        ) from error
    except OSError as error:
        raise RunFolderError(f"cannot read {path}: {error.strerror or error}") from error
    if len(data) > MAX_JSON_BYTES:
        raise RunFolderError(f"{path} is larger than {MAX_JSON_BYTES} bytes and is not read")
    try:
        return parse_json(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise RunFolderError(f"{path} is no valid JSON: {error}") from error


def replace_file(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: beside its place, then renamed into it."""
    beside = path.with_name(f".{path.name}.partial")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


_OWN_KEYS = frozenset({"format_version", "files"})


def _recover(folder: Path) -> None:
    from topics.storage.staging import restore  # folder imports this module

    restore(folder)


def _files_below(folder: Path) -> list[str]:
    """Relative posix paths of every file, sorted, without the manifest itself."""
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(name for name in found if name != MANIFEST)


def _check_entry(folder: Path, name: str, digest: object) -> None:
    path = PurePosixPath(name)
    # Normal form also refuses "", ".", "a//b" and "a/./b"; the rest climbs or names drives.
    is_plain = name not in {"", "."} and path.as_posix() == name and not path.is_absolute()
    if not is_plain or ".." in path.parts or re.search(r"[\\:\0]", name):
        raise RunFolderError(
            f"the manifest of {folder} names {name!r:.80}, which is no plain path inside the "
            "folder; the folder is not to be trusted"
        )
    if not isinstance(digest, str) or not re.fullmatch(r"[0-9a-f]{64}", digest):
        raise RunFolderError(f"the manifest of {folder} has no sha256 for {name!r:.80}")


def _is_inside(folder: Path, file: Path) -> bool:
    """Whether the file is a regular one that no symbolic link moves out of the folder."""
    try:
        real = file.resolve(strict=True)
    except (OSError, RuntimeError):
        return False
    return real.is_file() and real.is_relative_to(folder.resolve())


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise RunFolderError(f"cannot read {path}: {error.strerror or error}") from error


def _plain(value: object) -> Any:
    """JSON form of NumPy scalars and paths, which settle into parameters easily."""
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")
