"""A report with clusters."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl

from topics.report import MapLayer, ReportClusters, ReportContent


def with_clusters(made: ReportContent, text: str = "tide", **changes: Any) -> ReportContent:
    """Return the content with two clusters, in whose fields of text is `text`."""
    ids = made.documents["id"].to_list()
    table = pl.DataFrame(
        {
            "cluster": [0, 1],
            "label": [text, "law"],
            "terms": [f"{text}, reef", "court, judge"],
            "n_documents": [2, 1],
            "n_sections": [4, 2],
            "silhouette": [0.25, None],
            "stability": [0.75, None],
            "topics": ["1 (62%), 0 (11%), 99 (3%)", text],
            "representatives": [", ".join(ids[:2]), text],
        }
    )
    layers = [MapLayer(0, [text, "law"], [(0.0, 1.0), None])]
    of_documents = [0, 0, 1] if len(ids) == 3 else [i % 2 for i in range(len(ids))]
    return replace(
        made,
        clusters=ReportClusters(table, "document", "leiden", "consensus", layers),
        documents=made.documents.with_columns(cluster=pl.Series(of_documents)),
        sections=made.sections.with_columns(
            cluster=pl.Series([c for c in of_documents for _ in range(2)])
        ),
        **changes,
    )
