"""`topics report`: report.html and map.png of a run, once more."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from topics.cli.screen import guarded


@guarded
def report(
    run: Annotated[Path, typer.Argument(help="A run folder.", show_default=False)],
) -> None:
    """Write report.html and map.png of a run folder again."""
    from topics.runs import report_again

    typer.echo(str(report_again(run)))
