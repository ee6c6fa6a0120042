"""A folder for files of a long fit, which stays after a failure so that the fit can go on."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from topics.errors import OutputError, OutputExistsError
from topics.storage.hidden_folders import lock
from topics.storage.parents import make_parents, remove_empty

MARK = "topics-work"
"""A file of this name says that a folder is one of these, and may be emptied."""


@contextmanager
def work_folder(path: Path, *, resume: bool) -> Iterator[Path]:
    """Yield the folder, locked; it is removed at the end unless the block raises and has filled it.

    Parameters
    ----------
    path : Path
        Missing parents are made; they go with the folder if nothing came of the fit.
    resume : bool
        Whether files of a fit that was stopped are kept. Otherwise the folder is emptied first.

    Raises
    ------
    OutputExistsError
        The path is something else than such a folder, or another process uses it.
    OutputError
        It cannot be written.
    """
    if path.exists() and not (path / MARK).is_file() and not _is_empty(path):
        raise OutputExistsError(
            f"{path} is no work folder of a fit, so it is not used; name another one"
        )
    parents: list[Path] = []
    with ExitStack() as held:
        try:
            parents = make_parents(path)
            path.mkdir(exist_ok=True)
            held.enter_context(lock(path))
            if not resume:
                _remove_contents(path)
            (path / MARK).touch()
        except BlockingIOError as error:
            raise OutputExistsError(f"another fit works in {path} now; wait for it") from error
        except OSError as error:
            remove_empty([path, *parents])
            raise OutputError(
                f"cannot write {path}: {error.strerror or error}; check the permissions and the "
                "free space, or name another folder"
            ) from error
        try:
            yield path
        except BaseException:
            if {each.name for each in path.iterdir()} == {MARK}:
                shutil.rmtree(path)
                remove_empty(parents)
            raise
        shutil.rmtree(path)


def _remove_contents(path: Path) -> None:
    for entry in path.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()


def _is_empty(path: Path) -> bool:
    return path.is_dir() and next(path.iterdir(), None) is None
