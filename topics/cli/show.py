"""`topics show`: print a run, one of its topics or one of its documents in the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from topics.choices import TREES_OF
from topics.cli.exits import guarded
from topics.cli.parsing.options import Run, Verbose
from topics.cli.screen import (
    print_document,
    print_flow,
    print_quality,
    print_record,
    print_topic,
    print_topics,
    print_tree,
)
from topics.cli.terminal import argument_text, terminal_text
from topics.errors import OptionError

if TYPE_CHECKING:
    from topics.runs import TopicRun

Topic = Annotated[
    int | None,
    typer.Option(
        min=0,
        help="Show this topic instead: terms, similar topics, representative documents.",
        show_default=False,
    ),
]
Document = Annotated[
    str | None,
    typer.Option(
        metavar="ID",
        help="Show this document instead, and how the topics change along its sections.",
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
    run: Run,
    topic: Topic = None,
    document: Document = None,
    picture: Picture = None,
    verbose: Verbose = False,
) -> None:
    """Print the topics of a run, one topic, or one document with its sections."""
    from topics.runs import load

    if picture is not None and document is None:
        raise OptionError("--picture is of one document; name it with --document ID")
    if topic is not None and document is not None:
        raise OptionError("expected --topic or --document, and not both")
    fitted = load(run)
    if topic is not None:
        print_topic(fitted, topic)
    elif document is not None:
        _show_document(fitted, argument_text(document), picture)
    else:
        print_topics(fitted)
        for of in TREES_OF:
            print_tree(fitted, of)
        print_quality(fitted)
    if verbose:
        print_record(fitted.manifest)


def _show_document(run: TopicRun, document: str, picture: Path | None) -> None:
    """Print a document; a picture of one without counted terms is an error."""
    from topics.runs import found_id

    found = found_id(run, document)
    print_document(run, found)
    is_counted = run.documents.filter(id=found)["topic"][0] is not None
    if not is_counted and picture is None:
        return
    flow = run.flow(found)
    print_flow(flow)
    if picture is not None:
        flow.save_picture(picture)
        typer.echo(f"Written to {terminal_text(picture)}")
