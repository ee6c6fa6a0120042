"""manifest.json: the record of a run folder, with a checksum of every file in it."""

from __future__ import annotations

import codecs
import hashlib
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from topics.errors import OutputError, RunFolderError, TopicsError
from topics.storage.json_files import read_json, write_json

FORMAT_VERSION = 1
"""Version of the run folder's layout; folders with another version are refused."""

MANIFEST = "manifest.json"
"""Name of the manifest in a run folder."""

MAX_LISTED = 5
"""Maximum number of damaged files that an error lists."""

MAX_EXPLAINED_BYTES = 100_000_000
"""Larger files are not read again to find out what was changed."""

OTHER_LINE_ENDS = "has other line ends"
"""What an error says of a file that differs in its line ends, or by a byte order mark, only."""
_BEGINNING = 200
_BEGINS_OURS = re.compile(rb'\s*\{\s*"format_version"\s*:\s*[0-9]+\s*,')

_OWN_KEYS = frozenset({"format_version", "files"})


def write_manifest(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write ``manifest.json`` with the format version and the SHA-256 of every file.

    Call it last. ``format_version`` comes first, then the keys of `manifest` in their order,
    then ``files`` sorted by path; `manifest` cannot set these two.
    """
    others = {key: value for key, value in manifest.items() if key not in _OWN_KEYS}
    files = {name: _sha256(folder / name) for name in _files_below(folder)}
    write_json(folder / MANIFEST, {"format_version": FORMAT_VERSION, **others, "files": files})


def refresh_files(path: Path | str, write: Callable[[Path], None]) -> None:
    """Replace some files of a run folder, such as its report, and their checksums.

    The folder verifies at every moment in between: the files are removed from the manifest,
    then renamed into the folder, then added to the manifest again.

    Parameters
    ----------
    path : Path or str
        A run folder that was verified.
    write : callable
        Called with an empty folder; writes the new files into it.

    Raises
    ------
    OutputError
        The folder cannot be written.
    """
    folder = Path(path)
    manifest = read_manifest(folder)
    try:
        with tempfile.TemporaryDirectory(prefix=".refresh-", dir=folder) as temporary:
            new_files = Path(temporary)
            write(new_files)
            fresh = {name: _sha256(new_files / name) for name in _files_below(new_files)}
            kept = {name: d for name, d in manifest["files"].items() if name not in fresh}
            write_json(folder / MANIFEST, {**manifest, "files": kept})
            for name in fresh:
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (new_files / name).replace(folder / name)
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
    """Return the manifest of a run folder, with its format version and paths checked.

    Raises
    ------
    RunFolderError
        `path` is not a run folder, it has another format version, or its manifest lists files
        outside the folder or without a checksum.
    """
    folder = Path(path)
    if not os.path.lexists(folder / MANIFEST):
        raise _no_run(folder)
    manifest = read_json(folder / MANIFEST)
    if not isinstance(manifest, dict):
        raise RunFolderError(f"{folder / MANIFEST} is not a JSON object; fit again")
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


def holds_run(folder: Path | str) -> bool:
    """Whether a folder is a run or a transform, of any version and also a damaged one.

    Web sites have a ``manifest.json``, too: ours begins with its format version.
    """
    try:
        with (Path(folder) / MANIFEST).open("rb") as file:
            beginning = file.read(_BEGINNING)
    except OSError:
        return False
    return _BEGINS_OURS.match(beginning) is not None


def verify(
    path: Path | str,
    manifest: Mapping[str, Any],
    *,
    required: Iterable[str] = (),
    pictures: Iterable[str] = (),
) -> None:
    """Check that every file in the manifest exists and is unchanged; ignore other files.

    Parameters
    ----------
    path : Path or str
        The run folder.
    manifest : mapping
        The result of `read_manifest`.
    required : iterable of str, optional
        Relative paths that the manifest must list, so that no file is read unchecked.
    pictures : iterable of str, optional
        Relative paths of files that ``topics report`` writes again from the others.

    Raises
    ------
    RunFolderError
        Files are missing, changed, not regular files, or required and not listed. The message
        names the first `MAX_LISTED`.
    """
    folder = Path(path)
    files = manifest["files"]
    problems = [f"{name} is not listed" for name in required if name not in files]
    for name, digest in files.items():
        file = folder / name
        if not os.path.lexists(file):
            problems.append(f"{name} is missing")
        elif not _is_inside(folder, file):
            problems.append(f"{name} is not a regular file of this folder")
        elif _sha256(file) != digest:
            problems.append(f"{name} {_change(file, digest)}")
    if problems:
        n_more = len(problems) - MAX_LISTED
        more = f" and {n_more} more" if n_more > 0 else ""
        raise RunFolderError(
            f"{folder} was changed after it was written: {', '.join(problems[:MAX_LISTED])}{more}; "
            f"{_remedy(folder, problems, pictures)}"
        )


def _change(file: Path, digest: str) -> str:
    """What happened to a file, as far as its bytes show it."""
    if file.stat().st_size > MAX_EXPLAINED_BYTES:
        return "was changed"
    data = file.read_bytes().removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n")
    # No file of a run is written with CRLF line ends or a byte order mark.
    is_same = hashlib.sha256(data).hexdigest() == digest
    return OTHER_LINE_ENDS if is_same else "was changed"


def _remedy(folder: Path, problems: list[str], pictures: Iterable[str]) -> str:
    """What to do about damaged files."""
    names = {problem.split(" ", 1)[0] for problem in problems}
    if names <= set(pictures):
        return f"`topics report {folder}` writes them again"
    if all(problem.endswith(OTHER_LINE_ENDS) for problem in problems):
        return (
            "git or a program for texts did this; copy the folder again as binary files (for git, "
            "put the line `* -text` into .gitattributes), or fit again"
        )
    advice = "restore these files from a copy, or fit again"
    if any(name.endswith(".csv") for name in names):
        advice += " (a spreadsheet changes a table when it saves it: save it under another name)"
    return advice


def _no_run(folder: Path) -> RunFolderError:
    """Error for a folder without a manifest; an unpacked archive often adds a folder."""
    inner = sorted(path.parent for path in folder.glob(f"*/{MANIFEST}"))
    name = f"{inner[0]}" if inner else "the folder that run.save wrote"
    return RunFolderError(f"{folder / MANIFEST} does not exist; name {name}")


def _files_below(folder: Path) -> list[str]:
    """Sorted relative paths of all files in a folder, without the manifest itself."""
    files = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(name for name in files if name != MANIFEST)


def _check_entry(folder: Path, name: str, digest: object) -> None:
    path = PurePosixPath(name)
    # The normal form excludes "", ".", "a//b" and "a/./b"; the rest excludes "..", drives and NUL.
    is_plain = name not in {"", "."} and path.as_posix() == name and not path.is_absolute()
    if not is_plain or ".." in path.parts or re.search(r"[\\:\0]", name):
        raise RunFolderError(
            f"the manifest of {folder} lists {name!r:.80}, which is not a plain path inside the "
            "folder; do not trust this folder"
        )
    if not isinstance(digest, str) or not re.fullmatch(r"[0-9a-f]{64}", digest):
        raise RunFolderError(
            f"the manifest of {folder} has no valid SHA-256 for {name!r:.80}; fit again"
        )


def _is_inside(folder: Path, file: Path) -> bool:
    """Whether the file is a regular file inside the folder, after following symbolic links."""
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
        raise RunFolderError(
            f"cannot read {path}: {error.strerror or error}; check its permissions"
        ) from error
