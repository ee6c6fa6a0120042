"""`topics cluster`: find clusters of the documents or sections of a run."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from topics.bars import progress_bars
from topics.choices import (
    CLUSTER_METHODS,
    CLUSTER_VIEWS,
    DEFAULT_CLUSTER_METHOD,
    DEFAULT_RESOLUTION,
    LEVELS,
)
from topics.cli.exits import guarded
from topics.cli.parsing.options import Quiet, Run, Threads, whole_numbers
from topics.cli.screen import print_clusters, print_tree
from topics.cli.terminal import terminal_text

Method = StrEnum("Method", {name: name for name in CLUSTER_METHODS})  # type: ignore[misc]
Level = StrEnum("Level", {name: name for name in LEVELS})  # type: ignore[misc]
View = StrEnum("View", {name: name for name in CLUSTER_VIEWS if "embeddings" not in name})  # type: ignore[misc]

MethodOption = Annotated[Method, typer.Option(help="How clusters are found.")]
LevelOption = Annotated[Level, typer.Option(help="Rows that are clustered.")]
NClusters = Annotated[
    int | None,
    typer.Option(
        "--clusters",
        min=1,
        help="Exactly this many clusters. Default: as many as the method finds; kmeans needs a "
        "number.",
        show_default=False,
    ),
]
ViewOption = Annotated[
    View,
    typer.Option(
        help="What makes rows neighbours: topics in several short fits (consensus), in the run "
        "(shares), or their terms (tf-idf)."
    ),
]
Resolution = Annotated[float, typer.Option(min=0, help="Leiden: larger values give more clusters.")]
TreeOption = Annotated[
    str,
    typer.Option(
        "--tree",
        metavar="SIZES",
        help="Also nest the clusters in levels of these numbers of nodes, such as 5,20.",
        show_default=False,
    ),
]
RandomState = Annotated[int, typer.Option(min=0, help="Seed of everything that is random.")]


def cluster(
    run: Run,
    method: MethodOption = Method[DEFAULT_CLUSTER_METHOD],
    n_clusters: NClusters = None,
    level: LevelOption = Level["document"],
    view: ViewOption = View["consensus"],
    resolution: Resolution = DEFAULT_RESOLUTION,
    tree: TreeOption = "",
    random_state: RandomState = 0,
    n_threads: Threads = None,
    quiet: Quiet = False,
) -> None:
    """Find clusters of the documents or sections of a run, and write them into the run.

    They are in clusters.csv, and in documents.csv and sections.csv; a tree of them is in
    cluster_tree.json.
    """
    _cluster(
        run=run,
        method=str(method.value),
        n_clusters=n_clusters,
        level=str(level.value),
        view=str(view.value),
        resolution=resolution,
        tree=tree,
        random_state=random_state,
        n_threads=n_threads,
        quiet=quiet,
    )


@guarded(writes="run")
def _cluster(
    *,
    run: Path,
    method: str,
    n_clusters: int | None,
    level: str,
    view: str,
    resolution: float,
    tree: str,
    random_state: int,
    n_threads: int | None,
    quiet: bool,
) -> None:
    from topics.notices import StageLog
    from topics.runs import load, rewrite_scores
    from topics.storage import check_target, put_back, read_manifest

    sizes = whole_numbers(tree, "--tree")
    put_back(run)
    files = read_manifest(run)["files"]
    fitted = load(run)
    check_target(run, overwrite=True)  # an error should not cost the time of fits
    with progress_bars(quiet) as progress:
        log = StageLog(progress)
        clustered = fitted.with_clusters(
            log,
            method=method,
            n_clusters=n_clusters,
            level=level,
            view=view,
            resolution=resolution,
            random_state=random_state,
            n_threads=n_threads,
            tree=sizes,
        )
        with log.stage("save"):
            rewrite_scores(run, clustered, files)
    if not quiet:
        print_clusters(clustered, log.records())
        print_tree(clustered, "clusters")
        table = terminal_text(run / "clusters.csv")
        typer.echo(f"Written to {terminal_text(run)}; {table} has a row for each cluster")
