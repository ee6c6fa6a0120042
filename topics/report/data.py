"""What the report shows, and its documents, sections and topics as JSON for the scripts."""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.choices import DEFAULT_MAP_VIEW
from topics.report.clusters import ReportClusters, cluster_column, cluster_data
from topics.report.colours import topic_colours
from topics.report.display import MAX_ID, single_line
from topics.report.effects.section import EffectsContent
from topics.report.label_positions import label_positions
from topics.report.trends import TrendsContent
from topics.shares import (
    BANDWIDTH_FACTOR,
    BANDWIDTH_POWER,
    FEW_TERMS,
    PRIOR_TERMS,
    course,
)

MAX_DOCUMENTS = 50_000
MAX_SECTIONS = 300_000
"""Larger runs show only every n-th document, so that a browser can hold the page."""

POOR_FIT = 1.25
"""Documents are marked whose topics predict their terms less than this times better than the
corpus does."""

_MAX_SECTIONS_PER_DOCUMENT = 2_000
_MAX_TOPICS_PER_ROW = 5
_MAX_EXTRA_COLUMNS = 8
_TABLE_COLUMNS = {"id", "title", "source", "date", "author", "n_terms", "n_sections"}
_TEXT_LIMITS = {"id": MAX_ID, "title": 160, "source": 200, "date": 40, "author": 80}

_PointKey = tuple[str, str, int | None]
"""Level, document, and position of a section."""


@dataclass(frozen=True)
class ReportContent:
    """Everything that the report shows of a run.

    Attributes
    ----------
    title : str
    summary : mapping of str to str
        Facts for the head of the page, in order: documents, sections, model, …
    topics : polars.DataFrame, shape (n_topics, …)
        Columns topic, label, terms, share; every further numeric column is shown as a score.
    documents : polars.DataFrame, shape (n_documents, …)
        Columns id, title; source, date, author, n_terms, fit where known. Up to eight further
        columns that have values are shown when a document is opened.
    sections : polars.DataFrame, shape (n_sections, …)
        Columns document, position, level, heading, n_terms.
    document_topic : array of float64, shape (n_documents, n_topics)
    section_topic : array of float64, shape (n_sections, n_topics)
    projection : polars.DataFrame or None
        Columns level, document, position, x, y, topic; without it there is no map.
    clusters : ReportClusters or None
        Then documents and sections can have the column cluster: -1 for none.
    map_view : str
        What makes points neighbours on the map, as in `topics.project`.
    removed : polars.DataFrame
        Rows of ``removed.csv``; counted by reason, and the first 200 are listed.
    quality : mapping
        ``scores``: mappings with name, value, reference and settings.
    warnings : sequence of mapping
        Each with code, count and message.
    representatives : sequence of sequences of int
        Rows of the documents that come first in the list of every topic; the others follow by
        their share. By default none.
    effects : EffectsContent or None
        Effects of metadata on the topics, if they were estimated.
    trends : TrendsContent or None
        Topics over time and by group.
    """

    title: str
    summary: Mapping[str, str]
    topics: pl.DataFrame
    documents: pl.DataFrame
    sections: pl.DataFrame
    document_topic: NDArray[np.float64]
    section_topic: NDArray[np.float64]
    projection: pl.DataFrame | None
    removed: pl.DataFrame
    quality: Mapping[str, Any]
    warnings: Sequence[Mapping[str, Any]]
    representatives: Sequence[Sequence[int]] = ()
    effects: EffectsContent | None = None
    clusters: ReportClusters | None = None
    map_view: str = DEFAULT_MAP_VIEW
    trends: TrendsContent | None = None


