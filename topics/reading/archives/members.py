"""An archive → its files, as if they were in a folder of its name; nothing is written to disk."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module

from topics.options import ReadOptions
from topics.reading.archives.budget import MAX_DEPTH, Budget, ExhaustedError, cut
from topics.reading.files.discovery import InputFile, as_id
from topics.reading.files.opening import gunzip, limit_of
from topics.reading.files.walking import FOREIGN
from topics.reading.formats.registry import FORMAT_BY_NAME, ending
from topics.reading.records import Member, Remark, UnusableFileError

_SEPARATORS = re.compile(r"[\\/]+")
_ABSOLUTE = re.compile(r"[\\/]|[A-Za-z]:[\\/]")

CLIMBING = "names-out-of-archives"

InnerFile = tuple[InputFile, bytes | UnusableFileError | None]
"""A file of an archive with its bytes, why it has none, or None if its ending is unknown."""


def inner_files(file: InputFile, data: bytes, options: ReadOptions) -> Iterator[InnerFile | Remark]:
    """The files in an archive and in the archives in it, in their order.

    Their ids are those of the archive and of the path in it, ``texts.zip/news/a.txt``. Hidden
    entries are left out, as in folders.

    Parameters
    ----------
    file : InputFile
        The archive.
    data : bytes
        Its bytes as they are on disk.
    options : ReadOptions

    Raises
    ------
    UnusableFileError
        It is no archive, or damaged from its beginning on.
    """
    budget = Budget(len(data), limit_of(file, options))
    yield from _Archive(file, options, budget, depth=1).files(data)


class _Archive:
    """One archive, and the names in it so far."""

    def __init__(self, file: InputFile, options: ReadOptions, budget: Budget, depth: int) -> None:
        self._file = file
        self._options = options
        self._budget = budget
        self._depth = depth
        self._n_of_name: dict[str, int] = {}
        self._climbing: list[str] = []

    def files(self, data: bytes) -> Iterator[InnerFile | Remark]:
        """The files, and remarks on the archive."""
        n_found = 0
        try:
            for found in self._opener()(data, self._budget, self._limit_of_name):
                n_found += 1
                if isinstance(found, Remark):
                    yield found
                elif found.format_name is not None or not _is_hidden(found.name):
                    yield from self._inner(found)
        except ExhaustedError as error:
            if not n_found or self._depth > 1:
                raise
            yield cut(str(error))
        if self._climbing:
            message = "names in archives that lead out of it; the files were read all the same"
            yield Remark(CLIMBING, message, self._climbing[0], len(self._climbing))

    def _opener(self) -> Callable[..., Iterator[Member | Remark]]:
        module, _, function = self._file.format.parser.partition(":")
        opener: Callable[..., Iterator[Member | Remark]] = getattr(
            import_module(f"topics.reading.archives.{module}"), function
        )
        return opener

    def _limit_of_name(self, name: str) -> int | None:
        """Maximum bytes of a member; None if it is not to be unpacked."""
        if _is_hidden(name) or not (ending(name) or self._options.all_files):
            return None
        return limit_of(replace(self._file, path=name), self._options)

    def _inner(self, member: Member) -> Iterator[InnerFile | Remark]:
        """A member as a file, or the files in it if it is an archive."""
        file, content = self._named(member), member.content
        try:
            if isinstance(content, bytes) and file.format.is_container:
                if self._depth == MAX_DEPTH:
                    raise UnusableFileError(f"an archive in {MAX_DEPTH} others; unpack it")
                inner = _Archive(file, self._options, self._budget, self._depth + 1)
                for each in inner.files(content):
                    yield self._of_inner(file, each) if isinstance(each, Remark) else each
                return
            if isinstance(content, bytes) and file.is_gzipped:
                content = gunzip(content, limit_of(file, self._options))
                self._budget.take(len(content))
                file = replace(file, path=file.path[: -len(".gz")])
        except ExhaustedError:
            raise
        except UnusableFileError as error:
            content = error
        yield file, content

    def _of_inner(self, file: InputFile, remark: Remark) -> Remark:
        """A remark on an archive inside this one, which names it."""
        name = file.id.removeprefix(self._file.id + "/")
        return replace(remark, example=f"{name}: {remark.example}")

    def _named(self, member: Member) -> InputFile:
        """The file of a member; names that lead out of the archive are cut, equal ones numbered."""
        above = self._file
        if member.format_name is not None:
            numbered = self._numbered(as_id(member.name))
            names = f"{above.id}/{numbered}", f"{above.source}/{numbered}"
            its_format = FORMAT_BY_NAME[member.format_name]
            return InputFile(member.name, names[0], False, names[1], own_format=its_format)
        name = as_id("/".join(_parts(member.name))) or "unnamed"
        if _ABSOLUTE.match(member.name) or ".." in _SEPARATORS.split(member.name):
            self._climbing.append(member.name)
        numbered = self._numbered(name)
        return InputFile(
            f"{above.path}/{name}", f"{above.id}/{numbered}", False, f"{above.source}/{numbered}"
        )

    def _numbered(self, name: str) -> str:
        n = self._n_of_name[name] = self._n_of_name.get(name, 0) + 1
        return name if n == 1 else f"{name} ({n})"


def _is_hidden(name: str) -> bool:
    """Whether a member would be left out of a folder, too."""
    return any(part.startswith(".") or part in FOREIGN for part in _parts(name))


def _parts(name: str) -> list[str]:
    """The folders and the name of a member, without steps that lead nowhere or out."""
    return [part for part in _SEPARATORS.split(name) if part not in ("", ".", "..")]
