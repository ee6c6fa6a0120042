"""`topics project`: draw another map of a run."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from topics.bars import progress_bars
from topics.choices import MAP_ENGINES, MAP_VIEWS
from topics.cli.exits import guarded
from topics.cli.parsing.options import Quiet, Run, Threads
from topics.cli.terminal import terminal_text

View = StrEnum("View", {name: name for name in MAP_VIEWS if name != "embeddings"})  # type: ignore[misc]
Engine = StrEnum("Engine", {name: name for name in MAP_ENGINES})  # type: ignore[misc]

ViewOption = Annotated[
    View | None,
    typer.Option(
        help="What makes points neighbours: topics in the run (shares), in several short fits "
        "(consensus), or their terms (tf-idf). Default: as in the run.",
        show_default=False,
    ),
]
EngineOption = Annotated[
    Engine | None,
    typer.Option(help="Library that makes the map. Default: as in the run.", show_default=False),
]
Neighbors = Annotated[
    int | None,
    typer.Option(
        "--neighbors",
        min=2,
        help="Neighbours per point: fewer show detail, more show the whole. Default: as in the "
        "run.",
        show_default=False,
    ),
]
MinDist = Annotated[
    float | None,
    typer.Option(
        min=0,
        max=1,
        help="Minimum distance of neighbours: smaller values pack them more tightly. Default: as "
        "in the run.",
        show_default=False,
    ),
]


def project(
    run: Run,
    view: ViewOption = None,
    engine: EngineOption = None,
    n_neighbors: Neighbors = None,
    min_dist: MinDist = None,
    n_threads: Threads = None,
    quiet: Quiet = False,
) -> None:
    """Draw another map of a run, without fitting again, and write it into the run.

    It is in projection.csv, map.png and report.html.
    """
    _project(
        run=run,
        view=None if view is None else str(view.value),
        engine=None if engine is None else str(engine.value),
        n_neighbors=n_neighbors,
        min_dist=min_dist,
        n_threads=n_threads,
        quiet=quiet,
    )


@guarded(writes="run")
def _project(
    *,
    run: Path,
    view: str | None,
    engine: str | None,
    n_neighbors: int | None,
    min_dist: float | None,
    n_threads: int | None,
    quiet: bool,
) -> None:
    from topics import workflow
    from topics.notices import StageLog
    from topics.runs import load, rewrite_scores
    from topics.storage import check_target, put_back, read_manifest

    put_back(run)
    files = read_manifest(run)["files"]
    fitted = load(run)
    check_target(run, overwrite=True)  # an error should not cost the time of a map
    with progress_bars(quiet) as progress:
        mapped = workflow.project(
            fitted,
            view=view,
            engine=engine,
            n_neighbors=n_neighbors,
            min_dist=min_dist,
            n_threads=n_threads,
            progress=progress,
        )
        with StageLog(progress).stage("save"):
            rewrite_scores(run, mapped, files)
    if not quiet:
        picture = terminal_text(run / "map.png")
        typer.echo(
            f"Written to {terminal_text(run)}; {picture} shows the view {mapped.options.map_view}"
        )
