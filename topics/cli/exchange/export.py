"""`topics export`: give a run to another tool, as a file."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from topics.bars import progress_bars
from topics.choices import EXPORTS, LEVELS
from topics.cli.exits import guarded
from topics.cli.parsing.options import Quiet, Run
from topics.cli.terminal import terminal_text
from topics.errors import OptionError

Target = StrEnum("Target", {name: name for name in EXPORTS})  # type: ignore[misc]
Level = StrEnum("Level", {name: name for name in LEVELS})  # type: ignore[misc]

To = Annotated[
    Target | None,
    typer.Option(
        help="The tool. pyldavis writes a page (.html), octis .json, anndata .h5ad, networkx "
        ".graphml or .gexf; the objects of the others are for Python: run.to(NAME).",
        show_default=False,
    ),
]
OutputFile = Annotated[
    Path | None,
    typer.Option(
        "--output", help="File to write for --to, such as topics.html.", show_default=False
    ),
]
TokenTopics = Annotated[
    Path | None,
    typer.Option(
        help="Also, or only, write which term of which section went to which topic, as .csv or "
        ".parquet.",
        show_default=False,
    ),
]
MinShare = Annotated[
    float,
    typer.Option(min=0, max=1, help="Leave smaller shares out of --token-topics."),
]
LevelOption = Annotated[Level, typer.Option(help="What the rows of --to are.")]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace files that exist.")]


def export(
    run: Run,
    to: To = None,
    output: OutputFile = None,
    level: LevelOption = Level["document"],
    token_topics: TokenTopics = None,
    min_share: MinShare = 0.0,
    overwrite: Overwrite = False,
    quiet: Quiet = False,
) -> None:
    """Give a run to another tool as a file; topics keep their numbers."""
    _export(
        run=run,
        to=None if to is None else str(to.value),
        output=output,
        level=str(level.value),
        token_topics=token_topics,
        min_share=min_share,
        overwrite=overwrite,
        quiet=quiet,
    )


@guarded()
def _export(
    *,
    run: Path,
    to: str | None,
    output: Path | None,
    level: str,
    token_topics: Path | None,
    min_share: float,
    overwrite: bool,
    quiet: bool,
) -> None:
    from topics.runs import check_export, load, write_run_export, write_token_topics
    from topics.storage import check_new_file

    if (to is None) != (output is None):
        raise OptionError("--to names a tool and --output its file; give both")
    if to is None and token_topics is None:
        raise OptionError("nothing to export: name a tool with --to, or a file with --token-topics")
    # Whether files can be written is known before the run is read.
    if to is not None and output is not None:
        check_export(to, output)
    for path in (output, token_topics):
        if path is not None:
            check_new_file(path, inside=run, overwrite=overwrite)
    fitted = load(run)
    written: list[Path] = []
    with progress_bars(quiet) as progress:
        if to is not None and output is not None:
            written.append(write_run_export(fitted, to, output, level=level))
        if token_topics is not None:
            written.append(
                write_token_topics(fitted, token_topics, min_share=min_share, progress=progress)
            )
    if not quiet:
        for path in written:
            typer.echo(f"Written to {terminal_text(path)}")
