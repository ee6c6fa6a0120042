"""A run as its report shows it."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import polars as pl

from topics.choices import DEFAULT_ENGINE, DEFAULT_MAP_VIEW
from topics.report import (
    EffectsContent,
    ReportClusters,
    ReportContent,
    TopicTerms,
    TrendsContent,
)
from topics.results.clusters import Clusters
from topics.runs.clustering.layers import map_layers
from topics.runs.clustering.trees import tree_of
from topics.runs.data import RunData
from topics.runs.relabel import has_own_labels, label_origins
from topics.runs.report_texts import section_texts
from topics.runs.representatives import representative_rows
from topics.trees import Tree
from topics.values import agreeing, amount

N_FIRST = 5
"""The report's list of a topic's documents begins with this many that are no near-copies."""

TOPICS_PER_GROUP = 4
"""A run without a tree shows its topics in groups of about this many."""

MOST_TOPICS_IN_TREE = 500
"""With more topics a tree is not made for the report alone, because that takes long."""


def report_content(
    run: RunData,
    projection: pl.DataFrame,
    trends: TrendsContent | None,
    report_text: str | None,
) -> ReportContent:
    """What the report shows of a run.

    Parameters
    ----------
    run : RunData
    projection : polars.DataFrame
        Its map, without rows that have no counted terms.
    trends : TrendsContent or None
    report_text : {"none", "excerpts", "full"} or None
        How much of the texts the report has; None leaves them out as missing.
    """
    effects, clusters = run.estimated_effects, run.clusters
    return ReportContent(
        title=_title(run.manifest),
        summary=_summary(run),
        topics=run.topics,
        documents=run.documents,
        sections=run.sections,
        document_topic=run.document_topic,
        section_topic=run.section_topic,
        projection=projection,
        removed=run.removed,
        quality=run.quality,
        warnings=run.warnings,
        representatives=[
            rows.tolist()
            for rows in representative_rows(run, range(run.n_topics), N_FIRST, "document")
        ],
        effects=(
            None
            if effects is None
            else EffectsContent(effects.table, effects.curves, effects.settings)
        ),
        trends=trends,
        clusters=None if clusters is None else _clusters(clusters, run.cluster_tree, projection),
        map_view=run.options.map_view,
        terms=TopicTerms(run.topic_term, run.terms, run.counts.term_counts),
        tree=_tree(run),
        texts=section_texts(run, report_text),
        intervals=None if run.stored_intervals is None else run.stored_intervals.ends,
    )


def _tree(run: RunData) -> Tree | None:
    """The tree of the topics: that of the run, or one of small groups."""
    if run.topic_tree is not None:
        return run.topic_tree
    n = run.n_topics
    if not 2 <= n <= MOST_TOPICS_IN_TREE:
        return None
    return tree_of(run, [math.ceil(n / TOPICS_PER_GROUP)], "topics")


def _clusters(clusters: Clusters, tree: Tree | None, projection: pl.DataFrame) -> ReportClusters:
    labels = clusters.table["label"].to_list()
    return ReportClusters(
        table=clusters.table,
        level=clusters.level,
        method=clusters.settings["method"],
        view=clusters.settings["view"],
        layers=map_layers(projection, labels, tree) if projection.height else [],
    )


def _title(manifest: dict[str, Any]) -> str:
    inputs = [Path(str(entry)).name or str(entry) for entry in manifest.get("arguments", [])]
    return "Topics of " + ", ".join(inputs[:3]) if inputs else "Topics"


def _summary(run: RunData) -> dict[str, str]:
    return {
        "Documents": f"{run.documents.height:,}{_copies_in_words(run)}",
        "Sections": f"{run.sections.height:,}",
        "Vocabulary": amount(len(run.terms), "term"),
        "Counted": amount(int(run.counts.weights.sum()), "term"),
        "Model": _model_in_words(run),
        "Rows": f"{run.options.level}s",
        "Topics": str(run.n_topics),
        "Random state": str(run.options.random_state),
        **_map_and_clusters(run),
        **_origin_of_labels(run),
    }


def _copies_in_words(run: RunData) -> str:
    """How many documents are copies, where there are any."""
    n = run.counts.n_copies
    if not n:
        return ""
    return f", of which {n:,} {agreeing(n, 'is a copy', 'are copies')}, not counted"


def _model_in_words(run: RunData) -> str:
    """The model, and who fitted it where that was not this library."""
    if run.adopted is not None:
        return run.adopted.in_words
    model, engine = run.options.model.upper(), run.options.engine
    return model if engine == DEFAULT_ENGINE else f"{model}, fitted by {engine}"


def _map_and_clusters(run: RunData) -> dict[str, str]:
    """What the map shows, where this is not the topics; how clusters were found."""
    facts = {}
    if run.projection.height and run.options.map_view != DEFAULT_MAP_VIEW:
        facts["Map"] = f"{run.options.map_view} view"
    if run.clusters is not None:
        settings = run.clusters.settings
        facts["Clusters"] = f"{run.clusters.table.height} ({settings['method']})"
    return facts


def _origin_of_labels(run: RunData) -> dict[str, str]:
    """Where labels come from, if not all of them are made from terms."""
    if not has_own_labels(run.topics):
        return {}
    return {"Labels": "from " + ", ".join(dict.fromkeys(label_origins(run.topics)))}
