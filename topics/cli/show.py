"""`topics show`: a run in the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from topics.cli.screen import guarded, print_run


@guarded
def show(
    run: Annotated[Path, typer.Argument(help="A run folder.", show_default=False)],
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Also parameters, versions and seconds.")
    ] = False,
) -> None:
    """Show the topics of a run folder."""
    from topics.runs import load

    print_run(load(run), verbose=verbose)
