"""Paths, folders and patterns → the files to read, each once, in a fixed order, with ids."""

from __future__ import annotations

import os
import re
import stat
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from unicodedata import normalize

from topics.cleaning import clean, clean_line
from topics.errors import InputError, MissingInputError
from topics.reading.files.walking import Pattern, holds_run, walk
from topics.reading.formats.registry import (
    FORMAT_BY_ENDING,
    JSON_LINES,
    PLAIN,
    Format,
    advice,
    ending,
    known_endings,
)

STANDARD_INPUT = "-"
"""This path means JSON Lines from standard input; a file of that name is ``./-``."""


_LONG_PATH = 1000
"""Paths of more characters are hardly paths."""

_WILDCARD = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True)
class InputFile:
    """One file to read.

    Attributes
    ----------
    path : str
        The path to open.
    id : str
        Id of the document in it, or the beginning of the ids of its rows.
    is_named : bool
        Whether the caller named the file itself, not a folder or pattern that includes it.
    source : str
        The path as the caller wrote it, with forward slashes.
    n_bytes : int
        Its size when it was found.
    own_format : Format or None
        Its format, if something else than the ending says it: pages in a web archive.
    """

    path: str
    id: str
    is_named: bool
    source: str
    n_bytes: int = 0
    own_format: Format | None = None

    @property
    def format(self) -> Format:
        """The format, by the file's ending; plain text if no format has it."""
        if self.own_format is not None:
            return self.own_format
        if self.path == STANDARD_INPUT:
            return JSON_LINES
        return FORMAT_BY_ENDING.get(ending(self.path), PLAIN)

    @property
    def is_gzipped(self) -> bool:
        """Whether the name ends in ``.gz``."""
        return self.own_format is None and self.path.lower().endswith(".gz")

    @property
    def stem(self) -> str:
        """The file name without its ending: the title of a document that has none."""
        name = _as_text(PurePath(self.path).name)
        if self.is_gzipped:
            name = name[: -len(".gz")]
        suffix = os.path.splitext(name)[1] if ending(self.path) else ""  # not of alt.sea.1234
        stem = name.removesuffix(suffix) or name
        return clean_line(stem) or stem


@dataclass(frozen=True, slots=True)
class Found:
    """The files behind the paths, and what was left out of folders.

    Attributes
    ----------
    files : list of InputFile
        In the order of the arguments, then by path; ids are unique.
    unreadable : list of (str, str)
        Source and reason of the files and folders that cannot be opened.
    unknown : list of str
        Sources of the files in folders whose ending no format has.
    runs : list of str
        Sources of the folders inside folders that hold a run or a transform.
    """

    files: list[InputFile]
    unreadable: list[tuple[str, str]]
    unknown: list[str]
    runs: list[str]


def discover(paths: Iterable[str | os.PathLike[str]], *, all_files: bool = False) -> Found:
    """The files behind paths, folders and patterns; with `all_files`, those of every ending.

    Folders are read recursively; hidden entries are skipped; links to files are followed,
    and no folder is visited twice, and none above a folder that was named, so that a loop of links
    ends. A pattern's ``**`` matches
    any number of folders; a folder that a pattern matches is read whole. Folders inside folders
    that hold a run are left alone.

    Raises
    ------
    MissingInputError
        A path does not exist, or a pattern matches nothing.
    InputError
        A named file has an ending that no format has, or is not a regular file; a named folder
        holds a run.
    """
    search = _Search(all_files)
    for path in paths:
        search.add(os.fsdecode(path))
    return Found(_with_unique_ids(search.files), search.unreadable, search.unknown, search.runs)


