"""`topics similar`: what stands nearest to a document or a section."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from topics.cli.screen import guarded, print_table


@guarded
def similar(
    run: Annotated[Path, typer.Argument(help="A run folder.", show_default=False)],
    document: Annotated[
        str, typer.Argument(metavar="ID", help="Id of a document.", show_default=False)
    ],
    position: Annotated[
        int | None,
        typer.Option(
            min=0, help="Position of a section: sections are compared.", show_default=False
        ),
    ] = None,
    n: Annotated[int, typer.Option("--number", "-n", min=1, help="How many to show.")] = 10,
) -> None:
    """Show the documents (or sections) with the most similar topics, by Hellinger distance."""
    from topics.workflow import similar as nearest

    print_table(nearest(run, document, n, position=position))
