"""The reference of the command line, made from what ``--help`` says."""

from __future__ import annotations

import inspect
from collections import defaultdict
from typing import Any

import typer
from sphinx.application import Sphinx

from topics.cli import COMMANDS, app
from topics.cli.parsing.examples import EXAMPLES

PAGE = "reference/command-line"
MARK = "<!-- commands -->"
"""What the page has where the commands are put."""


def setup(sphinx: Sphinx) -> dict[str, bool]:
    """Put the commands into their page when it is read."""
    sphinx.connect("source-read", _put_in)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _put_in(_: Sphinx, page: str, source: list[str]) -> None:
    if page == PAGE:
        source[0] = source[0].replace(MARK, "\n\n".join(map(about, COMMANDS)))


def about(function: Any) -> str:
    """A command as Markdown: what it is for, examples, arguments and options by group."""
    name = function.__name__
    command = typer.main.get_command(app).commands[name]  # type: ignore[attr-defined]
    groups: dict[str, list[str]] = defaultdict(list)
    for each in command.params:
        is_argument = each.param_type_name == "argument"
        group = "Arguments" if is_argument else (each.rich_help_panel or "Options")
        groups[group].append(f"| {_spelling(each)} | {_meaning(each)} |")
    usage = " ".join(each.name.upper() for each in command.params if _is_argument(each))
    lines = "\n".join(EXAMPLES[name])
    tables = [
        f"**{group}**\n\n| | |\n|---|---|\n" + "\n".join(rows) for group, rows in groups.items()
    ]
    return "\n\n".join(
        [
            f"## topics {name}",
            inspect.cleandoc(command.help or ""),
            f"    topics {name} [OPTIONS] {usage}",
            f"```text\n{lines}\n```",
            *tables,
        ]
    )


def _is_argument(parameter: Any) -> bool:
    return bool(parameter.param_type_name == "argument")


def _spelling(parameter: Any) -> str:
    """Flags of an option with the word for its value, or the name of an argument."""
    if _is_argument(parameter):
        return f"`{parameter.metavar or parameter.name.upper()}`"
    flags = ", ".join(f"`{flag}`" for flag in [*parameter.opts, *parameter.secondary_opts])
    value = (parameter.metavar or "").replace("|", "` or `")
    return f"{flags} `{value}`" if value else flags


def _meaning(parameter: Any) -> str:
    """Help of a parameter with its default and limits, for a cell of a table."""
    text = " ".join((parameter.help or "").split())
    default = parameter.default
    if parameter.show_default and default not in (None, False, "", ()):
        text += f" Default: {getattr(default, 'value', default)}."
    for character in "|<>*_[]$":
        text = text.replace(character, f"\\{character}")
    return text
