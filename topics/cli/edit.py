"""`topics edit`: correct the topics of a run by hand, or undo that."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from topics.cli.exits import guarded
from topics.cli.parsing.options import Quiet, Run
from topics.cli.screen import print_quality, print_topics
from topics.cli.terminal import terminal_text
from topics.errors import OptionError
from topics.options import OUTPUT
from topics.values import amount

File = Annotated[
    Path | None,
    typer.Argument(
        metavar="FILE",
        help="A TOML file with tables named rename, merge, hide and group. It holds all edits "
        "of the run and replaces earlier ones. Numbers of topics are those of the fit.",
        show_default=False,
    ),
]
Undo = Annotated[bool, typer.Option("--undo", help="Restore the topics as they were fitted.")]
OtherOutput = Annotated[
    Path | None,
    typer.Option(
        help="New folder for the edited run. Default: the run itself is changed.",
        show_default=False,
        rich_help_panel=OUTPUT,
    ),
]


def edit(
    run: Run,
    file: File = None,
    undo: Undo = False,
    output: OtherOutput = None,
    quiet: Quiet = False,
) -> None:
    """Rename, merge, hide and group the topics of a run, or undo it.

    The report, the tables and `topics transform` follow; the fitted topics stay in the run.
    """
    _edit(run=run, file=file, undo=undo, output=output or run, quiet=quiet)


@guarded(writes="output")
def _edit(*, run: Path, file: Path | None, undo: bool, output: Path, quiet: bool) -> None:
    from topics.runs import edits_in_words, load, rewrite_run
    from topics.storage import check_target, put_back

    if undo is (file is not None):
        raise OptionError("expected a TOML file with edits, or --undo, and not both")
    if output != run:
        put_back(output)
        check_target(output, overwrite=False)
    fitted = load(run)
    before = edits_in_words(fitted)
    edited = fitted.undo_edits() if file is None else fitted.edit(file)
    left_out = rewrite_run(run, edited, None if output == run else output)
    if quiet:
        return
    if before:
        typer.echo(terminal_text(f"undone: {amount(len(before), 'earlier edit')}"))
    for line in edits_in_words(edited):
        typer.echo(terminal_text(line))
    for name in left_out:
        typer.echo(terminal_text(f"left out {name}, which was about the earlier edits"))
    print_topics(edited)
    print_quality(edited)
    report = terminal_text(output / "report.html")
    typer.echo(f"Written to {terminal_text(output)}; open {report} in a browser")
