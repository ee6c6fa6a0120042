"""The documents, sections and topics of the report as JSON for its scripts."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.report.clusters import ReportClusters, cluster_column, cluster_data
from topics.report.colours import RAMP, cluster_colours
from topics.report.data.content import ReportContent
from topics.report.data.courses import group_data, time_data
from topics.report.data.neighbours import similar_documents
from topics.report.data.pairs import topics_alike, topics_together
from topics.report.data.rows import (
    coordinates,
    document_rows,
    interval_ends,
    mixes,
    numbers,
    other_sources,
    points,
    section_rows,
    texts,
    turns,
)
from topics.report.data.terms import term_data
from topics.report.data.topics import topic_data, topic_order, tree_data
from topics.report.display import MAX_ID, single_line
from topics.shares import BANDWIDTH_FACTOR, BANDWIDTH_POWER, FEW_TERMS, PRIOR_TERMS

POOR_FIT = 1.25
"""Documents are marked whose topics predict their terms less than this times better than the
corpus does."""

_MAX_EXTRA_COLUMNS = 8
_PALETTE = 20  # values of a column of metadata that have colours on the map
_TABLE_COLUMNS = {"id", "title", "source", "date", "author", "n_terms", "n_sections"}
_TEXT_LIMITS = {"id": MAX_ID, "title": 160, "source": 200, "date": 40, "author": 80}


def script_data(content: ReportContent) -> dict[str, Any]:
    """Return the columns of the report's tables and map, as values that JSON can hold.

    Sections are in document order; those of document ``i`` are ``start[i]`` to ``end[i]``.
    A mix is ``[topic, share, topic, share, …]``, largest share first, with at most five topics
    and shares in ten-thousandths. A turn is ``[section, topic]``: the index of a section in its
    document, and the topic that takes over. An interval is ``[low, high, low, high, …]`` of the
    topics of the mix, in ten-thousandths. The x and y of a topic are the position of its
    number on the map. ``order`` are the topics as lists show them, ``alike`` and ``together``
    compare pairs of them.
    """
    rows = document_rows(content.documents.height, content.sections.height)
    documents = content.documents["id"][rows]
    order, start, n_sections = section_rows(documents, content.sections)
    positions = points(content.projection, documents)
    clusters = content.clusters
    terms = content.terms
    return {
        "n_documents": content.documents.height,
        "clusters": None if clusters is None else cluster_data(clusters),
        "evidence": {"prior_terms": PRIOR_TERMS, "few_terms": FEW_TERMS, "poor_fit": POOR_FIT},
        "palette": cluster_colours(_PALETTE),
        "ramp": list(RAMP),
        "flow": {"factor": BANDWIDTH_FACTOR, "power": BANDWIDTH_POWER},
        "topics": topic_data(content, rows),
        "order": topic_order(content),
        "tree": tree_data(content.tree),
        "terms": None if terms is None else term_data(terms, content.topics["share"]),
        "alike": None if terms is None else topics_alike(terms.topic_term),
        "together": topics_together(content.document_topic, content.documents),
        "time": time_data(content.trends),
        "groups": group_data(content.trends),
        "documents": {
            **_document_columns(content, rows, n_sections),
            "start": start[:-1],
            "end": start[1:],
            "turns": turns(content.section_topic[order], content.sections[order], start),
            **coordinates(positions, [("document", name, None) for name in documents]),
        },
        **_metadata(content.documents[rows], clusters),
        "sections": _section_columns(content, order)
        | coordinates(
            positions,
            [("section", *key) for key in _keys(content.sections[order])],
        ),
    }


def _keys(sections: pl.DataFrame) -> list[tuple[str, int]]:
    return list(sections.select("document", "position").iter_rows())


def _document_columns(
    content: ReportContent, rows: NDArray[np.int64], n_sections: list[int]
) -> dict[str, Any]:
    documents = content.documents[rows]
    mix = mixes(content.document_topic[rows], documents)
    columns = {name: texts(documents, name, limit) for name, limit in _TEXT_LIMITS.items()}
    return {
        **columns,
        "source": other_sources(columns["id"], columns["source"]),
        "n_terms": numbers(documents, "n_terms"),
        "fit": numbers(documents, "fit"),
        "n_sections": n_sections,
        "cluster": [] if content.clusters is None else cluster_column(documents),
        "mix": mix,
        "interval": (
            None
            if content.intervals is None
            else interval_ends(mix, *(ends[rows] for ends in content.intervals))
        ),
        "similar": similar_documents(content.document_topic[rows], documents),
    }


def _section_columns(content: ReportContent, order: NDArray[np.int64]) -> dict[str, Any]:
    sections = content.sections[order]
    return {
        "position": numbers(sections, "position"),
        "level": numbers(sections, "level"),
        "heading": texts(sections, "heading", 140),
        "n_terms": numbers(sections, "n_terms"),
        "cluster": [] if content.clusters is None else cluster_column(sections),
        "mix": mixes(content.section_topic[order], sections),
    }


def _metadata(documents: pl.DataFrame, clusters: ReportClusters | None) -> dict[str, Any]:
    """The first columns of metadata that have values, and how many more there are."""
    fixed = _fixed_columns(documents, clusters)
    names = [
        name
        for name in documents.columns
        if name not in fixed and documents[name].null_count() < documents.height
    ]
    shown = names[:_MAX_EXTRA_COLUMNS]
    return {
        "extra": {single_line(name, 40): texts(documents, name, 80) for name in shown},
        "n_left_out": len(names) - len(shown),
    }


def _fixed_columns(documents: pl.DataFrame, clusters: ReportClusters | None) -> set[str]:
    """Columns that are not metadata; in runs of earlier versions, ``topic`` can be metadata."""
    added = {"topic", "topic_share", "fit"}
    fixed = _TABLE_COLUMNS | added if added <= set(documents.columns) else _TABLE_COLUMNS
    of_clusters = {"cluster", "cluster_strength", "nearest_cluster"}
    return fixed if clusters is None else fixed | of_clusters


def script_json(value: Any) -> str:
    r"""Return JSON that is safe inside a script element, whatever its strings contain.

    Examples
    --------
    >>> script_json("</script>")
    '"\\u003c/script\\u003e"'
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text
