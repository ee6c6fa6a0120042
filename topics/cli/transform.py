"""`topics transform`: find the topics of new documents with a fitted run."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

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
    option_of,
)
from topics.cli.screen import print_transformed
from topics.cli.terminal import argument_text, terminal_text
from topics.options import ReadOptions

MetadataTable = Annotated[str | None, option_of(ReadOptions, "metadata")]
MetadataKey = Annotated[str | None, option_of(ReadOptions, "metadata_key")]
MetadataPattern = Annotated[str | None, option_of(ReadOptions, "metadata_pattern")]


@guarded(writes="output")
def transform(
    run: Run,
    paths: Paths,
    output: Output = Path("transformed"),
    overwrite: Overwrite = False,
    formats: Formats = "csv",
    metadata: MetadataTable = None,
    metadata_key: MetadataKey = None,
    metadata_pattern: MetadataPattern = None,
    n_threads: Threads = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Find the shares of a run's topics in new documents.

    They are read with the options of the run and counted with its vocabulary. Its table and
    pattern of metadata are used where they fit, unless others are given.
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
    given = {
        "metadata": metadata,  # a path is used as it was typed
        "metadata_key": metadata_key and argument_text(metadata_key),
        "metadata_pattern": metadata_pattern and argument_text(metadata_pattern),
    }
    changes = {name: value for name, value in given.items() if value is not None}
    with progress_bars(quiet) as progress:
        log = StageLog(progress)
        result = workflow.transform_run(
            fitted, paths, log, n_threads=n_threads, read_options=changes
        )
        with log.stage("save"):
            result.save(output, formats=kinds, overwrite=overwrite)
    if not quiet:
        print_transformed(fitted, result, verbose=verbose)
        table = terminal_text(output / "documents.csv")
        typer.echo(
            f"Written to {terminal_text(output)}; open {table} for the topics of every document"
        )
