"""`topics report`: write the report and the picture of the map again."""

from __future__ import annotations

import typer

from topics.cli.exits import guarded
from topics.cli.parsing.options import Run
from topics.cli.terminal import terminal_text


@guarded()
def report(run: Run) -> None:
    """Write report.html and the pictures of a run folder again."""
    from topics.runs import report_again

    typer.echo(terminal_text(report_again(run)))
