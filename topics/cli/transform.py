"""`topics transform`: find the topics of new documents with a fitted run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from topics.bars import progress_bars
from topics.cli.exits import guarded
from topics.cli.parsing.options import (
    Formats,
    Output,
    Overwrite,
    Paths,
    Quiet,
    Run,
    Threads,
    Verbose,
    takes_changes,
)
from topics.cli.screen import print_transformed
from topics.cli.terminal import terminal_text
from topics.options import ReadOptions


@guarded(writes="output")
@takes_changes(read_options=ReadOptions)
def transform(
    run: Run,
    paths: Paths,
    read_options: dict[str, Any],
    output: Output = Path("transformed"),
    overwrite: Overwrite = False,
    formats: Formats = "",
    n_threads: Threads = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Find the shares of a run's topics in new documents.

    They are read as the documents of the run were, with the changes that options ask for, and
    counted with its vocabulary. Its table and pattern of metadata are used where they fit,
    unless others are given.
    """
    from topics import workflow
    from topics.notices import StageLog
    from topics.runs import load
    from topics.storage import check_formats, check_target, put_back

    kinds = check_formats(formats)
    put_back(output)
    workflow.check_output(run, output)
    check_target(output, overwrite=overwrite)
    fitted = load(run)
    with progress_bars(quiet) as progress:
        log = StageLog(progress)
        result = workflow.transform_run(
            fitted, paths, log, n_threads=n_threads, read_options=read_options
        )
        with log.stage("save"):
            result.save(output, formats=kinds, overwrite=overwrite)
    if not quiet:
        print_transformed(fitted, result, verbose=verbose)
        table = terminal_text(output / "documents.csv")
        typer.echo(
            f"Written to {terminal_text(output)}; open {table} for the topics of every document"
        )
