"""How a command ends when it fails: one line on standard error, and an exit code."""

from __future__ import annotations

import atexit
import functools
import os
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import ParamSpec

import typer

from topics.cli.interrupts import insistent_interrupts
from topics.cli.parsing.own_flags import in_own_flags
from topics.cli.terminal import terminal_text
from topics.errors import OptionError, TopicsError

MANIFEST = "manifest.json"
"""File that a folder of results has from the moment it is complete."""

P = ParamSpec("P")

EXIT_FAILURE, EXIT_USAGE, EXIT_INTERRUPT = 1, 2, 130


def guarded(*, writes: str | None = None) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """Return a decorator that turns errors of a command into one line and an exit code.

    Warnings of other packages are not printed: what a user should know is a notice of the log.

    Parameters
    ----------
    writes : str, optional
        Parameter with the folder that the command writes whole or not at all. After Ctrl-C, the
        message says which of the two it was.
    """

    def decorate(command: Callable[P, None]) -> Callable[P, None]:
        @functools.wraps(command)
        def run(*args: P.args, **kwargs: P.kwargs) -> None:
            output = None if writes is None else str(kwargs[writes])
            before = _identity(output)
            try:
                with insistent_interrupts(), warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    command(*args, **kwargs)
            except TopicsError as error:
                print_error(in_own_flags(str(error)))
                is_usage = isinstance(error, OptionError)
                raise typer.Exit(EXIT_USAGE if is_usage else EXIT_FAILURE) from None
            except KeyboardInterrupt:
                print_error(_interrupted(output, before))
                raise typer.Exit(EXIT_INTERRUPT) from None

        return run

    return decorate


@contextmanager
def prompt_exit() -> Iterator[None]:
    """End the process at once if the block ends with the exit code of Ctrl-C.

    What is registered for the end of a process still runs. Python is not taken apart: a library
    whose work was broken off may still need it, and would end the process with a fatal error.
    """
    try:
        yield
    except SystemExit as end:
        if end.code != EXIT_INTERRUPT:
            raise
        atexit._run_exitfuncs()
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):  # a pipe whose reader was interrupted, too
                stream.flush()
        os._exit(EXIT_INTERRUPT)


def _interrupted(output: str | None, before: tuple[int, int] | None) -> str:
    """Message after Ctrl-C, which may come when the results are on the disk already."""
    if output is None:
        return "interrupted"
    after = _identity(output)
    if after is None or after == before:
        return "interrupted; nothing was written"
    return f"interrupted, but {output} was written completely before"


def _identity(folder: str | None) -> tuple[int, int] | None:
    """What tells a folder from the one that replaces it; None if there is none."""
    try:
        status = os.stat(os.path.join(folder or "", MANIFEST))
    except (OSError, ValueError):
        return None
    return status.st_ino, status.st_mtime_ns


def print_error(message: str) -> None:
    """Print an error on standard error."""
    typer.echo(f"error: {terminal_text(message)}", err=True)
