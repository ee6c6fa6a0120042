"""Figures of a run, each from its tables and arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.errors import InputError
from topics.report import (
    TopicPanel,
    forest_figure,
    group_figure,
    in_shown_order,
    map_figure,
    over_time_figure,
    similarity_figure,
    topics_figure,
)
from topics.results import rows_on_map, terms_of_points
from topics.results.clusters import CLUSTER
from topics.results.effects import Effects
from topics.runs.data import RunData
from topics.runs.trends.shown import trends_content
from topics.shares import mean_row
from topics.space import hellinger
from topics.trees import build_tree

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Floats = NDArray[np.float64]


def figure_of_map(run: RunData, column: str = "topic") -> Figure:
    """The map, coloured by topic or by cluster.

    Raises
    ------
    InputError
        The run has no map, or no clusters to colour it by.
    """
    if not run.projection.height:
        raise InputError("the run has no map; draw one: run = topics.project(run)")
    if column == CLUSTER and run.clusters is None:
        raise InputError("the run has no clusters; find some: run = run.cluster()")
    labels = run.topics if column != CLUSTER or run.clusters is None else run.clusters.table
    return map_figure(
        points_with_terms(run),
        labels["label"].to_list(),
        column=column,
        view=run.options.map_view,
    )


def points_with_terms(run: RunData) -> pl.DataFrame:
    """The map without rows that have no counted terms: nothing is known about their place.

    In a clustered run it has the cluster of every point.
    """
    points = run.projection
    if not points.height:
        return points
    if run.clusters is not None:
        known = [
            table.get_column(CLUSTER, default=pl.Series([None] * table.height, dtype=pl.Int64))
            for table in (run.documents, run.sections)
        ]
        points = points.with_columns(
            pl.concat(known).alias(CLUSTER)[rows_on_map(points, run.counts)]
        )
    has_terms = terms_of_points(points, run.counts) > 0
    shown: pl.DataFrame = points.filter(pl.Series(has_terms))
    return shown


def figure_of_topics(run: RunData) -> Figure:
    """The first terms of every topic that is not hidden, as bars."""
    column = {term: number for number, term in enumerate(run.terms.tolist())}
    panels = []
    for row in _displayed_topics(run).iter_rows(named=True):
        topic = row["topic"]
        terms = [term for term in (row["terms"] or "").split(", ") if term in column]
        weights = [(term, float(run.topic_term[topic, column[term]])) for term in terms]
        panels.append(TopicPanel(topic, row["label"], row["share"] or 0.0, weights))
    return topics_figure(panels, run.n_topics)


def figure_of_similarity(run: RunData) -> Figure:
    """How similar the topics are that are not hidden, in the order of their tree."""
    labels = run.topics["label"].to_list()
    displayed = set(_displayed_topics(run)["topic"].to_list())
    order = [topic for topic in leaf_order(run) if topic in displayed]
    return similarity_figure(similarity_of_topics(run), order, labels, range(run.n_topics))


def similarity_of_topics(run: RunData) -> Floats:
    """1 minus the Hellinger distances of the topics' terms, shape (n_topics, n_topics)."""
    rows = [1.0 - hellinger(row, run.topic_term) for row in run.topic_term]
    return np.stack(rows)


def leaf_order(run: RunData) -> list[int]:
    """Topics in the order in which neighbours are most similar: that of the run's tree, if any."""
    if run.topic_tree is not None:
        return [int(topic) for topic in run.topic_tree.order]
    if run.n_topics < 2:
        return list(range(run.n_topics))
    weights = mean_row(run.document_topic, run.counts.weights_of_documents, run.n_topics)
    return [int(topic) for topic in build_tree(run.topic_term, weights, 1).order]


def figure_of_effects(effects: Effects) -> Figure:
    """The forest plot of effects."""
    return forest_figure(effects.table, effects.curves, effects.settings["confidence"])


def figure_over_time(run: RunData) -> Figure:
    """The topics over time, as the run keeps them.

    Raises
    ------
    InputError
        The run keeps nothing over time.
    """
    content = trends_content(run)
    if content is None or content.over_time is None:
        raise InputError(
            "the run keeps nothing over time; name a column of dates: run.plot.over_time('date')"
        )
    return over_time_figure(content.over_time, run.n_topics)


def figures_by_group(run: RunData) -> list[Figure]:
    """The topics by group, one figure for each column that the run keeps."""
    content = trends_content(run)
    return [group_figure(each, run.n_topics) for each in (content.by if content else ())]


def _displayed_topics(run: RunData) -> pl.DataFrame:
    """Rows of the table of topics, groups together, without hidden topics."""
    topics = in_shown_order(run.topics)
    return topics.filter(~pl.col("hidden")) if "hidden" in topics.columns else topics
