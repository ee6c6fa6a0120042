"""A run as its report and the picture of its map."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from topics.choices import DEFAULT_MAP_VIEW
from topics.report import (
    EffectsContent,
    ReportClusters,
    ReportContent,
    save_picture,
    write_report,
)
from topics.results.clusters import Clusters
from topics.runs.clustering.layers import map_layers
from topics.runs.data import RunData
from topics.runs.plots.figures import points_with_terms
from topics.runs.plots.files import FILES, PNG, figures_of
from topics.runs.relabel import has_own_labels, label_origins
from topics.runs.representatives import representative_rows
from topics.runs.trends.shown import trends_content
from topics.trees import Tree
from topics.values import amount

REPORT = "report.html"
PICTURES = (*FILES, REPORT)
"""Files of a run folder that follow from the others; not every run has all of these pictures.
Trends have pictures of their own."""

N_FIRST = 5
"""The report's list of a topic's documents begins with this many that are no near-copies."""


def write_pictures(run: RunData, folder: Path, endings: Sequence[str] = (PNG,)) -> None:
    """Write ``report.html`` and the pictures that the run has something for into a folder.

    Parameters
    ----------
    run : RunData
    folder : Path
    endings : sequence of {".png", ".svg"}
        Each picture is written with each of them.
    """
    for name, figure in figures_of(run):
        for ending in endings:
            save_picture(figure, folder / f"{name}{ending}")
    projection, clusters, view = points_with_terms(run), run.clusters, run.options.map_view
    effects, trends = run.estimated_effects, trends_content(run)
    content = ReportContent(
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
        map_view=view,
    )
    write_report(folder / REPORT, content)


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
        "Documents": f"{run.documents.height:,}",
        "Sections": f"{run.sections.height:,}",
        "Vocabulary": amount(len(run.terms), "term"),
        "Counted": amount(int(run.counts.n_terms.sum()), "term"),
        "Model": f"{run.options.model} ({run.options.engine})",
        "Rows": f"{run.options.level}s",
        "Topics": str(run.n_topics),
        "Random state": str(run.options.random_state),
        **_map_and_clusters(run),
        **_origin_of_labels(run),
    }


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
