"""How does the command line spell the options that a message names as Python does?

Messages name options as Python takes them: ``lines=True``, ``n_topics``. They are made deep inside,
where nobody knows whether a script or a person at a terminal will read them. The command line
prints them with its own spellings, and the report, which both read, has both.
"""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Mapping
from dataclasses import fields
from typing import NamedTuple

from topics.options.tables import FitOptions, ReadOptions


class Flag(NamedTuple):
    """How an option is spelled on the command line.

    Attributes
    ----------
    spelling : str
        Such as ``--topics``.
    is_switch : bool
        Whether it has no value.
    off : str
        The spelling that turns a switch off, if it has one.
    """

    spelling: str
    is_switch: bool = False
    off: str = ""


def flags_of_tables() -> dict[str, Flag]:
    """The flags of all options of `topics.fit` and `topics.read`, by name.

    Examples
    --------
    >>> flags_of_tables()["n_topics"].spelling, flags_of_tables()["split"].off
    ('--topics', '--no-split')
    """
    return {
        each.name: Flag(
            each.metadata["spec"].flag or f"--{each.name.replace('_', '-')}",
            each.metadata["spec"].kind is bool,
            each.metadata["spec"].flag if each.default is True else "",
        )
        for each in (*fields(FitOptions), *fields(ReadOptions))
        if each.metadata["spec"].kind is not None
    }


IN_PYTHON_AND_AT_THE_TERMINAL = (
    (", or pass the words with Corpus.from_tokens", ""),
    ("use topics.Corpus.from_texts(texts)", "save it in a file"),
    ("pass topics.Counts", "leave --reference out"),
    ("open the run with topics.load", "print the run with `topics show`"),
    ("topics.transform", "`topics transform`"),
    ("run.undo_edits()", "`topics edit RUN --undo`"),
    ("run.edit", "`topics edit`"),
    (
        "day_first=True or day_first=False",
        "`topics trends RUN --day-first` or `topics trends RUN --month-first`",
    ),
    ("date_numbers=…", "`topics trends RUN --date-numbers`"),
    ("run.save", "`topics fit --output`"),
)
"""Calls and options of calls that messages name, and what takes their place on the command line."""

_VALUE = r"""'[^']*'|"[^"]*"|\w+|…"""


def in_flags(message: str, own: Mapping[str, Flag]) -> str:
    """The message with options and calls as the command line spells them.

    Options that the command at hand does not have, but `topics fit` has, are called those of
    ``topics fit``.

    Parameters
    ----------
    message : str
    own : mapping of str to Flag
        Flags of the command at hand, by the names of their parameters.

    Examples
    --------
    >>> own = flags_of_tables()
    >>> in_flags("raise min_documents (now 5), or pass lines=True or stop_words='de'", own)
    'raise --min-documents (now 5), or pass --lines or --stop-words de'
    >>> in_flags("lines=True reads them", {})
    '`topics fit --lines` reads them'
    >>> in_flags("the file lines.txt has 12 lines", own)
    'the file lines.txt has 12 lines'
    """
    for call, command in IN_PYTHON_AND_AT_THE_TERMINAL:
        message = message.replace(call, command)
    known = {**_OF_FIT, **own}

    def spelled(match: re.Match[str]) -> str:
        flag = _with_value(known[match["name"]], match["value"])
        return flag if match["name"] in own else f"`topics fit {flag}`"

    return _pattern(known).sub(spelled, message)


def with_flags(message: str) -> str:
    """The message with the spelling on the command line behind that of Python.

    Examples
    --------
    >>> with_flags("files of many lines; lines=True reads each line as a document")
    'files of many lines; lines=True (--lines) reads each line as a document'
    """
    for call, command in IN_PYTHON_AND_AT_THE_TERMINAL:
        if command.startswith("`"):
            message = message.replace(call, f"{call} ({command})")
    return _pattern(_OF_FIT).sub(
        lambda match: f"{match[0]} ({_with_value(_OF_FIT[match['name']], match['value'])})", message
    )


def _pattern(flags: Mapping[str, Flag]) -> re.Pattern[str]:
    """Where a message names an option.

    Names of one word, such as ``lines``, are words of English, too: they are options before ``=``,
    before their present value in brackets ("tolerance (now 0.1)"), and at the beginning of a
    message ("ngrams is 0").
    """
    names = sorted(flags, key=len, reverse=True)
    of_words = "|".join(name for name in names if "_" in name)
    alone = "|".join(name for name in names if "_" not in name)
    # Not in a path, an address, a call, or a shape such as (n_topics, n_terms).
    is_option = rf"(?:{of_words})\b|(?:{alone})(?:=| \(now)|(?<!.)(?:{alone}) is "
    return re.compile(
        rf"(?<![\w./'\"`(-])(?={is_option})(?P<name>{'|'.join(names)})(?:=(?P<value>{_VALUE}))?"
        r"(?![\w/'\"`-]|\.\w)"
    )


def _with_value(flag: Flag, value: str | None) -> str:
    """The flag with its value; that of "…" is left to the user."""
    if value == "False" and flag.off:
        return flag.off
    if value in (None, "…") or flag.is_switch:
        return flag.spelling
    text = str(ast.literal_eval(value)) if value[0] in "'\"" else value
    return f"{flag.spelling} {shlex.quote(text)}"


_OF_FIT = flags_of_tables()
