"""report.html: one file that shows a run in any browser, without network access."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import polars as pl

from topics.choices import LEVELS
from topics.evaluation import STABILITY_FLOOR
from topics.options.flags import with_flags
from topics.report.card import (
    HIGH,
    LOW,
    STABILITY,
    TopicStability,
    has_stability,
    scores_of,
    topic_stability,
)
from topics.report.clusters import cluster_column, cluster_rows
from topics.report.colours import topic_colours
from topics.report.data import ReportContent, document_rows, script_data, script_json
from topics.report.display import document_address, formatted_number, similarity, single_line
from topics.report.effects import effects_section
from topics.report.score_words import COLUMNS
from topics.report.topic_order import in_shown_order
from topics.report.trends import trends_html
from topics.storage import replace_file
from topics.version import __version__

_MAX_REMOVED_ROWS = 200

SCRIPTS = (
    *(f"core/{name}.js" for name in ("elements", "data", "state", "router", "tables")),
    *(f"views/{name}.js" for name in ("parts", "flow", "topics", "documents", "document")),
    *(f"views/{name}.js" for name in ("topic", "clusters")),
    "map.js",
    "core/start.js",
)
"""Scripts of the page, in one element and in this order; the last one shows the first view."""

NAVIGATION = {
    "overview": "Overview",
    "topics": "Topics",
    "clusters": "Clusters",
    "time": "Over time",
    "groups": "By group",
    "effects": "Effects",
    "map": "Map",
    "documents": "Documents",
}
"""Views in the order of the navigation, with their names; a run does not have all of them."""


@dataclass(frozen=True)
class _Topic:
    """One row of the table of topics."""

    index: int
    number: int
    label: str
    colour: str
    share: float
    terms: str
    scores: list[str]
    stability: TopicStability
    group: str
    is_hidden: bool


def write_report(path: Path, content: ReportContent) -> None:
    """Write one self-contained HTML file: it makes no request, and no text in it can run.

    Parameters
    ----------
    path : Path
        File to write or replace.
    content : ReportContent
    """
    from jinja2 import Environment, FunctionLoader, StrictUndefined
    from markupsafe import Markup

    data = script_data(content)
    effects, effects_css = effects_section(content.effects)
    trends, trends_css = trends_html(content.trends, content.topics.height)
    environment = Environment(
        loader=FunctionLoader(_page_file),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # Markup marks our own files and data that is already escaped; the template escapes the rest.
    page = environment.get_template("report.html.jinja").render(
        version=__version__,
        title=single_line(content.title, 200),
        facts=[
            (single_line(name, 60), single_line(value, 300))
            for name, value in content.summary.items()
        ],
        scores=scores_of(content.quality, content.topics),
        has_stability=has_stability(content.topics),
        floor=STABILITY_FLOOR,
        warnings=[
            single_line(with_flags(str(warning.get("message"))), 600)
            for warning in content.warnings
        ],
        topics=_topics(content.topics, content.documents.height),
        columns=[
            COLUMNS.get(name, (single_line(name, 40), ""))
            for name in _score_columns(content.topics)
        ],
        reasons=_reasons(content.removed),
        removed=_removed_rows(content.removed),
        n_removed=content.removed.height,
        n_documents=content.documents.height,
        n_shown=len(data["documents"]["id"]),
        navigation=_navigation(content),
        has_map=content.projection is not None and content.projection.height > 0,
        map_level=_only_level(content),
        map_words=similarity(content.map_view),
        **_cluster_section(content),
        css=Markup(_page_file("report.css") + trends_css + effects_css),  # noqa: S704
        effects=Markup(effects),  # noqa: S704
        trends=Markup(trends),  # noqa: S704 - its template escapes
        data=Markup(script_json(data)),  # noqa: S704
        scripts=Markup("\n".join(map(_page_file, SCRIPTS))),  # noqa: S704
    )
    replace_file(path, page.encode("utf-8", errors="replace"))


def _cluster_section(content: ReportContent) -> dict[str, Any]:
    """What the template needs for the clusters; `clusters` is None where there are none."""
    clusters = content.clusters
    if clusters is None:
        return {"clusters": None}
    shown = document_rows(content.documents.height, content.sections.height)
    rows = cluster_rows(
        clusters,
        content.topics["label"].to_list(),
        topic_colours(content.topics.height),
        content.documents,
        {name: document_address(name) for name in content.documents["id"][shown]},
    )
    table = content.documents if clusters.level == "document" else content.sections
    return {
        "clusters": clusters,
        "cluster_rows": rows,
        "cluster_words": similarity(clusters.view),
        "has_cluster_stability": any(row.stability is not None for row in rows),
        "n_unclustered": cluster_column(table).count(-1),
    }


def _navigation(content: ReportContent) -> list[tuple[str, str]]:
    """The views that the run has, with their names."""
    trends = content.trends
    has = {
        "clusters": content.clusters is not None,
        "time": trends is not None and trends.over_time is not None,
        "groups": trends is not None and len(trends.by) > 0,
        "effects": content.effects is not None and content.effects.table.height > 0,
        "map": content.projection is not None and content.projection.height > 0,
    }
    return [(name, text) for name, text in NAVIGATION.items() if has.get(name, True)]


def _only_level(content: ReportContent) -> str | None:
    """The level of the points on a map of embeddings; other maps have both."""
    if content.map_view != "embeddings" or content.projection is None:
        return None
    levels = content.projection["level"].unique().to_list()
    return levels[0] if len(levels) == 1 and levels[0] in LEVELS else None


def _page_file(name: str) -> str:
    return files("topics.report").joinpath("page", name).read_text(encoding="utf-8")


def _topics(topics: pl.DataFrame, n_documents: int) -> list[_Topic]:
    colours = topic_colours(topics.height)
    scores = _score_columns(topics)
    rows = in_shown_order(topics.drop("index", strict=False).with_row_index())
    return [
        _Topic(
            index=row["index"],
            number=row["topic"],
            label=single_line(row["label"], 80),
            colour=colours[row["index"]],
            share=row["share"] or 0.0,
            terms=single_line(row["terms"], 400),
            scores=[formatted_number(row[name]) for name in scores],
            stability=topic_stability(row, n_documents),
            group=single_line(row.get("group"), 80),
            is_hidden=row.get("hidden") is True,
        )
        for row in rows.iter_rows(named=True)
    ]


def _score_columns(topics: pl.DataFrame) -> list[str]:
    """Columns that are shown as scores; the first one always, the others when asked for."""
    shown_elsewhere = {"topic", "share", STABILITY, LOW, HIGH}
    return [
        name
        for name, dtype in topics.schema.items()
        if dtype.is_numeric() and name not in shown_elsewhere
    ]


def _reasons(removed: pl.DataFrame) -> list[tuple[str, int]]:
    if not removed.height:
        return []
    counts = removed.group_by("reason").len("n").sort(["n", "reason"], descending=[True, False])
    return [(single_line(reason, 80), n) for reason, n in counts.iter_rows()]


def _removed_rows(removed: pl.DataFrame) -> list[tuple[str, str, str, str]]:
    """Return reason, source and line, number of documents, and text of the first rows."""
    rows = []
    for row in removed.head(_MAX_REMOVED_ROWS).iter_rows(named=True):
        location = single_line(row.get("source") or row.get("document"), 120)
        if row.get("line") is not None:
            location += f", line {row['line']}"
        n_documents = row.get("n_documents")
        rows.append(
            (
                single_line(row["reason"], 80),
                location,
                "" if n_documents is None else str(n_documents),
                single_line(row.get("text"), 240),
            )
        )
    return rows
