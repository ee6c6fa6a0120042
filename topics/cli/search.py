"""`topics search`: find words in the topics, documents and sections of a run."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from topics.cli.exits import guarded
from topics.cli.parsing.options import Run
from topics.cli.screen import print_found
from topics.cli.terminal import argument_text

Level = StrEnum("Level", {name: name for name in ("topic", "document", "section")})  # type: ignore[misc]

Words = Annotated[
    list[str],
    typer.Argument(
        metavar="WORDS",
        help="Words; tide* is every word that begins so, '\"supreme court\"' a phrase.",
        show_default=False,
    ),
]
LevelOption = Annotated[
    Level | None,
    typer.Option(help="Find only these. Default: all three.", show_default=False),
]
Number = Annotated[
    int, typer.Option("--number", "-n", min=1, help="Maximum number of rows of each level.")
]


@guarded()
def search(run: Run, words: Words, level: LevelOption = None, number: Number = 5) -> None:
    """Find words in the topics, documents and sections of a run.

    Rows with more of the words come first. Without texts in the run, its counted terms, titles
    and headings are searched.
    """
    from topics.runs import load, search_run

    fitted = load(run)
    query = " ".join(map(argument_text, words))
    print_found(fitted, search_run(fitted, query, number, level and str(level.value)))
