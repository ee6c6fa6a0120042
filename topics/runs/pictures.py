"""A run as its report and the picture of its map."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from topics.report import write_forest_png, write_map_png, write_report
from topics.results import rows_on_map, terms_of_points
from topics.results.clusters import CLUSTER
from topics.runs.data import RunData
from topics.runs.report_content import report_content
from topics.runs.trends.shown import trends_content, write_trend_pictures

MAP, MAP_OF_CLUSTERS, EFFECTS = "map.png", "map_clusters.png", "effects.png"
REPORT = "report.html"
PICTURES = (MAP, MAP_OF_CLUSTERS, EFFECTS, REPORT)
"""Files of a run folder that follow from the others; not every run has all of these pictures."""


def write_pictures(run: RunData, folder: Path, *, report_text: str | None) -> None:
    """Write ``report.html`` and, where there is a map, ``map.png`` into a folder.

    Runs with clusters have ``map_clusters.png``, too: the same map, coloured by cluster; those with
    effects have ``effects.png``. Trends have pictures of their own. `report_text` is how much of
    the texts the report has, None if they are not kept.
    """
    projection, clusters, view = _points_with_terms(run), run.clusters, run.options.map_view
    if run.projection.height:
        write_map_png(folder / MAP, projection, run.topics["label"].to_list(), view=view)
        if clusters is not None:
            labels = clusters.table["label"].to_list()
            path = folder / MAP_OF_CLUSTERS
            write_map_png(path, projection, labels, column=CLUSTER, view=view)
    effects = run.estimated_effects
    if effects is not None:
        confidence = effects.settings["confidence"]
        write_forest_png(folder / EFFECTS, effects.table, effects.curves, confidence)
    trends = trends_content(run)
    write_trend_pictures(run, trends, folder)
    content = report_content(run, projection, trends, report_text)
    write_report(folder / REPORT, content)


def _points_with_terms(run: RunData) -> pl.DataFrame:
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
