"""`topics transform`: new documents on a fitted run."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Annotated

import typer

from topics.cli.screen import guarded, print_transformed, progress_bars


@guarded
def transform(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="A run folder.", show_default=False)],
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATHS",
            help="Files, folders and patterns; - reads JSON Lines from standard input.",
            show_default=False,
        ),
    ],
    output: Annotated[Path, typer.Option(help="The folder to write.")] = Path("transformed"),
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace what a transform wrote.")
    ] = False,
    formats: Annotated[
        str,
        typer.Option(
            "--format",
            help="Twins of the matrices beside CSV: parquet, npz, long; parted by commas.",
        ),
    ] = "csv",
    n_threads: Annotated[
        int | None,
        typer.Option("--threads", min=1, help="All cores by default.", show_default=False),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print errors only.")] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Also versions and seconds.")
    ] = False,
) -> None:
    """Give new documents shares of the topics of a run.

    They are read and counted as those of the run were, with its vocabulary.
    """
    from topics import workflow
    from topics.errors import TopicsWarning
    from topics.storage import check_formats, check_target
    from topics.workflow.transform import check_output

    kinds = check_formats(name.strip() for name in formats.split(",") if name.strip())
    check_output(run, output)
    check_target(output, overwrite=overwrite)
    with progress_bars(quiet) as progress, warnings.catch_warnings():
        # They stand in quality.json and are printed with the result.
        warnings.simplefilter("ignore", TopicsWarning)
        result = workflow.transform(run, paths, n_threads=n_threads, progress=progress)
        if progress is not None:
            progress("save", 0, 1)
        result.save(output, formats=kinds, overwrite=overwrite)
        if progress is not None:
            progress("save", 1, 1)
    if not quiet:
        print_transformed(result, verbose=verbose)
        typer.echo(f"Written to {output}")