def script_data(content: ReportContent) -> dict[str, Any]:
    """Return the columns of the report's tables and map, as values that JSON can hold.

    Sections are in document order; those of document ``i`` are ``start[i]`` to ``end[i]``.
    A mix is ``[topic, share, topic, share, …]``, largest share first, with at most five topics
    and shares in ten-thousandths. A turn is ``[section, topic]``: the index of a section in its
    document, and the topic that takes over. The x and y of a topic are the position of its
    number on the map.
    """
    rows = document_rows(content.documents.height, content.sections.height)
    documents = content.documents[rows]
    order, start, n_sections = _section_rows(documents["id"], content.sections)
    sections = content.sections[order]
    points = _points(content.projection)
    clusters = content.clusters
    fixed = _fixed_columns(documents, clusters)
    extra = [
        name
        for name in documents.columns
        if name not in fixed and documents[name].null_count() < documents.height
    ]
    texts = {name: _texts(documents, name, limit) for name, limit in _TEXT_LIMITS.items()}
    return {
        "n_documents": content.documents.height,
        "clusters": None if clusters is None else cluster_data(clusters),
        "evidence": {"prior_terms": PRIOR_TERMS, "few_terms": FEW_TERMS, "poor_fit": POOR_FIT},
        "flow": {"factor": BANDWIDTH_FACTOR, "power": BANDWIDTH_POWER},
        "topics": _topics(content, rows),
        "documents": {
            **texts,
            "source": _other_sources(texts["id"], texts["source"]),
            "n_terms": _numbers(documents, "n_terms"),
            "fit": _numbers(documents, "fit"),
            "n_sections": n_sections,
            "cluster": [] if clusters is None else cluster_column(documents),
            "start": start[:-1],
            "end": start[1:],
            "turns": _turns(content.section_topic[order], sections, start),
            "mix": _mixes(content.document_topic[rows], documents),
            **_coordinates(points, [("document", name, None) for name in documents["id"]]),
        },
        "extra": {
            single_line(name, 40): _texts(documents, name, 80)
            for name in extra[:_MAX_EXTRA_COLUMNS]
        },
        "sections": {
            "position": _numbers(sections, "position"),
            "level": _numbers(sections, "level"),
            "heading": _texts(sections, "heading", 140),
            "n_terms": _numbers(sections, "n_terms"),
            "cluster": [] if clusters is None else cluster_column(sections),
            "mix": _mixes(content.section_topic[order], sections),
            **_coordinates(
                points,
                [
                    ("section", name, position)
                    for name, position in zip(
                        sections["document"], sections["position"], strict=True
                    )
                ],
            ),
        },
    }


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


def _topics(content: ReportContent, rows: NDArray[np.int64]) -> list[dict[str, Any]]:
    labels = content.topics["label"]
    positions: dict[int, tuple[float, float]] = {}
    if content.projection is not None:
        found = label_positions(content.projection, len(labels))
        positions = {topic: (round(x, 4), round(y, 4)) for topic, x, y in found.iter_rows()}
    number_of = {row: number for number, row in enumerate(rows.tolist())}
    is_hidden: Any = [False] * len(labels)
    if "hidden" in content.topics.columns:
        is_hidden = content.topics["hidden"].to_list()
    topics = []
    for topic, (label, colour) in enumerate(zip(labels, topic_colours(len(labels)), strict=True)):
        x, y = positions.get(topic, (None, None))
        share = content.topics["share"][topic] or 0.0
        first = content.representatives[topic] if content.representatives else ()
        hidden = " (hidden)" if is_hidden[topic] is True else ""
        topics.append(
            {
                "label": single_line(label, 60) + hidden,
                "colour": colour,
                "share": share,
                "x": x,
                "y": y,
                "first": [number_of[row] for row in first if row in number_of],
            }
        )
    return topics


def document_rows(n_documents: int, n_sections: int) -> NDArray[np.int64]:
    """Return the row indices of the documents that the report shows, evenly spread."""
    step = max(1, math.ceil(n_documents / MAX_DOCUMENTS), math.ceil(n_sections / MAX_SECTIONS))
    return np.arange(0, n_documents, step, dtype=np.int64)


