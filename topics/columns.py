"""How are columns found by name, and what does a message say about one that is not there?"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

DEFAULT_TEXT_COLUMN = "text"
"""The column of the texts, unless the caller names another."""

TEXT_NAMES = frozenset(
    "abstract answer article body caption comment comments content contents description document "
    "feedback full_text fulltext lyrics message messages note notes paragraph plot post posts "
    "response review reviews selftext sentence speech statement story summary text texts "
    "transcript tweet utterance".split()
)
"""Names that columns of texts usually have, in the spelling of `plain_spelling`."""

MISSING_MARKS = frozenset(
    "nan -nan null (null) [null] none nil n/a na #n/a #na <na> nat \\n undefined "
    "[deleted] [removed] #value! #ref! #name? #div/0! #num!".split()
)
"""Words by which programs and people say that a cell has no value, in lower case."""

_IGNORED = re.compile("[\ufeff\u200b-\u200f\u2060]")
_LISTED = 30
_MAX_NAME = 60
"""Messages show this many characters of a name."""

_LONG_CELL = 40
"""Cells of at least this many characters on average are texts, not names or codes."""


def plain_spelling(name: str) -> str:
    """The name in lower case and NFC, without blanks around it and without marks of width 0."""
    plain = _IGNORED.sub("", unicodedata.normalize("NFKC", name))
    return " ".join(plain.casefold().split())


def find_column(wanted: str, names: Iterable[str]) -> str | None:
    """The column of this name, else the first one of the same plain spelling, else None.

    Examples
    --------
    >>> find_column("text", ["id", " Text "])
    ' Text '
    """
    names = list(names)
    if wanted in names:
        return wanted
    plain = plain_spelling(wanted)
    return next((name for name in names if plain_spelling(name) == plain), None)


def one_of_several(wanted: str, header: Iterable[Any]) -> str:
    """Message about a name that several columns have, which leaves open which is meant; else "".

    Examples
    --------
    >>> one_of_several("text", ["id", "text", "text"])
    "columns 2 and 3 are both named 'text', expected one; rename those that are not meant"
    >>> one_of_several("text", ["text", "Text"])
    ''
    """
    names = [str(name).strip() for name in header]
    plain = plain_spelling(wanted)
    alike = [name for name in names if plain_spelling(name) == plain]
    same = alike if wanted.strip() not in alike else [name for name in alike if name == wanted]
    if len(same) < 2:
        return ""
    positions = [str(number) for number, name in enumerate(names, 1) if name in same]
    listed = f"{', '.join(positions[:-1])} and {positions[-1]}"
    spelled = " and ".join(repr(name) for name in dict.fromkeys(same))
    both = "both" if len(same) == 2 else "all"
    return (
        f"columns {listed} are {both} named {spelled}, expected one; rename those that are not "
        "meant"
    )


def says_missing(text: str) -> bool:
    """Whether a cell holds nothing but a word for a missing value: ``nan``, ``NULL``, ``N/A``."""
    return len(text) < 20 and text.strip().lower() in MISSING_MARKS


def no_column(
    wanted: str, names: Sequence[str], option: str, examples: Mapping[str, Sequence[Any]]
) -> str:
    """Message about a column that is not there: those that are, and how to name one.

    Parameters
    ----------
    wanted : str
    names : sequence of str
        All columns.
    option : str
        Name of the option that names the column, such as ``text_column``.
    examples : mapping of str to sequence
        Some values of each column, by which a column of texts is recognised.
    """
    listed = ", ".join(name[:_MAX_NAME] for name in names[:_LISTED])
    more = ", …" if len(names) > _LISTED else ""
    return f"no column {wanted!r}; its columns are {listed}{more}; " + how_to_name(
        wanted, names, option, examples
    )


def how_to_name(
    wanted: str, names: Sequence[str], option: str, examples: Mapping[str, Sequence[Any]]
) -> str:
    """How to name the column that was meant, with a suggestion if there is an obvious one."""
    close = next(iter(difflib.get_close_matches(wanted, names, 1)), None)
    if option == "text_column" and (close is None or wanted == DEFAULT_TEXT_COLUMN):
        close = likely_text_column(names, examples)
    if close is None or len(close) > _MAX_NAME:
        return f"name one with {option}=…"
    return f"if {close!r} is meant, name it with {option}={close!r}"


def likely_text_column(names: Sequence[str], examples: Mapping[str, Sequence[Any]]) -> str | None:
    """The only column that could hold the texts, by its name or by its long cells; else None."""
    holding_others = {
        name
        for name, cells in examples.items()
        if any(cell is not None and not isinstance(cell, str) for cell in cells)
    }
    names = [name for name in names if name not in holding_others]
    if len(names) == 1:
        return names[0]
    # The last part of a dotted key is its name: data.full_text.
    usual = [name for name in names if plain_spelling(name.rpartition(".")[2]) in TEXT_NAMES]
    if len(usual) == 1:
        return usual[0]
    lengths = {
        name: sum(len(cell) for cell in examples.get(name, ()) if isinstance(cell, str))
        / max(1, len(examples.get(name, ())))
        for name in names
    }
    ordered = sorted(lengths, key=lengths.__getitem__, reverse=True)
    if not ordered or lengths[ordered[0]] < _LONG_CELL:
        return None
    return ordered[0] if lengths[ordered[0]] >= 3 * lengths[ordered[1]] else None
