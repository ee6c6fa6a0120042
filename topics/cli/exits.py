"""How a command ends when it fails: one line on standard error, and an exit code."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec

import typer

from topics.cli.interrupts import insistent_interrupts
from topics.cli.terminal import terminal_text
from topics.errors import OptionError, TopicsError

P = ParamSpec("P")

EXIT_FAILURE, EXIT_USAGE, EXIT_INTERRUPT = 1, 2, 130


def guarded(
    *, on_interrupt: str = "interrupted"
) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """Return a decorator that turns errors of a command into one line and an exit code.

    Parameters
    ----------
    on_interrupt : str
        Message after Ctrl-C. A command that writes all or nothing can add that nothing was
        written.
    """

    def decorate(command: Callable[P, None]) -> Callable[P, None]:
        @functools.wraps(command)
        def run(*args: P.args, **kwargs: P.kwargs) -> None:
            try:
                with insistent_interrupts():
                    command(*args, **kwargs)
            except TopicsError as error:
                print_error(str(error))
                is_usage = isinstance(error, OptionError)
                raise typer.Exit(EXIT_USAGE if is_usage else EXIT_FAILURE) from None
            except KeyboardInterrupt:
                print_error(on_interrupt)
                raise typer.Exit(EXIT_INTERRUPT) from None

        return run

    return decorate


def print_error(message: str) -> None:
    """Print an error on standard error."""
    typer.echo(f"error: {terminal_text(message)}", err=True)
