"""Topics of a run by group."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from topics.checks import check_random_state
from topics.notices import StageLog
from topics.results.trends import ByGroup, by_group_table, grouped
from topics.runs.data import RunData
from topics.runs.trends.columns import column_of
from topics.runs.trends.over_time import asked_topics, section_names


def by_group_of(
    run: RunData,
    column: str,
    log: StageLog,
    *,
    topics: Iterable[int] | None = None,
    level: str = "document",
    random_state: int = 0,
) -> ByGroup:
    """All topics by group, as `TopicRun.by_group` says; `topics` are only recorded."""
    check_random_state(random_state)
    asked = asked_topics(run, topics)
    values = column_of(run, column, level)
    is_document = level == "document"
    counts = run.counts
    matrix = counts.by_document() if is_document else counts.matrix
    n_terms = np.asarray(matrix.sum(axis=1)).ravel()
    rows = grouped(values, n_terms, f"{level}s")
    before = len(log.notices)
    log.notice(
        "groups-missing",
        rows.n_missing,
        f"{rows.n_missing:,} of {int((n_terms > 0).sum()):,} {level}s have no value in "
        f"{column!r:.60} and are in no group",
    )
    log.notice(
        "groups-together",
        rows.n_together,
        f"the column {column!r:.60} has {rows.n_together + len(rows.names) - 1:,} different "
        f"values: those with the most rows are groups, the {rows.n_together:,} others are "
        "counted together",
    )
    of_section = rows.group[counts.row_document] if is_document else rows.group
    table, n_permutations = by_group_table(
        rows,
        run.document_topic if is_document else run.section_topic,
        matrix,
        np.arange(counts.n_documents) if is_document else counts.row_document,
        np.where(counts.n_terms > 0, of_section, -1),
        run.topics["label"].to_list(),
        run.documents["id"] if is_document else section_names(run.sections),
        random_state,
    )
    settings = {
        "column": column,
        "level": level,
        "topics": asked,
        "random_state": int(random_state),
        "n_groups": len(rows.names),
        "n_together": rows.n_together,
        "n_permutations": n_permutations,
    }
    return ByGroup(table, settings, tuple(log.records()[before:]))
