"""`topics report`: write the report and the picture of the map again."""

from __future__ import annotations

from typing import Annotated

import typer

from topics.cli.exits import guarded
from topics.cli.parsing.options import Run
from topics.cli.terminal import terminal_text
from topics.options import OUTPUT

Pictures = Annotated[
    str,
    typer.Option(
        "--pictures",
        help="Formats of the pictures, separated by commas: png, svg. PNG is always written.",
        rich_help_panel=OUTPUT,
    ),
]


@guarded()
def report(run: Run, pictures: Pictures = "png") -> None:
    """Write report.html and the pictures of a run folder again."""
    from topics.runs import report_again

    typer.echo(terminal_text(report_again(run, pictures=pictures)))
