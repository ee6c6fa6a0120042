"""A folder for files of a long fit, which stays after a failure so that the fit can go on."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from topics.errors import OutputError, OutputExistsError
from topics.storage.hidden_folders import is_locked, lock

MARK = "topics-work"
"""A file of this name says that a folder is one of these, and may be emptied."""


@contextmanager
def work_folder(path: Path, *, resume: bool) -> Iterator[Path]:
    """Yield the folder, locked; it is removed at the end unless the block raises and has filled it.

    Parameters
    ----------
    path : Path
        Its parent exists.
    resume : bool
        Whether files of a fit that was stopped are kept. Otherwise the folder is emptied first.

    Raises
    ------
    OutputExistsError
        The path is something else than such a folder, or another process uses it.
    OutputError
        It cannot be written.
    """
    try:
        if path.exists() and not (path / MARK).is_file() and not _is_empty(path):
            raise OutputExistsError(
                f"{path} is no work folder of a fit, so it is not used; name another one"
            )
        if path.exists() and is_locked(path):
            raise OutputExistsError(f"another fit works in {path} now; wait for it")
        if path.exists() and not resume:
            shutil.rmtree(path)
        path.mkdir(exist_ok=True)
        (path / MARK).touch()
    except OSError as error:
        if isinstance(error, OutputExistsError):
            raise
        raise OutputError(
            f"cannot write {path}: {error.strerror or error}; check the permissions and the free "
            "space, or name another folder"
        ) from error
    with lock(path):
        try:
            yield path
        except BaseException:
            if {each.name for each in path.iterdir()} == {MARK}:
                shutil.rmtree(path)
            raise
        shutil.rmtree(path)


def _is_empty(path: Path) -> bool:
    return path.is_dir() and next(path.iterdir(), None) is None