def _section_rows(
    ids: pl.Series, sections: pl.DataFrame
) -> tuple[NDArray[np.int64], list[int], list[int]]:
    """Return section rows in the order of the documents, offsets into them, and full counts."""
    numbers = pl.DataFrame({"document": ids, "number": np.arange(len(ids))})
    joined = (
        sections.select("document")
        .with_row_index("row")
        .join(numbers, on="document", how="inner")
        .sort("number", "row")
    )
    number = joined["number"].to_numpy()
    n_sections = np.bincount(number, minlength=len(ids))
    first = np.cumsum(n_sections) - n_sections
    index_in_document = np.arange(len(number)) - first[number]
    is_kept = index_in_document < _MAX_SECTIONS_PER_DOCUMENT
    n_kept = np.minimum(n_sections, _MAX_SECTIONS_PER_DOCUMENT)
    order = joined["row"].to_numpy().astype(np.int64)[is_kept]
    return order, [0, *np.cumsum(n_kept).tolist()], n_sections.tolist()


def _fixed_columns(documents: pl.DataFrame, clusters: ReportClusters | None) -> set[str]:
    """Columns that are not metadata; in runs of earlier versions, ``topic`` can be metadata."""
    added = {"topic", "topic_share", "fit"}
    fixed = _TABLE_COLUMNS | added if added <= set(documents.columns) else _TABLE_COLUMNS
    return fixed if clusters is None else fixed | {"cluster"}


def _other_sources(ids: list[str], sources: list[str]) -> list[str]:
    """Return the sources that say more than the id, "" for the others.

    The id of a file is its path below the folder that was read, the source starts with that
    folder.
    """
    return [
        "" if source == name or source.endswith("/" + name) else source
        for name, source in zip(ids, sources, strict=True)
    ]


def _mixes(shares: NDArray[np.float64], table: pl.DataFrame) -> list[list[int]]:
    """Largest topics of every row; a row without counted terms has no topic."""
    if not shares.shape[1]:
        return [[] for _ in range(len(shares))]
    largest = np.argsort(-shares, axis=1, kind="stable")[:, :_MAX_TOPICS_PER_ROW]
    parts = np.rint(10_000 * np.take_along_axis(shares, largest, axis=1)).astype(np.int64)
    n_terms = _numbers(table, "n_terms") if "n_terms" in table.columns else [1] * len(shares)
    mixes: list[list[int]] = []
    for topics, values, n in zip(largest.tolist(), parts.tolist(), n_terms, strict=True):
        pairs = zip(topics, values, strict=True) if n else ()
        # The largest topic stays even if its share rounds to zero.
        mixes.append([n for rank, pair in enumerate(pairs) if pair[1] or not rank for n in pair])
    return mixes


def _turns(
    shares: NDArray[np.float64], sections: pl.DataFrame, start: list[int]
) -> list[list[list[int]]]:
    """Sections of every document at which another topic takes over, with that topic."""
    n_terms = np.asarray(_numbers(sections, "n_terms"), dtype=np.float64)
    turns: list[list[list[int]]] = []
    for begin, end in itertools.pairwise(start):
        if np.count_nonzero(n_terms[begin:end]) < 2 or not shares.shape[1]:
            turns.append([])
            continue
        found = course(shares[begin:end], n_terms[begin:end])
        turns.append([[int(at), int(found.leading[at])] for at in found.turns])
    return turns


def _points(projection: pl.DataFrame | None) -> dict[_PointKey, tuple[float, float]]:
    if projection is None:
        return {}
    columns = projection.select("level", "document", "position", "x", "y")
    return {
        (level, document, None if level == "document" else position): (x, y)
        for level, document, position, x, y in columns.iter_rows()
        if x is not None and y is not None and math.isfinite(x) and math.isfinite(y)
    }


def _coordinates(
    points: dict[_PointKey, tuple[float, float]], keys: list[_PointKey]
) -> dict[str, list[float | None]]:
    rows = [points.get(key) for key in keys]
    return {
        axis: [None if point is None else round(point[i], 4) for point in rows]
        for i, axis in enumerate("xy")
    }


def _texts(table: pl.DataFrame, name: str, limit: int) -> list[str]:
    if name not in table.columns:
        return [""] * table.height
    return [single_line(value, limit) for value in table[name]]


def _numbers(table: pl.DataFrame, name: str) -> list[float]:
    if name not in table.columns:
        return [0] * table.height
    return [value if value is not None and math.isfinite(value) else 0 for value in table[name]]
