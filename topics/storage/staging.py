"""A run folder is written whole or not at all: in a hidden folder first, which is then renamed.

What a killed process leaves behind is removed, or put back, by the next command that writes or
opens the same run folder. `topics.storage.hidden_folders` names these folders.
"""

from __future__ import annotations

import errno
import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from topics.errors import OutputError, OutputExistsError, RunFolderError, TopicsError
from topics.storage.device_errors import is_device_error
from topics.storage.hidden_folders import (
    hidden_folder,
    hidden_folders,
    is_abandoned,
    is_locked,
    lock,
    owner,
)
from topics.storage.manifest import MANIFEST, read_manifest
from topics.storage.parents import make_parents, remove_empty

log = logging.getLogger(__name__)

CONTENTS = {
    "transform": "the topics of new documents (of topics.transform)",
    "comparison": "a comparison of two runs (of topics.compare)",
    "selection": "a choice of the number of topics (of topics.select)",
}
"""What else than a run a folder can hold, by the kind in its manifest."""

MIN_FREE_BYTES = 200_000
"""A disk with less free space is full: no run is smaller."""


@contextmanager
def new_folder(path: Path | str, *, overwrite: bool) -> Iterator[Path]:
    """Yield an empty staging folder that becomes `path` if the block ends without an error.

    After an exception, including Ctrl-C, the staging folder and any new parents are removed,
    and whatever was at `path` before is unchanged. The block must end with `write_manifest`.

    Parameters
    ----------
    path : Path or str
        Run folder to write. Missing parents are made; an empty folder is replaced.
    overwrite : bool
        Replace an existing run. A folder that is not a run is never replaced.

    Yields
    ------
    Path
        An empty folder in the same parent.

    Raises
    ------
    OutputExistsError
        `path` is a file, a run (without `overwrite`) or any other folder with files in it, or
        another process is writing it.
    OutputError
        The parent cannot be written, the disk is full, or `path` cannot be replaced because
        it is a mount point or the working folder.
    """
    target = Path(path).resolve()
    put_back(target)
    check_target(target, overwrite=overwrite)
    new_parents: list[Path] = []
    try:
        new_parents = make_parents(target)
        _remove_abandoned(target)
        staging = hidden_folder(target, "partial")
        staging.mkdir()
    except OSError as error:
        remove_empty(new_parents)
        raise _output_error(target, error) from error
    try:
        with lock(staging):
            yield staging
            if not (staging / MANIFEST).is_file():
                raise RuntimeError("a run folder needs its manifest; call write_manifest last")
            _sync_tree(staging)
            _move_into_place(staging, target, overwrite=overwrite)
    except BaseException as error:
        shutil.rmtree(staging, ignore_errors=True)
        remove_empty(new_parents)
        if isinstance(error, OSError) and is_device_error(error):
            raise _output_error(target, error) from error
        raise


def put_back(path: Path | str) -> bool:
    """Put back the run that a killed process had set aside; return whether there was one.

    Commands that open or write a run call this first; checks and reads never change the disk.
    Nothing is done if `path` exists, or if the process that set the run aside is alive.
    """
    target = Path(path).resolve()
    if os.path.exists(target):  # False, not an error, for a name that is too long
        return False
    for old in hidden_folders(target, "old"):
        if is_abandoned(old):
            with suppress(OSError):
                old.rename(target)
                log.warning("put back %s, which a killed process had set aside", target)
                return True
    return False


