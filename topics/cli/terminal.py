"""Standard output and arguments of terminals that are not UTF-8, or are closed."""

from __future__ import annotations

import io
import os
import sys

from topics.values import printable


def prepare_streams() -> None:
    r"""Make standard output and standard error take any text, whatever their encoding.

    What the encoding cannot show is written as ``\u03bb``: a Greek term must not end a command
    whose run is on the disk. A stream that the shell has closed swallows what is printed.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def argument_text(argument: str) -> str:
    r"""Return an argument as the user typed it, also where the locale is not UTF-8.

    There, Python keeps the bytes of ``ü`` as the lone surrogates ``\udcc3\udcbc``. Paths need
    them, but an id or the name of a column is compared with text. Bytes that are not UTF-8
    either become U+FFFD.

    Examples
    --------
    >>> argument_text("t\udcc3\udcbcr.txt"), argument_text("tür.txt")
    ('tür.txt', 'tür.txt')
    """
    if not any("\ud800" <= character <= "\udfff" for character in argument):
        return argument
    return argument.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def terminal_text(text: object) -> str:
    """Return a path or a message as text that any terminal can print."""
    return printable(argument_text(str(text)))
