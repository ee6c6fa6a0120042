"""`topics fit`: fit topics to documents and write a run folder."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import typer

from topics.bars import progress_bars
from topics.cli.exits import guarded
from topics.cli.parsing.options import (
    Formats,
    NoText,
    Output,
    Overwrite,
    Paths,
    Quiet,
    Verbose,
    takes_options,
)
from topics.cli.screen import print_quality, print_record, print_topics, print_tree
from topics.cli.terminal import terminal_text
from topics.options import FitOptions, ReadOptions


@guarded(writes="output")
@takes_options(options=FitOptions, read_options=ReadOptions)
def fit(
    paths: Paths,
    options: FitOptions,
    read_options: ReadOptions,
    output: Output = Path("run"),
    overwrite: Overwrite = False,
    formats: Formats = "csv",
    no_text: NoText = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Fit topics to documents and write a run folder.

    Reads text, Markdown, reST, HTML, JSON, JSON Lines, CSV and TSV, also gzipped, and Parquet.
    """
    from topics import workflow
    from topics.notices import StageLog
    from topics.storage import check_formats, check_target, put_back

    kinds = check_formats(formats)
    put_back(output)
    check_target(output, overwrite=overwrite)
    log = StageLog()
    with progress_bars(quiet) as log.progress:
        run = workflow.fit_topics(paths, replace(options, read_options=read_options), log)
    # The map and the report take a while, and nobody needs to wait for them to read the topics.
    if not quiet:
        # Rich ends the program if nobody reads its output any more, but the run is still wanted.
        with suppress(OSError, SystemExit):
            print_topics(run)
            if run.selection is not None:
                typer.echo(terminal_text(run.selection.reason))
    with progress_bars(quiet) as log.progress:
        run = workflow.with_map(run, log)
        with log.stage("save"):
            run.save(output, formats=kinds, overwrite=overwrite, text=not no_text)
    if not quiet:
        print_tree(run, "topics")
        print_quality(run)
        if verbose:
            print_record(run.manifest)
        report = terminal_text(output / "report.html")
        typer.echo(f"Written to {terminal_text(output)}; open {report} in a browser")
