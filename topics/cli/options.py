"""Options of a command, made from the tables in `topics.options`; no name is typed twice."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from dataclasses import Field
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import typer

from topics.cli.sizes import n_bytes
from topics.errors import OptionError
from topics.options import OUTPUT, OptionTable, Spec, option_fields

Output = Annotated[Path, typer.Option(help="Folder to write.", rich_help_panel=OUTPUT)]
Overwrite = Annotated[
    bool,
    typer.Option("--overwrite", help="Replace the results in the folder.", rich_help_panel=OUTPUT),
]
Formats = Annotated[
    str,
    typer.Option(
        "--format",
        help="Extra formats for the matrices, separated by commas: parquet, npz, long. CSV is "
        "always written.",
        rich_help_panel=OUTPUT,
    ),
]
NoText = Annotated[
    bool, typer.Option("--no-text", help="Do not keep section texts.", rich_help_panel=OUTPUT)
]
Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help="Print errors only.", rich_help_panel=OUTPUT)
]
Verbose = Annotated[
    bool,
    typer.Option(
        "--verbose", "-v", help="Also print options, versions and seconds.", rich_help_panel=OUTPUT
    ),
]
Run = Annotated[Path, typer.Argument(metavar="RUN", help="A run folder.", show_default=False)]
Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATHS",
        help="Files, folders and patterns; - reads JSON Lines from standard input.",
        show_default=False,
    ),
]
Threads = Annotated[
    int | None,
    typer.Option(
        "--threads",
        min=1,
        help="Maximum number of threads. Default: all cores.",
        show_default=False,
        rich_help_panel=OUTPUT,
    ),
]


def takes_options(**tables: type[OptionTable]) -> Callable[[Callable[..., None]], Any]:
    """Decorator: the command gets a filled table for every name, and its options as flags.

    Parameters
    ----------
    **tables : type of OptionTable
        By the name of the command's parameter. A field of one table that is another one of
        them gets it.
    """

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        own = _own_parameters(command, set(tables))
        made = {name: _parameters(table) for name, table in tables.items()}

        @functools.wraps(command)
        def run(**values: Any) -> None:
            filled = {}
            for name, table in tables.items():
                chosen = {each: values.pop(each) for each in made[name]}
                filled[name] = table.of({each: _parse(each, v) for each, v in chosen.items()})
            command(**values, **filled)

        parameters = [*own, *(each for group in made.values() for each in group.values())]
        run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        run.__annotations__ = {each.name: each.annotation for each in parameters}
        return run

    return decorate


def _own_parameters(command: Callable[..., None], left_out: set[str]) -> list[inspect.Parameter]:
    hints = get_type_hints(command, include_extras=True)
    return [
        each.replace(kind=inspect.Parameter.KEYWORD_ONLY, annotation=hints[each.name])
        for each in inspect.signature(command).parameters.values()
        if each.name not in left_out
    ]


def _parameters(table: type[OptionTable]) -> dict[str, inspect.Parameter]:
    """Parameters of the options in a table that typer can read, by name."""
    return {
        each.name: inspect.Parameter(
            each.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=_default(each),
            annotation=_annotation(each),
        )
        for each in option_fields(table)
        if each.metadata["spec"].kind is not None
    }


def _default(option: Field[Any]) -> Any:
    spec: Spec = option.metadata["spec"]
    return "" if spec.kind is list else option.default


def _annotation(option: Field[Any]) -> Any:
    spec: Spec = option.metadata["spec"]
    flag = spec.flag or "--" + option.name.replace("_", "-")
    kind: Any = str if option.name in PARSERS else spec.kind
    if spec.choices:
        kind = _enum(option.name, spec.choices)
    if kind is bool and option.default is True:
        flag = f" /{flag}"  # only the flag that turns it off
    details = typer.Option(
        flag,
        help=spec.help,
        rich_help_panel=spec.group,
        show_default=option.name not in HIDDEN_DEFAULTS and option.default is not None,
        min=spec.lowest if kind in (int, float) else None,
        max=spec.highest if kind in (int, float) else None,
    )
    return Annotated[kind if option.default is not None else kind | None, details]


def _enum(name: str, choices: tuple[str, ...]) -> Any:
    """Type of a choice, as typer knows it."""
    return StrEnum(name, {choice: choice for choice in choices})


HIDDEN_DEFAULTS = frozenset({"token_pattern", "extra_stop_words", "split", "project"})


def _parse(name: str, value: Any) -> Any:
    """The value of an option from what typer gives: text where the command line needs its own."""
    if value is not None and name in PARSERS:
        return PARSERS[name](value)
    return str(value) if isinstance(value, StrEnum) else value


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.replace(",", " ").split())


def _prior(text: str) -> str | float:
    """A number, or ``auto``."""
    if text == "auto":
        return text
    try:
        return float(text)
    except ValueError:
        raise OptionError(
            f"--document-topic-prior is {text!r}, expected a positive number or auto"
        ) from None


PARSERS: dict[str, Callable[[str], Any]] = {
    "extra_stop_words": _words,
    "document_topic_prior": _prior,
    "max_file_size": lambda text: n_bytes(text, "--max-file-size"),
}
"""Options that are written differently on the command line."""
