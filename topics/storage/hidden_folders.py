"""The hidden folders next to a run folder while it is written: names, locks, abandoned ones.

``.run.partial-PID-RANDOM`` is being written and will become ``run``; ``.run.old-PID-RANDOM`` is
the previous ``run``, set aside between two renames. A killed process leaves them behind.
"""

from __future__ import annotations

import logging
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

if os.name == "posix":
    import fcntl

State = Literal["partial", "old"]

log = logging.getLogger(__name__)


def hidden_folder(target: Path, state: State) -> Path:
    """Return a new path next to `target`, named after this process."""
    return target.parent / f".{target.name}.{state}-{os.getpid()}-{secrets.token_hex(4)}"


def hidden_folders(target: Path, state: State) -> list[Path]:
    """Return the existing hidden folders of `target` in this state, sorted."""
    pattern = re.compile(rf"\.{re.escape(target.name)}\.{state}-[0-9]+-[0-9a-f]{{8}}")
    try:
        entries = [entry for entry in target.parent.iterdir() if pattern.fullmatch(entry.name)]
    except OSError:
        return []
    return sorted(entry for entry in entries if entry.is_dir() and not entry.is_symlink())


def owner(folder: Path) -> int:
    """Return the id of the process that made a hidden folder."""
    return int(folder.name.rsplit("-", 2)[1])


def is_abandoned(folder: Path) -> bool:
    """Return whether the process that made a hidden folder is certainly dead.

    The process id alone is not enough if two containers share a disk. The lock alone is not
    enough in the moment between making a folder and locking it. Both must agree.
    """
    if os.name != "posix":
        return False  # on Windows signal 0 is Ctrl-C
    try:
        os.kill(owner(folder), 0)
    except (ProcessLookupError, OverflowError):
        return not is_locked(folder)
    except PermissionError:
        return False
    return False


def is_locked(folder: Path) -> bool:
    """Return whether another process, or this one, has locked the folder."""
    try:
        with lock(folder):
            return False
    except BlockingIOError:
        return True
    except OSError:
        return False


@contextmanager
def lock(folder: Path) -> Iterator[None]:
    """Hold an advisory lock on the folder, which ends with the process in any case.

    Raises
    ------
    BlockingIOError
        The folder is locked already.
    """
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
