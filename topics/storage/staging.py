"""Writing a run folder whole or not at all: beside its place first, then renamed into it.

Three names stand in one parent folder: ``run`` (what users see), ``.run.partial-PID-RANDOM``
(being written) and ``.run.old-PID-RANDOM`` (replaced, between two renames). A process that is
killed leaves the last two behind; the next one that writes or reads ``run`` tidies them.
"""

from __future__ import annotations

import errno
import logging
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal

from topics.errors import OutputError, OutputExistsError, RunFolderError, TopicsError
from topics.storage.manifest import MANIFEST, read_manifest

if os.name == "posix":
    import fcntl

log = logging.getLogger(__name__)

_DEVICE_ERRORS = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO}
"""Errors of the place that is written to, never of a file that is read."""


@contextmanager
def new_folder(path: Path | str, *, overwrite: bool) -> Iterator[Path]:
    """Staging folder beside `path` that takes its place when the block ends well.

    On any exception, Ctrl-C included, the staging folder and the parents made for it are
    removed and what stood at `path` before stands there untouched. The block must end with
    `write_manifest`.

    Parameters
    ----------
    path : Path or str
        The run folder to be. Missing parents are made; an empty folder is taken over.
    overwrite : bool
        Whether a run that stands there may be replaced. What is not a run never is.

    Yields
    ------
    Path
        An empty folder in the same parent.

    Raises
    ------
    OutputExistsError
        `path` is a file, holds a run (without `overwrite`), holds anything else, or another
        process is writing it.
    OutputError
        The parent cannot be written, the disk is full, or `path` cannot be replaced because
        it is a mount point or the working folder.
    """
    target = Path(path).resolve()
    put_back(target)
    check_target(target, overwrite=overwrite)
    made: list[Path] = []
    try:
        made = _make_parents(target)
        _sweep(target)
        staging = _beside(target, "partial")
        staging.mkdir()
    except OSError as error:
        _remove_empty(made)
        raise _output_error(target, error) from error
    try:
        with _lock(staging):
            yield staging
            if not (staging / MANIFEST).is_file():
                raise RuntimeError("a run folder needs its manifest; call write_manifest last")
            _sync_tree(staging)
            _put_in_place(staging, target, overwrite=overwrite)
    except BaseException as error:
        shutil.rmtree(staging, ignore_errors=True)
        _remove_empty(made)
        if isinstance(error, OSError) and _is_device_error(error):
            raise _output_error(target, error) from error
        raise


def put_back(path: Path | str) -> bool:
    """Put back the run that a killed process had set aside at `path`; whether there was one.

    Commands that open or write a run call this first; checks and reads never change the disk.
    It does nothing while `path` exists, or while the process that replaces the run is alive.
    """
    target = Path(path).resolve()
    if target.exists():
        return False
    for old in _leftovers(target, "old"):
        if _is_abandoned(old):
            with suppress(OSError):
                old.rename(target)
                log.warning("put back %s, which a killed process had set aside", target)
                return True
    return False


