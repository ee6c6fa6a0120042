"""A pattern such as ``{year}-{party}-{n}.txt`` → fields from the names of files.

A pattern is no regular expression: what is outside braces is meant as it is written, and a name is
read once from left to right, so that no pattern takes long.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from topics.errors import OptionError

_IGNORED = ("", "_")
"""Names of fields that become no column."""

_PIECE = re.compile(r"\{\{|\}\}|\{[^{}]*\}|[{}]|[^{}]+")
"""Doubled braces, a field, a brace that is alone, or other text."""

_MAX_LENGTH = 1_000
"""Paths are not longer than this either."""


@dataclass(frozen=True)
class _Part:
    """What stands between two slashes of a pattern.

    Attributes
    ----------
    literals : tuple of str, shape (n_fields + 1,)
        Text before, between and after the fields; only the first and last can be empty.
    fields : tuple of str, shape (n_fields,)
    """

    literals: tuple[str, ...]
    fields: tuple[str, ...]

    def match(self, text: str) -> list[str] | None:
        """The values of the fields, or None.

        Each field ends where the text after it occurs first; the last literal is at the end. If
        this fails, no other way succeeds: an earlier end leaves more for what follows.
        """
        first, *between, last = self.literals if self.fields else (*self.literals, "")
        if not self.fields:
            return [] if text == first else None
        end = len(text) - len(last)
        if not text.startswith(first) or not text.endswith(last):
            return None
        values, begin = [], len(first)
        for literal in between:
            at = text.find(literal, begin + 1, end)
            if at < 0:
                return None
            values.append(text[begin:at])
            begin = at + len(literal)
        if begin >= end:
            return None
        return [*values, text[begin:end]]


@dataclass(frozen=True)
class NamePattern:
    """A pattern of file names, with or without folders above them.

    Attributes
    ----------
    text : str
        As it was written.
    parts : tuple of _Part
        Those of folders, then that of the file name.

    Examples
    --------
    >>> NamePattern.of("{party}/{year}-{}.txt").match("speeches/labour/1998-03.txt")
    {'party': 'labour', 'year': '1998'}
    """

    text: str
    parts: tuple[_Part, ...]

    @classmethod
    def of(cls, text: str) -> NamePattern:
        """The pattern that is written so.

        Raises
        ------
        OptionError
            A brace is not closed or not opened, a name is doubled, nothing separates two fields,
            or there is no field with a name.
        """
        if len(text) > _MAX_LENGTH:
            raise _wrong(text[:60] + "…", f"has {len(text):,} characters, expected {_MAX_LENGTH:,}")
        literals: list[str] = [""]
        fields: list[str] = []
        for piece in _PIECE.findall(unicodedata.normalize("NFC", text)):
            if piece in ("{{", "}}"):
                literals[-1] += piece[0]
            elif piece in ("{", "}"):
                why = f"has a {piece!r} without its other half; {piece * 2} is a brace of the name"
                raise _wrong(text, why)
            elif piece.startswith("{"):
                if fields and not literals[-1]:
                    why = f"has nothing between {{{fields[-1]}}} and {piece} to separate them"
                    raise _wrong(text, why)
                fields.append(piece[1:-1].strip())
                literals.append("")
            else:
                literals[-1] += piece
        names = [name for name in fields if name not in _IGNORED]
        if not names:
            raise _wrong(text, "names no field, such as {year}")
        for name in names:
            if names.count(name) > 1:
                raise _wrong(text, f"has the field {{{name}}} twice; {{_}} ignores one")
            if "/" in name:
                raise _wrong(text, f"has a slash in the field {{{name}}}")
        return cls(text, _parts(literals, fields))

    @property
    def names(self) -> list[str]:
        """The fields that become columns."""
        fields = (name for part in self.parts for name in part.fields)
        return [name for name in fields if name not in _IGNORED]

    def match(self, path: str) -> dict[str, str] | None:
        """The fields by name, from the end of a path; None if it does not match."""
        last = unicodedata.normalize("NFC", path).split("/")[-len(self.parts) :]
        if len(last) < len(self.parts):
            return None
        found: dict[str, str] = {}
        for part, text in zip(self.parts, last, strict=True):
            values = part.match(text)
            if values is None:
                return None
            found.update(zip(part.fields, values, strict=True))
        return {name: value for name, value in found.items() if name not in _IGNORED}


def _parts(literals: list[str], fields: list[str]) -> tuple[_Part, ...]:
    """The pieces of a pattern, cut at slashes."""
    parts = []
    own_literals: list[str] = []
    own_fields: list[str] = []
    for index, literal in enumerate(literals):
        *ends, rest = literal.removeprefix("./").split("/") if index == 0 else literal.split("/")
        for end in ends:
            parts.append(_Part((*own_literals, end), tuple(own_fields)))
            own_literals, own_fields = [], []
        own_literals.append(rest)
        if index < len(fields):
            own_fields.append(fields[index])
    parts.append(_Part(tuple(own_literals), tuple(own_fields)))
    return tuple(parts)


def _wrong(text: str, why: str) -> OptionError:
    return OptionError(
        f"metadata_pattern is {text!r}, which {why}; expected a file name with fields in braces, "
        "such as '{year}-{party}.txt'"
    )
