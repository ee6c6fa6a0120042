"""`topics compare`: what became of the topics of a run in another one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from topics.cli.exits import guarded
from topics.cli.parsing.options import Output, Overwrite, Quiet
from topics.cli.screen import print_comparison
from topics.cli.terminal import terminal_text

Earlier = Annotated[Path, typer.Argument(metavar="RUN_A", help="Folder of the earlier run.")]
Later = Annotated[Path, typer.Argument(metavar="RUN_B", help="Folder of the later run.")]


@guarded(writes="output")
def compare(
    run_a: Earlier,
    run_b: Later,
    output: Output = Path("comparison"),
    overwrite: Overwrite = False,
    quiet: Quiet = False,
) -> None:
    """Show which topics of two runs are the same, and how far their documents moved.

    Topics are kept, split, merged, new or lost. The runs may have other documents, numbers of
    topics and models, but need terms in common.
    """
    from topics import workflow
    from topics.runs import load
    from topics.storage import check_target, put_back

    for run in (run_a, run_b):
        put_back(run)
        workflow.check_output(run, output, kind="comparison")
    check_target(output, overwrite=overwrite)
    first, second = load(run_a), load(run_b)
    found = workflow.compare(first, second)
    found.save(output, overwrite=overwrite)
    if not quiet:
        print_comparison(found)
        table = terminal_text(output / "comparison.csv")
        typer.echo(f"Written to {terminal_text(output)}; all topics are in {table}")
