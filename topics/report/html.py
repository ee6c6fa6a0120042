"""report.html: one file that shows a run in any browser, without network access."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

from topics.choices import LEVELS
from topics.evaluation import STABILITY_FLOOR
from topics.options.flags import with_flags
from topics.report.card import scores_of
from topics.report.clusters import cluster_column, cluster_rows
from topics.report.colours import topic_colours
from topics.report.data import (
    ReportContent,
    document_rows,
    script_data,
    script_json,
    texts_data,
)
from topics.report.display import document_address, similarity, single_line
from topics.report.effects import effects_section
from topics.report.overview import (
    removal_reasons,
    removed_rows,
    score_columns,
    topic_facts,
    topic_groups,
    topic_rows,
)
from topics.report.pairs import pair_tables
from topics.report.score_words import COLUMNS
from topics.report.trends import trends_html
from topics.storage import replace_file
from topics.version import __version__

SCRIPTS = (
    *(f"core/{name}.js" for name in ("elements", "data", "texts", "state", "router")),
    *(f"core/{name}.js" for name in ("csv", "tables")),
    *(f"documents/{name}.js" for name in ("parts", "flow", "documents", "document")),
    *(f"documents/{name}.js" for name in ("clusters", "search")),
    *(f"topics/{name}.js" for name in ("topics", "terms", "courses", "topic", "matrix")),
    *(f"map/{name}.js" for name in ("points", "frame", "colouring", "drawing", "labels", "hover")),
    *(f"map/{name}.js" for name in ("selecting", "list", "legend", "pointer", "start")),
    "core/start.js",
)
"""Scripts of the page, in one element and in this order; the last one shows the first view."""

STYLES = ("report.css", "views.css", "map.css")
"""Style sheets of the page, in this order."""

NAVIGATION = {
    "overview": "Overview",
    "topics": "Topics",
    "similarity": "Similarity",
    "clusters": "Clusters",
    "time": "Over time",
    "groups": "By group",
    "effects": "Effects",
    "map": "Map",
    "documents": "Documents",
    "search": "Search",
}
"""Views in the order of the navigation, with their names; a run does not have all of them."""


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
    topics = topic_rows(content.topics, content.documents.height)
    columns = [
        COLUMNS.get(name, (single_line(name, 40), "")) for name in score_columns(content.topics)
    ]
    effects, effects_css = effects_section(content.effects)
    trends, trends_css = trends_html(
        content.trends,
        content.topics.height,
        {} if content.trends is None else _titles_and_addresses(content),
    )
    environment = Environment(
        loader=FunctionLoader(_page_file),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # Markup marks our own files and data that is already escaped; the template escapes the rest.
    for row in topics:
        data["topics"][row.index]["facts"] = topic_facts(row, columns)
    page = environment.get_template("report.html.jinja").render(
        version=__version__,
        title=single_line(content.title, 200),
        facts=[
            (single_line(name, 60), single_line(value, 300))
            for name, value in content.summary.items()
        ],
        scores=scores_of(content.quality, content.topics),
        has_stability=any(topic.stability.value is not None for topic in topics),
        floor=STABILITY_FLOOR,
        warnings=[
            single_line(with_flags(str(warning.get("message"))), 600)
            for warning in content.warnings
        ],
        topics=topics,
        groups=topic_groups(content, topics),
        has_tree=content.tree is not None,
        largest_share=max((topic.share for topic in topics), default=0.0) or 1.0,
        columns=columns,
        reasons=removal_reasons(content.removed),
        removed=removed_rows(content.removed),
        n_removed=content.removed.height,
        n_documents=content.documents.height,
        n_shown=len(data["documents"]["id"]),
        navigation=_navigation(content),
        has_map=content.projection is not None and content.projection.height > 0,
        map_level=_only_level(content),
        map_words=similarity(content.map_view),
        pairs=pair_tables(data),
        in_order=[topic.index for topic in topics] == sorted(topic.index for topic in topics),
        by_number={topic.index: topic for topic in topics},
        **_cluster_section(content),
        css=Markup("".join([*map(_page_file, STYLES), trends_css, effects_css])),  # noqa: S704
        effects=Markup(effects),  # noqa: S704
        trends=Markup(trends),  # noqa: S704 - its template escapes
        data=Markup(script_json(data)),  # noqa: S704
        texts=Markup(script_json(texts_data(content))),  # noqa: S704
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


def _titles_and_addresses(content: ReportContent) -> dict[str, tuple[str, str | None]]:
    """Title and address in the page of every document, by id."""
    documents = content.documents
    shown = set(documents["id"][document_rows(documents.height, content.sections.height)])
    return {
        name: (
            single_line(title, 60) or single_line(name, 60),
            document_address(name) if name in shown else None,
        )
        for name, title in documents.select("id", "title").iter_rows()
    }


def _navigation(content: ReportContent) -> list[tuple[str, str]]:
    """The views that the run has, with their names."""
    trends = content.trends
    has = {
        "similarity": content.terms is not None and content.topics.height > 1,
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
