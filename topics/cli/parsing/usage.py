"""Errors of the command line's parser, in plain words."""

from __future__ import annotations

import re
from typing import Any

import typer
from typer.core import TyperGroup

from topics.checks import own_name
from topics.cli.parsing.help import without_value
from topics.cli.parsing.own_flags import set_own_flags

USAGE_ERROR: type[Exception] = typer.BadParameter.__bases__[0]
"""Every error of the parser."""

WORDINGS = (
    (r"Input should be a valid integer.*", "expected a whole number"),
    (r"Input should be a valid number.*", "expected a number"),
    (r"Input should be a valid (?:string|boolean|path).*", "expected another kind of value"),
    (r"Input should be greater than or equal to (\S+)", r"expected \1 or more"),
    (r"Input should be less than or equal to (\S+)", r"expected \1 or less"),
    (r"Input should be greater than (\S+)", r"expected more than \1"),
    (r"Input should be less than (\S+)", r"expected less than \1"),
    (r"(?:Value|Assertion) error, (.*?)\.?", r"\1"),
)
"""Messages of typer's validator, and what we say instead."""


class PlainGroup(TyperGroup):
    """The commands, with parser errors in plain words."""

    def get_help_option(self, ctx: Any) -> Any:
        """The option ``--help``."""
        return without_value(super().get_help_option(ctx))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command to run, whose flags messages will name."""
        found = super().resolve_command(ctx, args)
        if found[1] is not None:
            set_own_flags(found[1].params)
        return found

    def invoke(self, ctx: Any) -> Any:
        """Run a command; what was wrong with an option is said in plain words."""
        try:
            return super().invoke(ctx)
        except typer.BadParameter as error:
            error.message = plain(error.message or "")
            raise
        except USAGE_ERROR as error:
            _name_option(error)
            raise


def _name_option(error: Any) -> None:
    """Add to the error about an unknown option what the option of another library is called."""
    name = getattr(error, "option_name", None)
    if name is None:
        return
    options = (parameter for parameter in error.ctx.command.params if parameter.opts)
    flags = {option.name: option.opts[0] for option in options}
    own = own_name(name.lstrip("-").replace("-", "_"), flags)
    if own is not None:
        error.message = f"{error.message}; it is called {flags[own]} here"
        error.possibilities = None


def plain(message: str) -> str:
    """Return the message of a validator in plain words; others as they are.

    Examples
    --------
    >>> plain("Input should be greater than or equal to 1")
    'expected 1 or more'
    >>> plain("Value error, 'lsi' is not one of 'lda', 'nmf'.")
    "'lsi' is not one of 'lda', 'nmf'"
    """
    for pattern, wording in WORDINGS:
        match = re.fullmatch(pattern, message, re.DOTALL)
        if match:
            return match.expand(wording)
    return message
