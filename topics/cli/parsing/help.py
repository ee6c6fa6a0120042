"""What ``--help`` says of the values of options, and the examples with which it ends."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from enum import Enum
from types import NoneType
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import typer
from typer.core import TyperCommand
from typer.models import OptionInfo

from topics.cli.parsing.examples import EXAMPLES

VALUES = {bool: "", int: "NUMBER", float: "NUMBER", str: "TEXT"}
"""What the value of an option is called, by its type; a switch has no value."""


class PlainCommand(TyperCommand):
    """A command whose ``--help`` says nothing of the types of Python."""

    def __init__(self, name: str | None, **settings: Any) -> None:
        super().__init__(name, **settings)
        for each in self.params:
            if each.param_type_name == "argument":
                # The name of an argument says what it is; typer adds <path> or <list[str]>.
                vars(each)["display_type_rich"] = lambda ctx: None

    def get_help_option(self, ctx: Any) -> Any:
        """The option ``--help``."""
        return without_value(super().get_help_option(ctx))


def without_value(option: Any) -> Any:
    """The option, which may be missing, with no word for a value in ``--help``."""
    if option is not None:
        option.metavar = ""
    return option


def add_command(app: typer.Typer, command: Callable[..., Any]) -> None:
    """Add a command with plain words for the values of its options, and its examples."""
    hints = get_type_hints(command, include_extras=True)
    for name in inspect.signature(command).parameters:
        if get_origin(hints[name]) is Annotated:
            kind, *details = get_args(hints[name])
            for each in details:
                if isinstance(each, OptionInfo) and each.metavar is None:
                    each.metavar = value_name(kind)
    # The name of the function is the name of the command.
    lines = EXAMPLES[command.__name__]
    heading = "Example:" if len(lines) == 1 else "Examples:"
    listed = "\n".join([heading, *(f"  {line}" for line in lines)])
    # A line end in a docstring is a blank in a paragraph.
    paragraphs = (inspect.getdoc(command) or "").split("\n\n")
    about = "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)
    app.command(cls=PlainCommand, help=about, epilog=listed)(command)


def value_name(kind: Any) -> str:
    """A word for a value of this type: its choices, NUMBER, TEXT, PATH, or nothing for a switch.

    Examples
    --------
    >>> value_name(int | None), value_name(bool)
    ('NUMBER', '')
    """
    kinds = [each for each in get_args(kind) or (kind,) if each is not NoneType]
    if isinstance(kinds[0], type) and issubclass(kinds[0], Enum):
        return "|".join(str(choice.value) for choice in kinds[0])
    return VALUES.get(kinds[0], "PATH")
