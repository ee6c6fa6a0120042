"""`topics similar`: print the documents or sections closest to one, to a file or to a text."""

from __future__ import annotations

import os
from typing import Annotated, Any

import typer

from topics.cli.exits import guarded
from topics.cli.parsing.options import Run, takes_changes
from topics.cli.screen import print_neighbours
from topics.cli.terminal import argument_text
from topics.options import ReadOptions

DocumentId = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        help="Id of a document of the run; or a file with one document; or a text of several words "
        "in quotation marks.",
        show_default=False,
    ),
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
@takes_changes(read_options=ReadOptions)
def similar(
    run: Run,
    document: DocumentId,
    read_options: dict[str, Any],
    position: Position = None,
    number: Number = 10,
) -> None:
    """Show the documents (or sections) with the most similar topics, by Hellinger distance."""
    from topics.notices import StageLog
    from topics.runs import load, nearest_rows
    from topics.workflow import asked_row

    fitted, log = load(run), StageLog()
    # A path is used as it was typed; an id and a text are compared with text.
    typed = document if os.path.exists(document) else argument_text(document)
    asked = asked_row(fitted, typed, position, log, read_options)
    print_neighbours(fitted.topics, asked, nearest_rows(fitted, asked, number), log.records())
