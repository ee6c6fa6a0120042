"""Clusters in the report: their table, their labels on the map, and the cluster of every row."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from topics.report.colours import NO_CLUSTER_COLOUR, cluster_colours
from topics.report.display import formatted_number, single_line
from topics.report.label_positions import MapLayer

NO_CLUSTER = "no cluster"
"""Name of the rows that a method leaves between dense regions; their number is -1."""

_TOPIC = re.compile(r"(\d{1,6}) \((\d{1,3})%\)")
_MAX_TERMS, _MAX_LABEL, _MAX_TITLE = 400, 80, 70
_MAX_REPRESENTATIVES, _MAX_PIECES, _MAX_NAMES = 5, 20, 50_000


@dataclass(frozen=True)
class ReportClusters:
    """Clusters of a run, for its report; the cluster of each row is in the tables of the run.

    Attributes
    ----------
    table : polars.DataFrame
        As clusters.csv: cluster, label, terms, n_documents, n_sections, silhouette, stability,
        topics, representatives.
    level : {"document", "section"}
        The rows that were clustered.
    method, view : str
        How they were found, and what makes rows neighbours.
    layers : sequence of MapLayer
        Labels on the map, from the coarsest to the clusters themselves; empty without a map.
    """

    table: pl.DataFrame
    level: str
    method: str
    view: str
    layers: Sequence[MapLayer] = ()


@dataclass(frozen=True)
class ClusterRow:
    """One row of the table of clusters.

    Attributes
    ----------
    size : int
        Number of the rows that were clustered.
    share : float
        Size compared with the largest cluster, in [0, 1].
    topics : list of (number, label, colour, percent)
        Its largest topics.
    representatives : list of (title, address)
        Documents, with their addresses in the page, None for those that it leaves out.
    """

    number: int
    label: str
    colour: str
    terms: str
    size: int
    n_documents: int
    n_sections: int
    share: float
    stability: float | None
    silhouette: float | None
    topics: list[tuple[int, str, str, str]]
    representatives: list[tuple[str, str | None]]

    def score(self, name: str) -> str:
        """A score as text; a dash where it is not known."""
        return formatted_number(getattr(self, name))


def cluster_rows(
    clusters: ReportClusters,
    topic_labels: Sequence[str],
    topic_colours: Sequence[str],
    documents: pl.DataFrame,
    addresses: Mapping[str, str],
) -> list[ClusterRow]:
    """Rows of the table of clusters, in their order: the largest first.

    Parameters
    ----------
    clusters : ReportClusters
    topic_labels, topic_colours : sequence of str
    documents : polars.DataFrame
        All documents, with id and title.
    addresses : mapping of str to str
        Addresses in the page of the documents that it has, by id.
    """
    titles = dict(documents.select("id", "title").iter_rows())
    column = "n_documents" if clusters.level == "document" else "n_sections"
    sizes = clusters.table[column].fill_null(0)
    largest = max(sizes.max() or 0, 1)
    colours = cluster_colours(clusters.table.height)
    return [
        ClusterRow(
            number=number,
            label=single_line(row["label"], _MAX_LABEL),
            colour=colours[number],
            terms=single_line(row["terms"], _MAX_TERMS),
            size=sizes[number],
            n_documents=row["n_documents"] or 0,
            n_sections=row["n_sections"] or 0,
            share=sizes[number] / largest,
            stability=_finite(row["stability"]),
            silhouette=_finite(row["silhouette"]),
            topics=_largest_topics(row["topics"], topic_labels, topic_colours),
            representatives=[
                (single_line(titles.get(name) or name, _MAX_TITLE) or name, addresses.get(name))
                for name in representative_ids(row["representatives"], clusters.level, titles)
            ],
        )
        for number, row in enumerate(clusters.table.iter_rows(named=True))
    ]


def cluster_data(clusters: ReportClusters) -> dict[str, Any]:
    """Labels, colours and layers of the clusters, for the scripts."""
    labels = [single_line(label, _MAX_LABEL) for label in clusters.table["label"]]
    return {
        "level": clusters.level,
        "labels": labels,
        "colours": cluster_colours(len(labels)),
        "none": {"label": NO_CLUSTER, "colour": NO_CLUSTER_COLOUR},
        "layers": [
            [
                [number, single_line(label, _MAX_LABEL), round(place[0], 4), round(place[1], 4)]
                for number, (label, place) in enumerate(
                    zip(layer.labels, layer.positions, strict=True)
                )
                if place is not None and all(map(math.isfinite, place))
            ]
            for layer in sorted(clusters.layers, key=lambda layer: layer.level)
        ],
    }


def cluster_column(table: pl.DataFrame) -> list[int | None]:
    """Cluster of every row, -1 for none; None where it is not known, as without terms."""
    column = table.get_column("cluster", default=None)
    if column is None or column.dtype != pl.Int64:
        return [None] * table.height
    return list(column)


def names_in(text: str, names: Collection[str]) -> list[str]:
    """Return the names in a list joined by ", "; a name can have a comma of its own.

    Examples
    --------
    >>> names_in("a, b, c", {"a, b", "c"})
    ['a, b', 'c']
    """
    pieces = text[:_MAX_NAMES].split(", ")[:_MAX_PIECES]
    found: list[str] = []
    begin = 0
    while begin < len(pieces) and len(found) < _MAX_REPRESENTATIVES:
        for end in range(len(pieces), begin, -1):
            name = ", ".join(pieces[begin:end])
            if name in names:
                found.append(name)
                begin = end
                break
        else:
            begin += 1
    return found


def representative_ids(text: str | None, level: str, documents: Collection[str]) -> list[str]:
    """Ids of representative documents, or of those of representative sections, each once."""
    text = text or ""
    if level == "section":
        # "7#2" is section 2 of document 7.
        text = ", ".join(re.sub(r"#\d+$", "", piece) for piece in text[:_MAX_NAMES].split(", "))
    return list(dict.fromkeys(names_in(text, documents)))


def _largest_topics(
    text: str | None, labels: Sequence[str], colours: Sequence[str]
) -> list[tuple[int, str, str, str]]:
    """Numbers, labels, colours and percentages of topics, as from "7 (62%), 2 (11%)"."""
    found = [(int(number), percent) for number, percent in _TOPIC.findall(text or "")]
    return [
        (number, single_line(labels[number], 60), colours[number], percent)
        for number, percent in found
        if number < len(labels)
    ]


def _finite(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and math.isfinite(value) else None
