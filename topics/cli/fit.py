"""`topics fit`: fit topics to documents and write a run folder."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from topics.bars import progress_bars
from topics.choices import DEFAULT_LEAST_SIMILARITY
from topics.cli.exits import guarded
from topics.cli.parsing.options import (
    Formats,
    NoText,
    Output,
    Overwrite,
    Paths,
    Quiet,
    Verbose,
    given_options,
    takes_options,
)
from topics.cli.screen import (
    print_growth,
    print_quality,
    print_record,
    print_topics,
    print_tree,
)
from topics.cli.terminal import terminal_text
from topics.errors import OptionError
from topics.options import MODEL, FitOptions, ReadOptions

if TYPE_CHECKING:
    from topics.runs import TopicRun
    from topics.scheduling import Workers

Start = Annotated[
    Path | None,
    typer.Option(
        "--continue",
        metavar="RUN",
        help="A run folder whose topics go on with these documents: they keep number and label. "
        "Options that are not given are those of the run.",
        show_default=False,
        rich_help_panel=MODEL,
    ),
]
NewTopics = Annotated[
    int,
    typer.Option(
        "--new-topics",
        min=0,
        help="With --continue: number of topics that the documents may open.",
        rich_help_panel=MODEL,
    ),
]
NumberOfWorkers = Annotated[
    int | None,
    typer.Option(
        "--workers",
        min=1,
        metavar="N",
        help="Read, and fit partitions of the rows, in this many processes of this machine.",
        show_default=False,
        rich_help_panel=MODEL,
    ),
]
SchedulerAddress = Annotated[
    str | None,
    typer.Option(
        "--scheduler",
        metavar="ADDRESS",
        help="Read, and fit partitions of the rows, on the workers of this Dask scheduler. They "
        "see PATH and the folder of --output under the same paths.",
        show_default=False,
        rich_help_panel=MODEL,
    ),
]
Resume = Annotated[
    bool,
    typer.Option(
        "--resume",
        help="Go on with the fit of partitions to the same --output that was stopped, from its "
        "last pass.",
        rich_help_panel=MODEL,
    ),
]
LeastSimilarity = Annotated[
    float,
    typer.Option(
        "--least-similarity",
        min=0,
        max=1,
        help="With --continue: least cosine of the terms of each earlier topic with what they "
        "were; 0 lets topics move as far as the new documents move them.",
        rich_help_panel=MODEL,
    ),
]


@guarded(writes="output")
@takes_options(options=FitOptions, read_options=ReadOptions)
def fit(
    context: typer.Context,
    paths: Paths,
    options: FitOptions,
    read_options: ReadOptions,
    start: Start = None,
    n_new_topics: NewTopics = 0,
    n_workers: NumberOfWorkers = None,
    scheduler: SchedulerAddress = None,
    resume: Resume = False,
    least_similarity: LeastSimilarity = DEFAULT_LEAST_SIMILARITY,
    output: Output = Path("run"),
    overwrite: Overwrite = False,
    formats: Formats = "",
    no_text: NoText = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Fit topics to documents and write a run folder.

    Reads text, Markdown, reST, HTML, JSON, JSON Lines, CSV, TSV, Parquet, XLSX, DOCX, ODT, EPUB,
    PDF, mails and mailboxes, subtitles, TEI, JATS, RSS, Atom, WARC, and ZIP and TAR files of these.
    """
    from topics import workflow
    from topics.notices import StageLog
    from topics.scheduling import Workers
    from topics.storage import check_formats, check_target, put_back

    kinds = check_formats(formats)
    put_back(output)
    if start is not None:
        workflow.check_output(start, output, None)
    check_target(output, overwrite=overwrite)
    log = StageLog()
    options = replace(options, read_options=read_options)
    if n_workers is not None and scheduler is not None:
        raise OptionError("--workers and --scheduler exclude each other; give one of them")
    workers = Workers(n_workers or scheduler)
    with _work_in(output, options, workers, resume=resume) as folder:
        workers = replace(workers, folder=folder)
        with progress_bars(quiet) as log.progress:
            run = workflow.fit_topics(
                paths,
                options,
                log,
                start=start,
                n_new_topics=n_new_topics,
                least_similarity=least_similarity,
                workers=workers,
                named=given_options(context),
            )
        if not quiet:
            _print_found(run)
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


def _print_found(run: TopicRun) -> None:
    """Print the topics: the map and the report take a while, and nobody needs to wait for them."""
    # Rich ends the program if nobody reads its output any more, but the run is still wanted.
    with suppress(OSError, SystemExit):
        print_topics(run)
        print_growth(run)
        if run.selection is not None:
            typer.echo(terminal_text(run.selection.reason))


def _work_in(
    output: Path, options: FitOptions, workers: Workers, *, resume: bool
) -> AbstractContextManager[Path | None]:
    """The hidden folder next to the output for files of partitions, if there are any."""
    from topics.storage import work_folder

    if options.partition_rows is None and not workers.are_asked_for:
        if resume:
            raise OptionError(
                "--resume is for fits of partitions; give --partition-rows, --workers or "
                "--scheduler as in the fit that was stopped"
            )
        return nullcontext()
    target = output.resolve()
    return work_folder(target.parent / f".{target.name}.work", resume=resume)