def check_target(path: Path | str, *, overwrite: bool) -> None:
    """Raise what `new_folder` would raise for `path` now, before hours of work are spent.

    Raises
    ------
    OutputExistsError, OutputError
        As `new_folder` does.
    """
    target = Path(path).resolve()
    try:
        if target.exists():
            _check_existing(target, overwrite=overwrite)
        nearest = next(parent for parent in target.parents if parent.exists())
        if not nearest.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, f"{nearest} is a file")
        if not os.access(nearest, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        if isinstance(error, TopicsError):
            raise
        raise _output_error(target, error) from error
    for folder in _leftovers(target, "partial"):
        if not _is_abandoned(folder) and _is_locked(folder):
            raise OutputExistsError(
                f"process {_owner(folder)} is writing {target} now; "
                "wait for it or name another folder"
            )


def _check_existing(target: Path, *, overwrite: bool) -> None:
    if not target.is_dir():
        raise OutputExistsError(f"{target} is a file; name a folder for the run")
    names = {entry.name for entry in target.iterdir()}
    if MANIFEST in names and not overwrite:
        raise _holds_run(target)
    if names and MANIFEST not in names:
        raise OutputExistsError(
            f"{target} is not empty and holds no run (no {MANIFEST}), so it is left alone; "
            "name another folder"
        )
    if names:
        _check_is_run(target)
    # Both can be written into but not renamed away without surprising somebody.
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
    """Only a folder that this package wrote is replaced, and only if nothing else lies in it."""
    try:
        listed = read_manifest(target)["files"]
    except RunFolderError as error:
        raise OutputExistsError(
            f"{target} holds a {MANIFEST}, but no run of this version ({error}), so it is left "
            "alone; name another folder"
        ) from error
    found = (path.relative_to(target) for path in target.rglob("*") if not path.is_dir())
    foreign = sorted(
        path.as_posix()
        for path in found
        if path.as_posix() not in listed
        and path.as_posix() != MANIFEST
        and not path.parts[0].startswith(".")
    )
    if foreign:
        raise OutputExistsError(
            f"{target} holds files that are not of the run ({', '.join(foreign[:3])}); "
            "move them away or name another folder"
        )


def _put_in_place(staging: Path, target: Path, *, overwrite: bool) -> None:
    """Rename the staging folder to its place; the kernel refuses where a run came in between."""
    old = _beside(target, "old")
    holds_run = (target / MANIFEST).exists()
    if holds_run and not overwrite:
        raise _holds_run(target)
    if not holds_run:
        _rename(staging, target)
        _sync_folder(target.parent)
        return
    try:
        with _lock(target):
            target.rename(old)
            _rename(staging, target)
    except BaseException as error:
        with suppress(OSError):  # nothing to put back, or another process was first
            old.rename(target)
        if isinstance(error, BlockingIOError | FileNotFoundError):
            raise _meanwhile(target) from error
        raise
    _sync_folder(target.parent)
    # From here on the new run stands; an old one that cannot be deleted is no failure.
    shutil.rmtree(old, ignore_errors=True)


def _rename(staging: Path, target: Path) -> None:
    try:
        if os.name != "posix" and target.is_dir():
            target.rmdir()  # only POSIX renames onto an empty folder
        staging.rename(target)
    except OSError as error:
        if error.errno in {errno.ENOTEMPTY, errno.EEXIST}:
            raise _meanwhile(target) from error
        raise _output_error(target, error) from error


def _sweep(target: Path) -> None:
    """Delete what dead processes left beside `target`."""
    left = _leftovers(target, "partial")
    if (target / MANIFEST).exists():
        left += _leftovers(target, "old")
    for folder in left:
        if _is_abandoned(folder):
            log.info("removing %s, left by a killed process", folder)
            shutil.rmtree(folder, ignore_errors=True)


def _beside(target: Path, state: Literal["partial", "old"]) -> Path:
    return target.parent / f".{target.name}.{state}-{os.getpid()}-{secrets.token_hex(4)}"


def _leftovers(target: Path, state: Literal["partial", "old"]) -> list[Path]:
    pattern = re.compile(rf"\.{re.escape(target.name)}\.{state}-[0-9]+-[0-9a-f]{{8}}")
    try:
        found = [entry for entry in target.parent.iterdir() if pattern.fullmatch(entry.name)]
    except OSError:
        return []
    return sorted(entry for entry in found if entry.is_dir() and not entry.is_symlink())


def _owner(folder: Path) -> int:
    return int(folder.name.rsplit("-", 2)[1])


def _is_abandoned(folder: Path) -> bool:
    """Whether the process that made the folder is surely dead.

    The process id alone misleads where two containers share a disk; the lock alone
    misleads in the instant between making the folder and locking it. Both must agree.
    """
    if os.name != "posix":
        return False  # signal 0 is not harmless elsewhere
    try:
        os.kill(_owner(folder), 0)
    except (ProcessLookupError, OverflowError):
        return not _is_locked(folder)
    except PermissionError:
        return False
    return False


def _is_locked(folder: Path) -> bool:
    try:
        with _lock(folder):
            return False
    except BlockingIOError:
        return True
    except OSError:
        return False


@contextmanager
def _lock(folder: Path) -> Iterator[None]:
    """Hold the folder's advisory lock; it ends with the process, however that ends."""
    if os.name != "posix":
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise
        except OSError:
            log.debug("no locks on the file system of %s", folder)
        yield
    finally:
        os.close(descriptor)


def _make_parents(target: Path) -> list[Path]:
    """Make the missing parents; gives back those made, innermost first."""
    missing = [parent for parent in target.parents if not parent.exists()]
    target.parent.mkdir(parents=True, exist_ok=True)
    return missing


def _remove_empty(folders: list[Path]) -> None:
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()


def _sync_tree(folder: Path) -> None:
    """Flush every file to the disk: a rename must never be on it before the content is."""
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


def _holds_run(target: Path) -> OutputExistsError:
    return OutputExistsError(
        f"{target} holds a run already; pass --overwrite (overwrite=True) or name another folder"
    )


def _meanwhile(target: Path) -> OutputExistsError:
    return OutputExistsError(
        f"another process has written {target} meanwhile; it is left as it is, name another folder"
    )


def _is_device_error(error: OSError) -> bool:
    if isinstance(error, TopicsError):
        return False
    number = error.errno
    if number is None:  # polars tells the number in the message only
        told = re.search(r"\(os error (\d+)\)", str(error))
        number = int(told.group(1)) if told else None
    return number in _DEVICE_ERRORS


def _output_error(target: Path, error: OSError) -> OutputError:
    reason = error.strerror or str(error)
    return OutputError(
        f"cannot write {target}: {reason}; check the permissions and the free space of "
        f"{target.parent}, or name another folder"
    )