class _Search:
    """Collects the files of several arguments, each file once."""

    def __init__(self, all_files: bool) -> None:
        self._all_files = all_files
        self.files: list[InputFile] = []
        self.unreadable: list[tuple[str, str]] = []
        self.unknown: list[str] = []
        self.runs: list[str] = []
        self._seen: dict[str, int] = {}
        self._real_folders: dict[str, str] = {}

    def add(self, path: str) -> None:
        if not path:
            raise MissingInputError("an empty path was given; name a file, folder or pattern")
        if path == STANDARD_INPUT:
            self._keep(InputFile(path, "stdin", is_named=True, source=path))
            return
        try:
            status = os.stat(path)
        except (OSError, ValueError) as error:
            if _WILDCARD.search(path) and not os.path.lexists(path):
                self._add_pattern(path)
                return
            if isinstance(error, PermissionError):
                raise InputError(f"{path}: no permission to read it") from error
            other = _in_other_spelling(path)
            if other is None:
                raise _missing(path) from error
            path, status = other, os.stat(other)
        if stat.S_ISDIR(status.st_mode):
            self._add_walk(path, Pattern([]), is_named=True)
        elif not stat.S_ISREG(status.st_mode):
            raise InputError(
                f"{path}: neither a file nor a folder; save what a pipe gives as a file, or give "
                "JSON Lines to standard input, which is -"
            )
        elif not ending(path) and not self._all_files:
            hint = advice(path) or "all_files=True reads others as text"
            raise InputError(f"{path}: unknown ending; these are read: {known_endings()}; {hint}")
        else:
            pure = PurePath(path)
            source = _as_text(pure.as_posix())
            self._keep(InputFile(path, as_id(pure.name), True, source, status.st_size))

    def _add_pattern(self, pattern: str) -> None:
        parts = PurePath(pattern).parts
        fixed = next(i for i, part in enumerate(parts) if _WILDCARD.search(part))
        base = os.path.join(*parts[:fixed]) if fixed else "."
        if os.path.isdir(base):
            matched = self._add_walk(base, Pattern(list(parts[fixed:])), is_named=False)
        else:
            matched = False
        if not matched:
            raise MissingInputError(f"{pattern}: the pattern matches no file")

    def _add_walk(self, base: str, pattern: Pattern, *, is_named: bool) -> bool:
        """Add the files below a folder that match the pattern; whether there was any entry."""
        if is_named:
            if holds_run(base):
                raise InputError(
                    f"{base}: a folder that holds a run or a transform, expected texts; name the "
                    "folder of the texts, or open the run with topics.load"
                )
            try:
                os.scandir(base).close()
            except OSError as error:
                raise InputError(f"{base}: cannot list the folder ({error.strerror})") from error
        entries = sorted(walk(base, pattern), key=lambda entry: entry.parts)
        pure = PurePath(base)
        # Joined as text: a PurePath for each of a million files takes longer than listing them.
        above = "" if pure == PurePath(".") else str(pure).rstrip(os.sep) + os.sep
        above_source = above.replace(os.sep, "/")
        for entry in entries:
            below = "/".join(entry.parts)
            source = _as_text(above_source + below if below else pure.as_posix())
            if entry.is_run:
                self.runs.append(source)
            elif entry.why:
                self.unreadable.append((source, entry.why))
            elif not ending(entry.parts[-1]) and not self._all_files:
                self.unknown.append(source)
            else:
                path = above + os.sep.join(entry.parts)
                self._keep(InputFile(path, as_id(below), False, source, entry.n_bytes))
        return bool(entries)

    def _keep(self, file: InputFile) -> None:
        """Add a file, unless it was found before by its real path."""
        real = self._real(file.path)
        earlier = self._seen.get(real)
        if earlier is None:
            self._seen[real] = len(self.files)
            self.files.append(file)
        elif file.is_named and not self.files[earlier].is_named:
            # Named again after its folder: the id stays, but it may no longer be left out.
            self.files[earlier] = replace(self.files[earlier], is_named=True)

    def _real(self, path: str) -> str:
        """The path with links resolved; the folders above it are resolved once each."""
        folder, name = os.path.split(path)
        if os.path.islink(path):
            return os.path.realpath(path)
        if folder not in self._real_folders:
            self._real_folders[folder] = os.path.realpath(folder)
        return os.path.join(self._real_folders[folder], name)


def _as_text(path: str) -> str:
    r"""The path as text for tables; bytes that are not UTF-8 are written out (``\xff``)."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _in_other_spelling(path: str) -> str | None:
    """The path that exists and differs only in Unicode spelling: macOS often stores NFD."""
    if path.isascii() or len(path) > _LONG_PATH:
        return None
    found = ""
    for part in PurePath(path).parts:
        whole = os.path.join(found, part)
        if not os.path.exists(whole):
            wanted = normalize("NFC", part)
            with suppress(OSError, ValueError):
                names = os.listdir(found or ".")
                same = [name for name in names if normalize("NFC", name) == wanted]
                whole = os.path.join(found, same[0]) if same else whole
        found = whole
    return found if os.path.exists(found) else None


def _missing(path: str) -> MissingInputError:
    """Error for a path that does not exist."""
    if os.path.islink(path):
        return MissingInputError(f"{path}: a link to a file or folder that does not exist")
    if len(path) > _LONG_PATH or "\n" in path:
        return MissingInputError(
            f"{path[:60]!r}…: no such file or folder; if this is a text and not a path, use "
            "topics.Corpus.from_texts(texts)"
        )
    return MissingInputError(f"{path}: no such file or folder")


def as_id(path: str) -> str:
    """The path as an id: in one Unicode spelling, without invisible characters."""
    text = _as_text(path)
    return clean(text).replace("\n", " ").replace("\t", " ") or text


def _with_unique_ids(files: list[InputFile]) -> list[InputFile]:
    """The files with unique ids: repeated ids get more of the path, as much as is needed."""
    counts = Counter(file.id for file in files)
    if len(counts) == len(files):
        return files
    taken = {name for name, n in counts.items() if n == 1}
    unique = list(files)
    groups: dict[str, list[int]] = {}
    for index, file in enumerate(files):
        if counts[file.id] > 1:
            groups.setdefault(file.id, []).append(index)
    for group in groups.values():
        paths = [Path(os.path.abspath(files[index].path)).parts for index in group]
        shortest = len(PurePath(files[group[0]].id).parts) + 1
        for n_parts in range(shortest, max(map(len, paths)) + 1):
            names = [_as_text("/".join(parts[-n_parts:])) for parts in paths]
            if len(set(names)) == len(names) and not taken.intersection(names):
                break
        else:
            names = [_as_text("/".join(parts).replace("//", "/")) for parts in paths]
        taken.update(names)
        for index, name in zip(group, names, strict=True):
            unique[index] = replace(files[index], id=name)
    return unique
