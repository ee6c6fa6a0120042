"""`topics report`: write the report and the picture of the map again."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from topics.choices import REPORT_TEXTS
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

Text = StrEnum("Text", {name: name for name in REPORT_TEXTS})  # type: ignore[misc]

ReportText = Annotated[
    Text | None,
    typer.Option(
        "--report-text",
        help="Texts in the report: the beginning of each section (excerpts), all (full), or none. "
        "Default: as in the run.",
        show_default=False,
    ),
]


@guarded()
def report(run: Run, report_text: ReportText = None, pictures: Pictures = "png") -> None:
    """Write report.html and the pictures of a run folder again."""
    from topics.runs import report_again

    kind = None if report_text is None else report_text.value
    typer.echo(terminal_text(report_again(run, report_text=kind, pictures=pictures)))
