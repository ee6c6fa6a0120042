"""What the overview shows: topics by groups, and what was removed, by reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from topics.report.card import HIGH, LOW, STABILITY, TopicStability, topic_stability
from topics.report.colours import topic_colours
from topics.report.data import ReportContent
from topics.report.data.topics import topic_order, tree_data
from topics.report.display import formatted_number, single_line
from topics.report.topic_order import in_shown_order

_MAX_REMOVED_ROWS = 200
_N_EXAMPLES = 3
_MAX_REASONS = 40
_NO_GROUP, _HIDDEN = -1, -2
"""Numbers of groups that are no nodes of the tree."""


@dataclass(frozen=True)
class TopicRow:
    """One row of the tables of topics."""

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


@dataclass(frozen=True)
class Reason:
    """Why text was removed: how often, and the first examples, as (where, text)."""

    name: str
    n: int
    examples: list[tuple[str, str]]


def topic_rows(topics: pl.DataFrame, n_documents: int) -> list[TopicRow]:
    """Rows of the table of topics, in the order in which lists show them."""
    colours = topic_colours(topics.height)
    scores = score_columns(topics)
    rows = in_shown_order(topics.drop("index", strict=False).with_row_index())
    return [
        TopicRow(
            index=row["index"],
            number=row["topic"],
            label=single_line(row["label"], 80),
            colour=colours[row["index"]],
            share=row["share"] or 0.0,
            terms=single_line(row["terms"], 400),
            scores=[_score(row, name, n_documents) for name in scores],
            stability=topic_stability(row, n_documents),
            group=single_line(row.get("group"), 80),
            is_hidden=row.get("hidden") is True,
        )
        for row in rows.iter_rows(named=True)
    ]


def score_columns(topics: pl.DataFrame) -> list[str]:
    """Columns that are shown as scores; the first one always, the others when asked for."""
    shown_elsewhere = {"topic", "share", STABILITY, LOW, HIGH}
    return [
        name
        for name, dtype in topics.schema.items()
        if dtype.is_numeric() and name not in shown_elsewhere
    ]


def _score(row: Mapping[str, Any], name: str, n_documents: int) -> str:
    """A score of a topic; a dash where one document makes every coherence 0."""
    return "–" if name == "coherence" and n_documents < 2 else formatted_number(row[name])


def topic_facts(topic: TopicRow, columns: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Names and values of a topic's share, stability and scores."""
    facts = [("Share", f"{100 * topic.share:.1f} %")]
    if topic.stability.value is not None:
        mark = ", unstable" if topic.stability.is_low else ""
        facts.append(("Stability", f"{topic.stability.text} ({topic.stability.interval}{mark})"))
    if topic.group:
        facts.append(("Group", topic.group))
    names = [name for name, _ in columns]
    return facts + list(zip(names, topic.scores, strict=True))


def topic_groups(content: ReportContent, rows: list[TopicRow]) -> list[tuple[str, list[TopicRow]]]:
    """The topics in the order of the tree, in the groups of its top level, with their labels.

    Topics that are in no group follow each other where the order has them; hidden ones are last.
    """
    tree = tree_data(content.tree)
    group_of: dict[int, int] = {}
    if tree is not None:
        for node, (parent, topics) in enumerate(zip(tree["parents"], tree["topics"], strict=True)):
            if parent == -1:
                group_of |= dict.fromkeys(topics, node)
    by_index = {row.index: row for row in rows}
    groups: list[tuple[str, list[TopicRow]]] = []
    last: int | None = None
    for topic in topic_order(content):
        row = by_index[topic]
        node = _HIDDEN if row.is_hidden else group_of.get(topic, _NO_GROUP)
        if node != last or not groups:
            groups.append((_group_label(node, tree), []))
            last = node
        groups[-1][1].append(row)
    return groups


def _group_label(node: int, tree: Mapping[str, Any] | None) -> str:
    """Name of a group; "" without a tree, as then no topic is in one."""
    if node == _HIDDEN:
        return "Hidden"
    if tree is None:
        return ""
    return "In no group" if node == _NO_GROUP else str(tree["labels"][node])


def removal_reasons(removed: pl.DataFrame) -> list[Reason]:
    """The reasons for which text was removed, the most frequent first, with examples."""
    if not removed.height:
        return []
    counts = removed.group_by("reason").len("n").sort(["n", "reason"], descending=[True, False])
    reasons = []
    for reason, n in counts.head(_MAX_REASONS).iter_rows():
        same = removed.filter(pl.col("reason").eq_missing(reason))
        texts = same.filter(pl.col("text").fill_null("") != "").unique("text", maintain_order=True)
        shown = (texts if texts.height else same).head(_N_EXAMPLES)
        examples = [
            (_location(row), single_line(row.get("text"), 160))
            for row in shown.iter_rows(named=True)
        ]
        reasons.append(Reason(single_line(reason, 80), n, examples))
    return reasons


def removed_rows(removed: pl.DataFrame) -> list[tuple[str, str, str, str]]:
    """Return reason, source and line, number of documents, and text of the first rows."""
    return [
        (
            single_line(row["reason"], 80),
            _location(row),
            "" if row.get("n_documents") is None else str(row["n_documents"]),
            single_line(row.get("text"), 240),
        )
        for row in removed.head(_MAX_REMOVED_ROWS).iter_rows(named=True)
    ]


def _location(row: Mapping[str, Any]) -> str:
    location = single_line(row.get("source") or row.get("document"), 120)
    return location if row.get("line") is None else f"{location}, line {row['line']}"
