"""A run as its report and the picture of its map."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from topics.report import ReportContent, write_map_png, write_report
from topics.results import terms_of_points
from topics.runs.data import RunData
from topics.runs.relabel import has_own_labels, label_origins
from topics.runs.representatives import representative_rows
from topics.runs.trends.shown import trends_content, write_trend_pictures

PICTURES = ("map.png", "report.html")
"""Files of a run folder that follow from the others."""

N_FIRST = 5
"""The report's list of a topic's documents begins with this many that are no near-copies."""


def write_pictures(run: RunData, folder: Path) -> None:
    """Write ``report.html``, and pictures of the map and of trends where the run has them."""
    projection = _points_with_terms(run)
    if run.projection.height:
        write_map_png(folder / "map.png", projection, run.topics["label"].to_list())
    trends = trends_content(run)
    write_trend_pictures(run, trends, folder)
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
        trends=trends,
    )
    write_report(folder / "report.html", content)


def _points_with_terms(run: RunData) -> pl.DataFrame:
    """The map without rows that have no counted terms: nothing is known about their place."""
    if not run.projection.height:
        return run.projection
    points: pl.DataFrame = run.projection.filter(pl.Series(terms_of_points(run.counts) > 0))
    return points


def _title(manifest: dict[str, Any]) -> str:
    inputs = [Path(str(entry)).name or str(entry) for entry in manifest.get("arguments", [])]
    return "Topics of " + ", ".join(inputs[:3]) if inputs else "Topics"


def _summary(run: RunData) -> dict[str, str]:
    return {
        "Documents": f"{run.documents.height:,}",
        "Sections": f"{run.sections.height:,}",
        "Vocabulary": f"{len(run.terms):,} terms",
        "Counted": f"{int(run.counts.n_terms.sum()):,} terms",
        "Model": f"{run.options.model} ({run.options.engine})",
        "Rows": f"{run.options.level}s",
        "Topics": str(run.n_topics),
        "Random state": str(run.options.random_state),
        **_origin_of_labels(run),
    }


def _origin_of_labels(run: RunData) -> dict[str, str]:
    """Where labels come from, if not all of them are made from terms."""
    if not has_own_labels(run.topics):
        return {}
    return {"Labels": "from " + ", ".join(dict.fromkeys(label_origins(run.topics)))}
