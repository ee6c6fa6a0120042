"""Clusters of the documents or sections of a run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

from topics.checks import check_choice, check_number, check_random_state, check_whole
from topics.choices import (
    CLUSTER_METHODS,
    CLUSTER_VIEWS,
    DEFAULT_CLUSTER_METHOD,
    DEFAULT_RESOLUTION,
    LEVELS,
)
from topics.clusters import (
    LEAST_RESOLUTION,
    Clustering,
    NeighbourGraph,
    cluster_points,
    cluster_stability,
    clustered_rows,
    neighbour_graph,
    new_row_clusters,
    shares_points,
    silhouette,
)
from topics.counts import Counts
from topics.errors import OptionError
from topics.kernels.threads import kernel_threads
from topics.memory import forget_pages
from topics.notices import StageLog, report_step
from topics.results.clusters import (
    CLUSTER,
    NEAREST,
    STRENGTH,
    Clusters,
    ViewPoints,
    clusters_table,
    columns_of,
    with_columns,
    with_topics,
)
from topics.runs.clustering.agreement import AGREEMENT_SCORES
from topics.runs.clustering.every_row import ClusteredRows, with_other_rows
from topics.runs.clustering.trees import NOTICE as TREE_NOTICE
from topics.runs.clustering.trees import kept_tree, listed_sizes, possible_sizes
from topics.runs.clustering.views import check_embeddings, check_has_terms, points_of_run
from topics.runs.data import RunData
from topics.shares import SomeRows
from topics.values import agreeing, amount

Floats = NDArray[np.float64]

MOST_REPEATED = 4_000
"""A clustering is repeated on each member with at most this many rows, drawn at random."""

SCORES = ("clusters", "clusters, silhouette", "clusters, stability")
"""Names of the scores of clusters in quality.json."""

N_STEPS = 3
"""Steps of finding clusters, besides one for each fit of a consensus: graph, clusters, scores."""

OF_LANDMARKS = "clusters-of-landmarks"

NOTICES = ("no-cluster", "cluster-noise", OF_LANDMARKS, TREE_NOTICE)
"""Codes of the notices: rows without counted terms, rows between dense regions, clusters of a
sample, and levels that a tree cannot have."""


def clustered_parts(
    run: RunData,
    log: StageLog,
    *,
    method: str = DEFAULT_CLUSTER_METHOD,
    level: str = "document",
    n_clusters: int | None = None,
    resolution: float = DEFAULT_RESOLUTION,
    view: str = "consensus",
    embeddings: ArrayLike | None = None,
    random_state: int = 0,
    n_threads: int | None = None,
    tree: int | Iterable[int] = (),
) -> dict[str, Any]:
    """What clusters change in a run, by the names of its attributes; see `topics.cluster`."""
    check_choice("method", method, CLUSTER_METHODS)
    check_choice("level", level, LEVELS)
    check_choice("view", view, CLUSTER_VIEWS)
    check_whole("n_clusters", n_clusters, 1)
    check_whole("n_threads", n_threads, 1)
    check_number("resolution", resolution, LEAST_RESOLUTION, None)
    check_random_state(random_state)
    check_method(method, n_clusters)
    check_embeddings(view, embeddings)
    check_has_terms(run)
    counts = run.counts
    rows = np.flatnonzero(
        (counts.weights_of_documents if level == "document" else counts.weights) > 0
    )
    n_counted, rows = len(rows), clustered_rows(rows, int(random_state))
    check_n_clusters(n_clusters, len(rows), level)
    log.notice(
        OF_LANDMARKS,
        n_counted - len(rows),
        f"clusters are made of {len(rows):,} {level}s, drawn at random; the other "
        f"{n_counted - len(rows):,} have those of their neighbours among these",
    )
    asked: dict[str, Any] = {
        "method": method, "level": level, "view": view, "n_clusters": n_clusters,
        "random_state": int(random_state),
    }  # fmt: skip
    levels = listed_sizes(tree, n_clusters)
    with kernel_threads(n_threads):
        views, members = points_of_run(
            run,
            log,
            view=view,
            level=level,
            embeddings=embeddings,
            random_state=random_state,
            n_threads=n_threads,
        )
        with log.stage("cluster"):
            n_steps = N_STEPS + len(views[0].member_shares)
            points = [each.rows[rows] for each in views]
            forget_pages()  # of very many rows all pages were read
            graph = neighbour_graph(*points, random_state=random_state)
            report_step(1, n_steps)
            found = cluster_points(
                np.hstack(points),
                graph,
                method=method,
                n_clusters=n_clusters,
                resolution=resolution,
                random_state=random_state,
            )
            report_step(2, n_steps)
            asked |= {"resolution": found.resolution, "scale": list(graph.scale)}
            asked |= {"n_neighbours": graph.n_neighbours}
            stability = _stability(found, views, rows, asked)
            report_step(n_steps - 1, n_steps)
            every = with_other_rows(found, rows, views, points, graph, counts, level)
            table = _table(run, found, points, every, asked, stability)
            others = _other_level(found, every, views, points, graph, counts, level)
    parts = _clustered(run, Clusters(table, asked, members), every, others, log)
    levels = possible_sizes(levels, table.height, log)
    return parts | kept_tree(replace(run, **parts), levels, "clusters") if levels else parts


def check_method(method: str | None, n_clusters: int | None) -> None:
    """Raise OptionError if the method and the number of clusters do not fit each other."""
    if method == "kmeans" and n_clusters is None:
        raise OptionError("kmeans needs a number of clusters: give n_clusters, or use leiden")
    if method is None and n_clusters is not None:
        raise OptionError("n_clusters is for clusters: choose a method, such as cluster='leiden'")


def check_n_clusters(n_clusters: int | None, n_rows: int, level: str) -> None:
    """Raise OptionError if there are fewer rows with counted terms, before anything is fitted."""
    if n_clusters is not None and n_clusters > n_rows:
        raise OptionError(
            f"n_clusters is {n_clusters}, but only {amount(n_rows, level)} "
            f"{agreeing(n_rows, 'has', 'have')} counted terms; ask for {n_rows} or fewer"
        )


def _stability(
    found: Clustering, views: list[ViewPoints], rows: NDArray[np.int64], asked: dict[str, Any]
) -> Floats | None:
    """Stability of the clusters on each member alone; None for views of one fit.

    A single cluster is found in every fit, which says nothing, so that there is none either.
    """
    members = views[0].member_shares
    if not members or found.n_clusters < 2:
        return None
    sample = np.arange(len(rows))
    state = asked["random_state"]
    if len(rows) > MOST_REPEATED:
        sample = np.sort(np.random.default_rng(state).choice(sample, MOST_REPEATED, replace=False))
    repeated = []
    for n_done, shares in enumerate(members, 2):
        report_step(n_done, N_STEPS + len(members))
        own = shares_points(shares[rows[sample]])
        forget_pages()
        graph = neighbour_graph(own, random_state=state)
        number = None if asked["method"] == "hdbscan" else asked["n_clusters"]
        again = cluster_points(
            own,
            graph,
            method=asked["method"],
            n_clusters=number and min(number, graph.n_nodes),
            resolution=found.resolution or DEFAULT_RESOLUTION,
            random_state=state,
        )
        repeated.append(again.labels)
    return cluster_stability(found.labels[sample], repeated)


def _table(
    run: RunData,
    found: Clustering,
    points: list[Floats],
    every: ClusteredRows,
    asked: dict[str, Any],
    stability: Floats | None,
) -> pl.DataFrame:
    """clusters.csv."""
    is_document = asked["level"] == "document"
    names = run.documents["id"] if is_document else _names_of_sections(run.sections)
    return clusters_table(
        every.labels,
        every.strength,
        every.rows,
        names,
        run.counts,
        asked["level"],
        n_shown=run.options.n_shown,
        silhouette=silhouette(
            np.hstack(points), found.labels, asked["view"], random_state=asked["random_state"]
        ),
        stability=stability,
        texts=run.section_texts,
    )


def _names_of_sections(sections: pl.DataFrame) -> pl.Series:
    """Documents of the sections, with their positions: "7#2"."""
    named = pl.concat_str(pl.col("document"), pl.lit("#"), pl.col("position").cast(pl.String))
    return sections.select(named.alias("section"))["section"]


def _other_level(
    found: Clustering,
    every: ClusteredRows,
    views: list[ViewPoints],
    points: list[Floats],
    graph: NeighbourGraph,
    counts: Counts,
    level: str,
) -> list[pl.Series]:
    """Columns of the level that was not clustered; none for views that know only one level.

    A row of the same text as a clustered one has its cluster, the others that of their neighbours.
    """
    n_terms = counts.n_terms if level == "document" else counts.n_terms_of_documents
    placed = [each.others for each in views]
    if any(each is None for each in placed):
        return []
    other_rows = np.flatnonzero(n_terms > 0)
    rows = every.rows
    number = np.full(int(rows[-1]) + 2, -1)  # the place of every row of this level in `rows`
    number[rows] = np.arange(len(rows))
    twins = number[rows_of_the_same_text(counts, level)[other_rows]]
    is_new = twins < 0
    labels, strength, nearest = (
        values[twins] for values in (every.labels, every.strength, every.nearest)
    )
    labels[is_new], strength[is_new], nearest[is_new] = new_row_clusters(
        [SomeRows(each, other_rows[is_new]) for each in placed if each is not None],
        points,
        found.labels,
        graph.scale,
        graph.n_neighbours,
    )
    return columns_of(
        labels, strength, other_rows, len(n_terms), nearest if every.n_noise else None
    )


def rows_of_the_same_text(counts: Counts, level: str) -> NDArray[np.int64]:
    """For every row of the other level, the row of `level` that has the same counts, or -1.

    They are the documents of which only one section has counted terms, and these sections.
    """
    counted = np.flatnonzero(counts.n_terms > 0)
    document = counts.row_document[counted]
    is_only = np.bincount(document, minlength=counts.n_documents)[document] == 1
    sections, documents = counted[is_only], document[is_only]
    if level == "document":
        twins = np.full(counts.n_rows, -1)
        twins[sections] = documents
    else:
        twins = np.full(counts.n_documents, -1)
        twins[documents] = sections
    return twins


def _clustered(
    run: RunData,
    clusters: Clusters,
    every: ClusteredRows,
    others: list[pl.Series],
    log: StageLog,
) -> dict[str, Any]:
    """Tables, scores and clusters; those of the run before its edits, too."""
    is_document = clusters.level == "document"
    n_rows = run.documents.height if is_document else run.sections.height
    nearest = every.nearest if every.n_noise else None
    own = columns_of(every.labels, every.strength, every.rows, n_rows, nearest)
    n_empty = n_rows - len(every.rows)
    log.notice(
        "no-cluster",
        n_empty,
        f"{n_empty:,} of {amount(n_rows, clusters.level)} {agreeing(n_empty, 'has', 'have')} no "
        "counted terms and so no cluster",
    )
    log.notice(
        "cluster-noise",
        every.n_noise,
        f"{every.n_noise:,} of {amount(n_rows, clusters.level)} "
        f"{agreeing(every.n_noise, 'is', 'are')} between dense regions: the cluster is -1, and "
        "the column nearest_cluster has the nearest one",
    )
    documents, sections = (own, others) if is_document else (others, own)

    def changed(of: Any) -> dict[str, Any]:
        tables = (
            with_columns(_with_free_names(of), documents, "fit"),
            with_columns(of.sections, sections, "topic_share"),
        )
        return {
            "documents": tables[0],
            "sections": tables[1],
            "quality": _with_scores(of.quality, clusters, log),
            "clusters": with_topics(clusters, *tables, of.document_topic, of.section_topic),
            "cluster_tree": None,
        }

    original = run.original and replace(run.original, **changed(run.original))
    return {**changed(run), "original": original}


def _with_free_names(run: RunData) -> pl.DataFrame:
    """Documents whose metadata have none of the names of the columns of clusters.

    Reading gives such metadata other names, but earlier versions did not.
    """
    if run.clusters is not None:
        return run.documents
    columns = set(run.documents.columns)
    renamed = {}
    for name in sorted({CLUSTER, STRENGTH, NEAREST} & columns):
        free = f"meta_{name}"
        while free in columns:
            free = f"meta_{free}"
        renamed[name] = free
    return run.documents.rename(renamed)


def _with_scores(quality: dict[str, Any], clusters: Clusters, log: StageLog) -> dict[str, Any]:
    """Scores and warnings with those of the clusters, in the place of earlier ones."""
    table, settings = clusters.table, clusters.settings
    reference = f"{settings['level']}s, {settings['view']} view"
    told = {name: settings[name] for name in ("method", "random_state")}
    values: dict[str, float] = {SCORES[0]: table.height}
    sizes = table[f"n_{settings['level']}s"].to_numpy()
    for name, column in zip(SCORES[1:], ("silhouette", "stability"), strict=True):
        known = table[column].is_not_null().to_numpy()
        if known.any():
            values[name] = float(np.average(table[column].to_numpy()[known], weights=sizes[known]))
    replaced = (*SCORES, AGREEMENT_SCORES["clusters"])
    scores = [each for each in quality["scores"] if each.get("name") not in replaced]
    scores += [
        {"name": name, "value": value, "reference": reference, "settings": told}
        for name, value in values.items()
    ]
    kept = [each for each in quality["warnings"] if each.get("code") not in NOTICES]
    own = [each for each in log.records() if each["code"] in NOTICES]
    return {**quality, "scores": scores, "warnings": kept + own}
