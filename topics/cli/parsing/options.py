"""Options of the commands; those of `fit` are generated from the tables in `topics.options`."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Collection
from dataclasses import Field, fields
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import typer

from topics.choices import AUTO
from topics.cli.parsing.sizes import n_bytes
from topics.cli.terminal import argument_text
from topics.errors import OptionError
from topics.options import OUTPUT, READING, OptionTable, Spec
from topics.seed_topics import read_seed_topics

Output = Annotated[Path, typer.Option(help="Folder to write.", rich_help_panel=OUTPUT)]
Overwrite = Annotated[
    bool,
    typer.Option("--overwrite", help="Replace the results in the folder.", rich_help_panel=OUTPUT),
]
Formats = Annotated[
    str,
    typer.Option(
        "--format",
        help="Extra formats for the matrices, separated by commas: parquet, npz, long. Up to a "
        "million rows CSV is always written; more are Parquet, and CSV only if csv is asked for.",
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
        "--verbose",
        "-v",
        help="Also print seconds, versions and parameters.",
        rich_help_panel=OUTPUT,
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
        help="Maximum number of threads. Default: all cores. Results do not depend on it.",
        show_default=False,
        rich_help_panel=OUTPUT,
    ),
]

MOST_DIGITS = 10
"""Whole numbers on the command line have fewer digits."""

READING_AS_THE_RUN = f"{READING} (default: as the documents of the run were read)"
"""Group in ``--help`` of the options that change how a run's documents were read."""

HIDDEN_DEFAULTS = frozenset({"token_pattern", "extra_stop_words", "split", "project", "tree"})
"""Options whose default ``--help`` does not print, because it is long, empty or in the flag."""


def takes_options(
    without: Collection[str] = (), **tables: type[OptionTable]
) -> Callable[[Callable[..., None]], Any]:
    """Return a decorator that gives a command the options of tables as flags.

    Parameters
    ----------
    without : collection of str
        Options that the command does not have; they keep their defaults.
    **tables : type of OptionTable
        Table by parameter of the command; the parameter gets a table with the user's values.
    """
    parameters = {
        name: {each: flag for each, flag in _parameters_from(table).items() if each not in without}
        for name, table in tables.items()
    }
    return _takes(parameters, tables)


def given_options(context: typer.Context) -> frozenset[str]:
    """Names of the options that were given, also with the value of their default."""
    sources = {name: context.get_parameter_source(name) for name in context.params}
    return frozenset(
        name for name, source in sources.items() if source is None or source.name != "DEFAULT"
    )


def takes_changes(**tables: type[OptionTable]) -> Callable[[Callable[..., None]], Any]:
    """Return a decorator that gives a command the options of tables as changes to those of a run.

    Parameters
    ----------
    **tables : type of OptionTable
        Table by parameter of the command; the parameter gets a mapping of option to value with
        the options that the user gave.
    """
    return _takes({name: _changes_from(table) for name, table in tables.items()}, {})


def _takes(
    parameters_of_tables: dict[str, dict[str, inspect.Parameter]],
    tables: dict[str, type[OptionTable]],
) -> Callable[[Callable[..., None]], Any]:
    """Return a decorator for these parameters; without its table, what is given stays a mapping."""

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        command_parameters = _parameters_of(command, without=set(parameters_of_tables))

        @functools.wraps(command)
        def run(**values: Any) -> None:
            options: dict[str, Any] = {}
            for name, parameters in parameters_of_tables.items():
                given = {option: _parse(option, values.pop(option)) for option in parameters}
                if name in tables:
                    options[name] = tables[name].of(given)
                else:
                    options[name] = {each: v for each, v in given.items() if v is not None}
            command(**values, **options)

        parameters = list(command_parameters)
        for by_name in parameters_of_tables.values():
            parameters += by_name.values()
        run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        run.__annotations__ = {each.name: each.annotation for each in parameters}
        return run

    return decorate


def _parameters_of(command: Callable[..., None], without: set[str]) -> list[inspect.Parameter]:
    """Parameters that the command declares itself."""
    hints = get_type_hints(command, include_extras=True)
    return [
        each.replace(kind=inspect.Parameter.KEYWORD_ONLY, annotation=hints[each.name])
        for each in inspect.signature(command).parameters.values()
        if each.name not in without
    ]


def _parameters_from(table: type[OptionTable]) -> dict[str, inspect.Parameter]:
    """One parameter, with typer's annotation, for every option of a table that has a flag."""
    return {
        each.name: inspect.Parameter(
            each.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=_default(each),
            annotation=_annotation(each),
        )
        for each in fields(table)
        if each.metadata["spec"].kind is not None
    }


