"""`topics similar`: print the documents or sections closest to one."""

from __future__ import annotations

from typing import Annotated

import typer

from topics.cli.exits import guarded
from topics.cli.options import Run
from topics.cli.screen import print_table
from topics.cli.terminal import argument_text

DocumentId = Annotated[
    str, typer.Argument(metavar="ID", help="Id of a document.", show_default=False)
]
Position = Annotated[
    int | None,
    typer.Option(
        min=0,
        help="Position of a section in the document; it is compared with all other sections.",
        show_default=False,
    ),
]
Number = Annotated[int, typer.Option("--number", "-n", min=1, help="Maximum number of rows.")]


@guarded()
def similar(run: Run, document: DocumentId, position: Position = None, number: Number = 10) -> None:
    """Show the documents (or sections) with the most similar topics, by Hellinger distance."""
    from topics.workflow import similar as most_similar

    print_table(most_similar(run, argument_text(document), number, position=position))
