"""Folders → the files below them that match a pattern, in a fixed order."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import translate

from topics.reading.formats.registry import ending

FOREIGN = frozenset({"__MACOSX", "Thumbs.db", "desktop.ini"})
"""Entries that systems put into folders and archives; they are treated as hidden."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file below the base of a walk: its path, its size, and why it cannot be read, if so.

    Or a folder that is left alone because it holds a run.
    """

    parts: tuple[str, ...]
    n_bytes: int = 0
    why: str = ""
    is_run: bool = False


class Pattern:
    """A pattern over path components, matched one component at a time.

    A state is an index into the components of the pattern: those before it have matched.
    Following all possible states at once keeps the work linear for any number of ``**``.
    """

    def __init__(self, components: list[str]) -> None:
        self._components = components
        self._matchers = [re.compile(translate(part)).match for part in components]

    def start(self) -> frozenset[int]:
        """States at the base of the walk."""
        return self._closed({0})

    def accepts(self, states: frozenset[int]) -> bool:
        """Whether all components have matched in one of the states."""
        return len(self._components) in states

    def advance(self, states: frozenset[int], name: str) -> frozenset[int]:
        """States after one more component; none means that nothing below can match."""
        end = len(self._components)
        if end in states:  # a folder matched: everything below it, except hidden entries
            return frozenset() if name.startswith(".") else frozenset({end})
        after: set[int] = set()
        for state in states:
            component = self._components[state]
            if name.startswith(".") and not component.startswith("."):
                continue
            if component == "**":
                after.add(state)
            elif self._matchers[state](name):
                after.add(state + 1)
        return self._closed(after)

    def _closed(self, states: set[int]) -> frozenset[int]:
        """The states, with those that are reached if ``**`` matches no folder."""
        for state in sorted(states):
            while state < len(self._components) and self._components[state] == "**":
                state += 1
                states.add(state)
        return frozenset(states)


def walk(base: str, pattern: Pattern) -> Iterator[Entry]:
    """Every matching file below `base`, and every folder or file that cannot be opened.

    A folder that holds a run is one entry, and nothing in it is visited. Linked folders are
    visited after all real ones, so that a file that is reached in both ways keeps its real path.
    The folders above `base` are not visited: a link to them would bring in what nobody named.
    """
    seen = set(_above(base))
    waiting = [((), pattern.start())]  # type: list[tuple[tuple[str, ...], frozenset[int]]]
    linked: list[tuple[tuple[str, ...], frozenset[int]]] = []
    while waiting or linked:
        parts, states = waiting.pop() if waiting else linked.pop(0)
        folder = os.path.join(base, *parts)
        try:
            status = os.stat(folder)
            if (status.st_dev, status.st_ino) in seen:
                continue
            seen.add((status.st_dev, status.st_ino))
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            yield Entry(parts, why=f"cannot list the folder ({error.strerror})")
            continue
        if parts and holds_run(folder):
            yield Entry(parts, is_run=True)
            continue
        for entry in entries:
            after = pattern.advance(states, entry.name)
            if not after or entry.name in FOREIGN:
                continue
            below = (*parts, entry.name)
            if _is_folder(entry):
                (linked if entry.is_symlink() else waiting).append((below, after))
            elif pattern.accepts(after):
                file = _examined(entry, below)
                if not file.why or ending(entry.name):
                    yield file


def _above(folder: str) -> Iterator[tuple[int, int]]:
    """Device and number of every folder that the folder is in."""
    real = os.path.realpath(folder)
    while (parent := os.path.dirname(real)) != real:
        real = parent
        try:
            status = os.stat(real)
        except OSError:
            continue
        yield status.st_dev, status.st_ino


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself; `_examined` says why it cannot be opened
        return False


def _examined(entry: os.DirEntry[str], parts: tuple[str, ...]) -> Entry:
    """A listed file with its size, or with the reason why it cannot be read."""
    try:
        status = entry.stat()
    except OSError as error:
        return Entry(parts, why=f"cannot be opened ({error.strerror})")
    # Opening a pipe would block until somebody writes into it.
    if not stat.S_ISREG(status.st_mode):
        return Entry(parts, why="neither a file nor a folder")
    return Entry(parts, status.st_size)


def holds_run(folder: str) -> bool:
    """Whether the folder is that of a run or a transform."""
    # Imported here: processes that parse pages import this file without polars.
    from topics.storage import manifest

    return manifest.holds_run(folder)
