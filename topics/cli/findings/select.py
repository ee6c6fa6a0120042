"""`topics select`: how many topics to ask for."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from typing import Annotated

import typer

from topics.bars import progress_bars
from topics.cli.exits import guarded
from topics.cli.parsing.options import Output, Overwrite, Paths, Quiet, takes_options
from topics.cli.screen import print_selection
from topics.cli.terminal import argument_text, terminal_text
from topics.options import MODEL, OUTPUT, FitOptions, ReadOptions

Range = Annotated[
    str | None,
    typer.Option(
        "--topics",
        metavar="LOWEST:HIGHEST",
        help="Range that the number is chosen from, such as 5:60. Default: 4:60, or less in a "
        "small corpus.",
        show_default=False,
        rich_help_panel=MODEL,
    ),
]

OF_FIT = frozenset(
    each.name for each in fields(FitOptions) if each.metadata["spec"].group == OUTPUT
) | {"n_topics", "n_fits", "seed_topics"}
"""Options of fit that selecting does not have."""


@guarded(writes="output")
@takes_options(OF_FIT, options=FitOptions, read_options=ReadOptions)
def select(
    paths: Paths,
    options: FitOptions,
    read_options: ReadOptions,
    topics: Range = None,
    output: Output = Path("selection"),
    overwrite: Overwrite = False,
    quiet: Quiet = False,
) -> None:
    """Choose the number of topics, by short fits with several numbers.

    The number is that of themes: of the topics that predict documents best, those that occur in
    the same documents count as one.
    """
    from topics import workflow
    from topics.notices import StageLog
    from topics.storage import check_target, put_back

    put_back(output)
    check_target(output, overwrite=overwrite)
    log = StageLog()
    ends = None if topics is None else argument_text(topics)
    with progress_bars(quiet) as log.progress:
        found = workflow.select_number(
            paths, ends, replace(options, read_options=read_options), log
        )
    found.save(output, overwrite=overwrite)
    if not quiet:
        print_selection(found, log.records())
        said = f"fit them with `topics fit --topics {found.n_topics}`"
        typer.echo(f"Written to {terminal_text(output)}; {said}")
