"""`topics show`: print a run, or the topics along one of its documents, in the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from topics.choices import TREES_OF
from topics.cli.exits import guarded
from topics.cli.parsing.options import Run, Verbose
from topics.cli.screen import (
    print_flow,
    print_quality,
    print_record,
    print_topics,
    print_tree,
)
from topics.cli.terminal import argument_text, terminal_text
from topics.errors import OptionError

Document = Annotated[
    str | None,
    typer.Option(
        metavar="ID",
        help="Show how the topics change along the sections of this document instead.",
        show_default=False,
    ),
]
Picture = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="With --document: also write this as a picture, such as flow.png.",
        show_default=False,
    ),
]


@guarded()
def show(
    run: Run, document: Document = None, picture: Picture = None, verbose: Verbose = False
) -> None:
    """Show the topics of a run folder and its trees, or how topics change along a document."""
    from topics.runs import load

    if picture is not None and document is None:
        raise OptionError("--picture is of one document; name it with --document ID")
    fitted = load(run)
    if document is None:
        print_topics(fitted)
        for of in TREES_OF:
            print_tree(fitted, of)
        print_quality(fitted)
    else:
        flow = fitted.flow(argument_text(document))
        print_flow(flow)
        if picture is not None:
            flow.save_picture(picture)
            typer.echo(f"Written to {terminal_text(picture)}")
    if verbose:
        print_record(fitted.manifest)