def check_target(path: Path | str, *, overwrite: bool) -> None:
    """Raise the errors of `new_folder` for `path` now, before hours of work are lost.

    Raises
    ------
    OutputExistsError, OutputError
        As in `new_folder`.
    """
    target = Path(path).resolve()
    try:
        if target.exists():
            _check_existing(target, overwrite=overwrite)
        hidden_folder(target, "partial").exists()  # an error if its name is too long
        existing = next(parent for parent in target.parents if parent.exists())
        if not existing.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, f"{existing} is a file")
        if not os.access(existing, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        if shutil.disk_usage(existing).free < MIN_FREE_BYTES:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    except OSError as error:
        if isinstance(error, TopicsError):
            raise
        raise _output_error(target, error) from error
    for folder in hidden_folders(target, "partial"):
        if not is_abandoned(folder) and is_locked(folder):
            raise OutputExistsError(
                f"process {owner(folder)} is writing {target} now; "
                "wait for it or name another folder"
            )


def _check_existing(target: Path, *, overwrite: bool) -> None:
    if not target.is_dir():
        raise OutputExistsError(f"{target} is a file; name a folder for the run")
    names = {entry.name for entry in target.iterdir()}
    if MANIFEST in names and not overwrite:
        raise _run_exists(target)
    if names and MANIFEST not in names:
        raise OutputExistsError(
            f"{target} is not empty and not a run (it has no {MANIFEST}), so it is not replaced; "
            "name another folder"
        )
    if names:
        _check_is_run(target)
    # Files can be written into both, but neither can be renamed away without a surprise.
    for is_so, what in (
        (target.is_mount(), "a mount point"),
        (Path.cwd().is_relative_to(target), "the working folder"),
    ):
        if is_so:
            raise OutputError(
                f"{target} is {what} and cannot be replaced as a whole; "
                f"name a folder inside it, for example {target / 'run'}"
            )


def _check_is_run(target: Path) -> None:
    """Raise OutputExistsError unless the folder is a run and contains no other files."""
    try:
        listed = read_manifest(target)["files"]
    except RunFolderError as error:
        raise OutputExistsError(
            f"{target} has a {MANIFEST}, but is not a run of this version ({error}), so it is not "
            "replaced; name another folder"
        ) from error
    files = (path.relative_to(target) for path in target.rglob("*") if not path.is_dir())
    foreign = sorted(
        path.as_posix()
        for path in files
        if path.as_posix() not in listed
        and path.as_posix() != MANIFEST
        and not path.parts[0].startswith(".")
    )
    if foreign:
        raise OutputExistsError(
            f"{target} contains files that are not part of the run ({', '.join(foreign[:3])}); "
            "move them away or name another folder"
        )


def _move_into_place(staging: Path, target: Path, *, overwrite: bool) -> None:
    """Rename the staging folder to `target`, unless another process has written it meanwhile."""
    old = hidden_folder(target, "old")
    has_run = (target / MANIFEST).exists()
    if has_run and not overwrite:
        raise _run_exists(target)
    if not has_run:
        _rename(staging, target)
        _sync_folder(target.parent)
        return
    try:
        with lock(target):
            target.rename(old)
            _rename(staging, target)
    except BaseException as error:
        with suppress(OSError):  # nothing was set aside, or another process was first
            old.rename(target)
        if isinstance(error, BlockingIOError | FileNotFoundError):
            raise _written_meanwhile(target) from error
        raise
    _sync_folder(target.parent)
    # The new run is complete; failing to delete the old one is no error.
    shutil.rmtree(old, ignore_errors=True)


def _rename(staging: Path, target: Path) -> None:
    try:
        if os.name != "posix" and target.is_dir():
            target.rmdir()  # only POSIX can rename onto an empty folder
        staging.rename(target)
    except OSError as error:
        if error.errno in {errno.ENOTEMPTY, errno.EEXIST}:
            raise _written_meanwhile(target) from error
        raise _output_error(target, error) from error


def _remove_abandoned(target: Path) -> None:
    """Delete the hidden folders that killed processes left next to `target`."""
    folders = hidden_folders(target, "partial")
    if (target / MANIFEST).exists():
        folders += hidden_folders(target, "old")
    for folder in folders:
        if is_abandoned(folder):
            log.info("removing %s, left by a killed process", folder)
            shutil.rmtree(folder, ignore_errors=True)


def _sync_tree(folder: Path) -> None:
    """Flush every file to the disk, so that the rename never reaches it before the contents."""
    for parent, _, names in os.walk(folder):
        for name in names:
            with (Path(parent) / name).open("rb") as file:
                os.fsync(file.fileno())
        _sync_folder(Path(parent))


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _run_exists(target: Path) -> OutputExistsError:
    what = "a run"
    with suppress(RunFolderError):  # as of another version: what it is cannot be said
        what = CONTENTS.get(str(read_manifest(target).get("kind")), what)
    return OutputExistsError(
        f"{target} contains {what} already; pass overwrite=True or name another folder"
    )


def _written_meanwhile(target: Path) -> OutputExistsError:
    return OutputExistsError(
        f"another process has written {target} meanwhile, so it is not replaced; "
        "name another folder"
    )


def _output_error(target: Path, error: OSError) -> OutputError:
    reason = error.strerror or str(error)
    return OutputError(
        f"cannot write {target}: {reason}; check the permissions and the free space of "
        f"{target.parent}, or name another folder"
    )
