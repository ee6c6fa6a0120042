"""`topics transform`: new documents on a fitted run."""

from __future__ import annotations

from pathlib import Path

import typer

from topics.cli.options import Formats, Output, Overwrite, Paths, Quiet, Run, Threads, Verbose
from topics.cli.screen import guarded, print_transformed, progress_bars


@guarded
def transform(
    run: Run,
    paths: Paths,
    output: Output = Path("transformed"),
    overwrite: Overwrite = False,
    formats: Formats = "csv",
    n_threads: Threads = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Give new documents shares of the topics of a run.

    They are read and counted as the documents of the run were, with its vocabulary.
    """
    from topics import workflow
    from topics.notices import StageLog
    from topics.storage import check_formats, check_target, put_back

    kinds = check_formats(formats)
    workflow.check_output(run, output)
    put_back(output)
    check_target(output, overwrite=overwrite)
    with progress_bars(quiet) as progress:
        log = StageLog(progress)
        result = workflow.transform_run(run, paths, log, n_threads=n_threads)
        with log.stage("save"):
            result.save(output, formats=kinds, overwrite=overwrite)
    if not quiet:
        print_transformed(result, verbose=verbose)
        typer.echo(f"Written to {output}")