def _changes_from(table: type[OptionTable]) -> dict[str, inspect.Parameter]:
    """As `_parameters_from`, but nothing is the default of all, and switches turn on and off."""
    return {
        each.name: inspect.Parameter(
            each.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=None,
            annotation=_annotation_of_change(each),
        )
        for each in fields(table)
        if each.metadata["spec"].kind is not None
    }


def _default(option: Field[Any]) -> Any:
    """Default of an option on the command line, where a list is text."""
    spec: Spec = option.metadata["spec"]
    return "" if spec.kind in (list, tuple) else option.default


def _annotation(option: Field[Any]) -> Any:
    spec: Spec = option.metadata["spec"]
    flag = spec.flag or "--" + option.name.replace("_", "-")
    kind: Any = str if option.name in PARSERS else spec.kind
    if spec.choices:
        kind = _enum(option.name, spec.choices)
    if kind is bool and option.default is True:
        flag = f" /{flag}"  # typer's form for a bool that can only be turned off
    details = typer.Option(
        flag,
        help=spec.off_help or spec.help,
        rich_help_panel=spec.group,
        show_default=option.name not in HIDDEN_DEFAULTS and option.default is not None,
        metavar=f"NUMBER|{spec.word}" if spec.word else None,
        min=spec.lowest if kind in (int, float) else None,
        max=spec.highest if kind in (int, float) else None,
    )
    return Annotated[kind if option.default is not None else kind | None, details]


def _annotation_of_change(option: Field[Any]) -> Any:
    """As `_annotation`, where the value of the run is what is taken without the flag."""
    spec: Spec = option.metadata["spec"]
    flag = f"--{option.name.replace('_', '-')}"
    if spec.kind is bool:
        flag = f"{flag}/--no-{option.name.replace('_', '-')}"
    kind: Any = str if option.name in PARSERS else spec.kind
    details = typer.Option(
        flag,
        help=spec.help.partition(" Default:")[0],
        rich_help_panel=READING_AS_THE_RUN,
        show_default=False,
        min=spec.lowest if kind in (int, float) else None,
    )
    return Annotated[kind | None, details]


def _enum(name: str, choices: tuple[str, ...]) -> Any:
    """Type that limits an option to these choices."""
    return StrEnum(name, {choice: choice for choice in choices})


def _parse(name: str, value: Any) -> Any:
    """Value of an option from what typer parsed."""
    if value is not None and name in PARSERS:
        return PARSERS[name](value)
    if isinstance(value, StrEnum):
        return str(value)
    # A stop list and a table are files, whose paths the system must find as they were typed.
    is_text = isinstance(value, str) and name not in ("stop_words", "metadata")
    return argument_text(value) if is_text else value


def _words(text: str) -> tuple[str, ...]:
    return tuple(argument_text(text).replace(",", " ").split())


def whole_numbers(text: str, option: str) -> tuple[int, ...]:
    """Return the whole numbers in a text such as ``5,20``.

    Raises
    ------
    OptionError
        A part is no whole number; the message names the option.

    Examples
    --------
    >>> whole_numbers("5, 20", "--tree")
    (5, 20)
    """
    parts = text.replace(",", " ").split()
    if not all(part.isascii() and part.isdigit() and len(part) < MOST_DIGITS for part in parts):
        raise OptionError(f"{option} is {text!r:.80}, expected whole numbers such as 5,20")
    return tuple(map(int, parts))


def _prior(text: str) -> str | float:
    """Return the number in the text, or ``auto``."""
    if text == "auto":
        return text
    try:
        return float(text)
    except ValueError:
        raise OptionError(
            f"--document-topic-prior is {text!r}, expected a positive number or auto"
        ) from None


def _n_topics(text: str) -> int | str:
    """Return the number in the text, or ``auto``."""
    if text.isascii() and text.isdigit() and len(text) < MOST_DIGITS:
        return int(text)
    if text == AUTO:
        return text
    raise OptionError(f"--topics is {text!r:.80}, expected a whole number, 1 or more, or {AUTO}")


PARSERS: dict[str, Callable[[str], Any]] = {
    "n_topics": _n_topics,
    "seed_topics": read_seed_topics,
    "extra_stop_words": _words,
    "document_topic_prior": _prior,
    "tree": lambda text: whole_numbers(text, "--tree"),
    "max_file_size": lambda text: n_bytes(text, "--max-file-size"),
}
"""Functions that parse options whose text on the command line typer cannot parse."""
