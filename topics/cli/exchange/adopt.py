"""`topics adopt`: make a run folder of a model that MALLET fitted."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from topics.bars import progress_bars
from topics.choices import DEFAULT_FITS, MAX_RANDOM_STATE
from topics.cli.exits import guarded
from topics.cli.parsing.options import (
    NoText,
    Output,
    Overwrite,
    Paths,
    Quiet,
    Threads,
    takes_options,
)
from topics.cli.screen import print_quality, print_topics
from topics.cli.terminal import terminal_text
from topics.options import MODEL, OUTPUT, FitOptions, ReadOptions

DocTopics = Annotated[
    Path,
    typer.Option(
        "--mallet-doc-topics",
        help="MALLET's file of --output-doc-topics.",
        rich_help_panel=MODEL,
        show_default=False,
    ),
]
WordWeights = Annotated[
    Path,
    typer.Option(
        "--mallet-word-weights",
        help="MALLET's file of --topic-word-weights-file.",
        rich_help_panel=MODEL,
        show_default=False,
    ),
]
Alpha = Annotated[
    float,
    typer.Option(
        "--mallet-alpha",
        help="Sum of the document-topic prior (MALLET's --alpha), which new documents need.",
        rich_help_panel=MODEL,
    ),
]
Fits = Annotated[
    int,
    typer.Option(
        "--fits",
        min=1,
        max=1000,
        help="Compare the topics with one fit fewer of ours, which is their stability.",
        rich_help_panel=MODEL,
    ),
]
RandomState = Annotated[
    int,
    typer.Option(
        min=0,
        max=MAX_RANDOM_STATE,
        help="Seed of the random numbers of map and fits.",
        rich_help_panel=MODEL,
    ),
]
NoMap = Annotated[
    bool, typer.Option("--no-map", help="Leave out the 2D map.", rich_help_panel=OUTPUT)
]


@guarded(writes="output")
@takes_options(read_options=ReadOptions)
def adopt(
    paths: Paths,
    mallet_doc_topics: DocTopics,
    mallet_word_weights: WordWeights,
    read_options: ReadOptions,
    mallet_alpha: Alpha = 5.0,
    n_fits: Fits = DEFAULT_FITS,
    random_state: RandomState = 0,
    output: Output = Path("run"),
    overwrite: Overwrite = False,
    no_map: NoMap = False,
    no_text: NoText = False,
    n_threads: Threads = None,
    quiet: Quiet = False,
) -> None:
    """Make a run of a model that MALLET fitted: scores, stability, map and report.

    PATHS are the documents that it was fitted on. Models of gensim, scikit-learn, tomotopy and
    BERTopic are adopted from Python: topics.adopt(model, corpus).
    """
    from topics import workflow
    from topics.exchange.adopting import foreign_model
    from topics.notices import StageLog
    from topics.storage import check_target, put_back

    put_back(output)
    check_target(output, overwrite=overwrite)
    files = {
        "doc_topics": mallet_doc_topics,
        "word_weights": mallet_word_weights,
        "alpha": mallet_alpha,
    }
    options = FitOptions(
        n_fits=n_fits,
        random_state=random_state,
        n_threads=n_threads,
        project=not no_map,
        read_options=read_options,
    )
    model = foreign_model(files)
    log = StageLog()
    with progress_bars(quiet) as log.progress:
        run = workflow.adopt_model(model, paths, options, None, log)
        run = workflow.with_map(run, log)
        with log.stage("save"):
            run.save(output, overwrite=overwrite, text=not no_text)
    if not quiet:
        print_topics(run)
        print_quality(run)
        report = terminal_text(output / "report.html")
        typer.echo(f"Written to {terminal_text(output)}; open {report} in a browser")
