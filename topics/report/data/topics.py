"""The topics as the scripts get them: labels, colours, order, place in the tree."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from topics.report.colours import topic_colours
from topics.report.data.content import ReportContent
from topics.report.display import single_line
from topics.report.label_positions import label_positions
from topics.trees import Tree


def topic_data(content: ReportContent, rows: NDArray[np.int64]) -> list[dict[str, Any]]:
    """Every topic, by its number; the rows are those of the documents that the page has."""
    table = content.topics
    positions: dict[int, tuple[float, float]] = {}
    if content.projection is not None:
        found = label_positions(content.projection, table.height)
        positions = {topic: (round(x, 4), round(y, 4)) for topic, x, y in found.iter_rows()}
    number_of = {row: number for number, row in enumerate(rows.tolist())}
    topics = []
    colours = topic_colours(table.height)
    for topic, row in enumerate(table.iter_rows(named=True)):
        x, y = positions.get(topic, (None, None))
        first = content.representatives[topic] if content.representatives else ()
        hidden = " (hidden)" if row.get("hidden") is True else ""
        topics.append(
            {
                "label": single_line(row["label"], 60) + hidden,
                "colour": colours[topic],
                "share": row["share"] or 0.0,
                "terms": single_line(row["terms"], 400),
                "x": x,
                "y": y,
                "first": [number_of[row] for row in first if row in number_of],
            }
        )
    return topics


def topic_order(content: ReportContent) -> list[int]:
    """The topics in the order of the tree's leaves, in which neighbours are most alike.

    Hidden topics are last.
    """
    n = content.topics.height
    order = list(range(n)) if content.tree is None else content.tree.order.tolist()
    if "hidden" not in content.topics.columns:
        return order
    is_hidden = content.topics["hidden"].to_list()
    return sorted(order, key=lambda topic: is_hidden[topic] is True)


def tree_data(tree: Tree | None) -> dict[str, Any] | None:
    """The nodes of several topics: their labels, their parents and their topics, from the top."""
    if tree is None or not tree.labels:
        return None
    inner = [node for node in tree.listed() if node >= tree.n_leaves]
    number = {node: i for i, node in enumerate(inner)}
    order = tree.order.tolist()
    return {
        "labels": [single_line(tree.labels[node], 80) for node in inner],
        "parents": [number.get(int(tree.parents[node]), -1) for node in inner],
        "topics": [sorted(tree.leaves(node), key=order.index) for node in inner],
    }
