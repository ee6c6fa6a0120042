"""`topics evaluate`: measure how good the topics of a run are, and write it into the run."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import typer

from topics.bars import progress_bars
from topics.cli.exits import guarded
from topics.cli.parsing.options import Quiet, Run, Threads, takes_changes
from topics.cli.screen import print_quality
from topics.cli.terminal import terminal_text
from topics.options import ReadOptions


class Method(StrEnum):
    """What differs between further fits."""

    refit = "refit"
    bootstrap = "bootstrap"


ReferencePaths = Annotated[
    list[str] | None,
    typer.Option(
        "--reference",
        metavar="PATH",
        help="Documents on which coherence is measured, read as those of the run were; can be "
        "given several times. Default: the fitted documents.",
        show_default=False,
    ),
]
Refits = Annotated[
    int,
    typer.Option(
        "--refits",
        min=0,
        help="Fit this many times again for the stability of the topics; 20 is a good number.",
        show_default=False,
    ),
]
HeldOut = Annotated[
    float,
    typer.Option(
        "--held-out",
        min=0,
        max=0.5,
        help="Fit once more without this share of the documents, such as 0.1, and measure how well "
        "the model predicts them.",
        show_default=False,
    ),
]
Against = Annotated[
    str | None,
    typer.Option(
        metavar="COLUMN",
        help="Compare the topics, and clusters, with a column of documents.csv, such as labels.",
        show_default=False,
    ),
]
MethodOfRefits = Annotated[
    Method | None,
    typer.Option(
        help="Further fits are of the same documents (refit), or of samples of them (bootstrap). "
        "Default: refit for lda, bootstrap for nmf.",
        show_default=False,
    ),
]


@guarded(writes="run")
@takes_changes(read_options=ReadOptions)
def evaluate(
    run: Run,
    read_options: dict[str, Any],
    reference: ReferencePaths = None,
    n_refits: Refits = 0,
    held_out: HeldOut = 0.0,
    against: Against = None,
    method: MethodOfRefits = None,
    n_threads: Threads = None,
    quiet: Quiet = False,
) -> None:
    """Measure how good the topics of a run are, and write the scores into the run.

    Coherence and spread are always measured. Scores are in quality.json, topics.csv and the report.
    """
    from topics import workflow
    from topics.notices import StageLog
    from topics.runs import load, rewrite_scores
    from topics.storage import check_target, put_back, read_manifest

    put_back(run)
    files = read_manifest(run)["files"]
    fitted = load(run)
    check_target(run, overwrite=True)  # an error should not cost the time of fits
    with progress_bars(quiet) as progress:
        log = StageLog(progress)
        evaluated = workflow.evaluate_run(
            fitted,
            reference or None,
            log,
            n_refits=n_refits,
            method=method and str(method.value),
            held_out=held_out,
            against=against,
            n_threads=n_threads,
            read_options=read_options,
        )
        with log.stage("save"):
            rewrite_scores(run, evaluated, files)
    if not quiet:
        print_quality(evaluated)
        report = terminal_text(run / "report.html")
        typer.echo(f"Written to {terminal_text(run)}; open {report} in a browser")
