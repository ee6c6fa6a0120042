"""The topics of a run after edits, at every place where a run shows them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl

from topics.errors import InputError
from topics.notices import StageLog
from topics.results import (
    TOPIC_NOTICES,
    Originals,
    describe_topics,
    largest_topic,
    notice_topics,
    notice_unstable,
    nullable_column,
    topic_fit,
    with_largest_topics,
)
from topics.results.clusters import with_topics
from topics.results.effects import with_labels_of
from topics.results.seeds import FROM_TERMS
from topics.results.trends import Trends
from topics.runs.clustering.trees import relabelled_tree, tree_again
from topics.runs.data import RunData
from topics.runs.edits.plan import EditedTopics, edited_topics, listed_numbers
from topics.runs.edits.steps import Edits
from topics.runs.intervals.computing import computed_intervals
from topics.runs.relabel import FROM_EDITS, ORIGIN, label_origins, with_labels
from topics.runs.trends.keeping import again
from topics.shares import folded_label, merged_shares, merged_terms, unique_labels

CHANGED = (
    "documents",
    "sections",
    "topics",
    "document_topic",
    "section_topic",
    "topic_term",
    "projection",
    "quality",
    "topic_tree",
    "stored_intervals",
)
"""Attributes of a run that edits may change."""

BEFORE_EDITS = "; before topics were edited"
"""The reference of a score that edits do not make anew ends with this."""

NOTICE = "topics-edited"
"""Code of the notice in ``quality.json`` that says that topics were edited."""


def edited_parts(run: RunData, edits: Edits) -> dict[str, Any]:
    """What edits change in a run, by the names of its attributes.

    Parameters
    ----------
    run : RunData
        The run, with whatever edits it has so far.
    edits : Edits
        All edits of its original.

    Raises
    ------
    InputError
        The edits do not fit the topics of the run, or two topics would have one label.
    """
    original = run.original or run
    planned = edited_topics(edits, original.n_topics)
    # All parts that edits may change: the run may have had other edits before.
    parts = {name: getattr(original, name) for name in CHANGED}
    if planned.has_merged:
        parts |= _merged_parts(original, planned)
    topics = _labelled(parts["topics"], planned, run).with_columns(**marks(planned))
    shown = replace(original, **{**parts, "topics": topics})
    parts["topic_tree"] = tree_again(shown, original.topic_tree)
    quality = _with_record(parts["quality"], edits)
    if original.clusters is not None:
        tables = (parts["documents"], parts["sections"])
        shares = (parts["document_topic"], parts["section_topic"])
        parts["clusters"] = with_topics(original.clusters, *tables, *shares)
    parts["trends"] = _trends_of(original, topics, parts, planned)
    return {
        **parts,
        "topics": topics,
        "quality": quality,
        "edits": edits,
        "original": replace(original, estimated_effects=None),
        "estimated_effects": None,
    }


def _trends_of(
    original: RunData, topics: pl.DataFrame, parts: dict[str, Any], planned: EditedTopics
) -> Trends | None:
    """The trends of the run with the edited topics."""
    if original.trends is None:
        return None
    if not planned.has_merged:
        return original.trends.with_labels(topics["label"].to_list())
    return again(replace(original, **{**parts, "topics": topics}), original.trends)


def _merged_parts(original: RunData, planned: EditedTopics) -> dict[str, Any]:
    """Matrices and tables with merged topics."""
    members, counts = planned.members, original.counts
    document_topic = merged_shares(original.document_topic, members)
    intervals = original.stored_intervals
    if intervals is not None:
        intervals = computed_intervals(original, members=members)
    section_topic = merged_shares(original.section_topic, members)
    mass = (original.document_topic * counts.weights_of_documents[:, None]).sum(axis=0)
    topic_term = merged_terms(original.topic_term, mass, members)
    documents = _with_largest(
        original.documents, largest_topic(document_topic, counts.n_terms_of_documents)
    )
    if documents is not original.documents and "fit" in documents.columns:
        fit = topic_fit(counts, document_topic, topic_term, counts.term_counts)
        documents = documents.with_columns(nullable_column("fit", fit))
    shares = document_topic, section_topic
    log = StageLog()
    own = Originals.of(
        counts, document_topic, section_topic, original.documents["id"], original.section_texts
    )
    described, scores = describe_topics(
        topic_term, own.document_topic, own.counts, original.options, log, texts=own.texts
    )
    topics = _merged_rows(original.topics, described, members)
    if "stability" in topics.columns:
        notice_unstable(topics["stability"].to_list(), own.counts, log)
    notice_topics(topic_term, own.document_topic, own.section_topic, own.counts, own.ids, log)
    return {
        "documents": documents,
        "sections": _with_largest(original.sections, largest_topic(section_topic, counts.n_terms)),
        "topics": topics,
        "document_topic": document_topic,
        "section_topic": section_topic,
        "topic_term": topic_term,
        "projection": with_largest_topics(original.projection, shares, counts),
        "quality": _with_scores(original.quality, scores, log.records()),
        "stored_intervals": intervals,
    }


def _with_largest(table: pl.DataFrame, columns: list[pl.Series]) -> pl.DataFrame:
    """The table with a new largest topic; runs of earlier versions have no such columns."""
    if not {column.name for column in columns} <= set(table.columns):
        return table
    return table.with_columns(columns)


def _merged_rows(
    original: pl.DataFrame, described: pl.DataFrame, members: tuple[tuple[int, ...], ...]
) -> pl.DataFrame:
    """Rows of topics: merged ones are described anew, the others stay but for their numbers.

    Shares of merged topics are sums. What nothing is known about after the merge is null.
    """
    is_merged = pl.Series([len(numbers) > 1 for numbers in members])
    rows = original[[numbers[0] for numbers in members]]
    share = original["share"].to_list()
    summed = [sum(share[number] for number in numbers) for numbers in members]
    described = described.with_columns(share=pl.Series(summed, dtype=pl.Float64))
    columns = [
        pl.when(is_merged)
        .then(described[name] if name in described.columns else None)
        .otherwise(rows[name])
        .cast(rows.schema[name])
        .alias(name)
        for name in rows.columns
        if name != "topic"
    ]
    number = pl.Series("topic", np.arange(len(members), dtype=np.int64))
    result: pl.DataFrame = rows.with_columns(columns).with_columns(number)
    return result


def _labelled(topics: pl.DataFrame, planned: EditedTopics, run: RunData) -> pl.DataFrame:
    """Topics with the labels of edits, and with those that a function gave merged topics."""
    labels, origins = topics["label"].to_list(), label_origins(topics)
    kept = _function_labels_of_merged(run)
    for k, (numbers, given) in enumerate(zip(planned.members, planned.labels, strict=True)):
        if given is not None:
            labels[k], origins[k] = given, FROM_EDITS
        else:
            labels[k], origins[k] = kept.get(numbers, (labels[k], origins[k]))
    _check_labels(labels, planned)
    labels = unique_labels(labels)
    if {FROM_TERMS} == set(origins) and ORIGIN not in topics.columns:
        return topics.with_columns(label=pl.Series(labels, dtype=pl.String))
    return with_labels(topics, labels, origins)


def _function_labels_of_merged(run: RunData) -> dict[tuple[int, ...], tuple[str, str]]:
    """Label and origin of merged topics that `TopicRun.relabel` named, by their members."""
    if run.original is None:
        return {}
    members = edited_topics(run.edits, run.original.n_topics).members
    rows = zip(members, run.topics["label"], label_origins(run.topics), strict=True)
    return {
        numbers: (label, origin)
        for numbers, label, origin in rows
        if len(numbers) > 1 and origin not in (FROM_TERMS, FROM_EDITS)
    }


def relabelled_parts(run: RunData, topics: pl.DataFrame) -> dict[str, Any]:
    """What new labels change in a run: its topics and their tree, and those of its original.

    A label of a topic that is neither merged nor named by a person is one of the fit, too.

    Parameters
    ----------
    run : RunData
    topics : polars.DataFrame
        The run's topics with new labels and their origins.
    """
    original = run.original
    effects = run.estimated_effects and with_labels_of(run.estimated_effects, topics)
    tree = relabelled_tree(replace(run, topics=topics), run.topic_tree)
    shown = {
        "topics": topics,
        "topic_tree": tree,
        "estimated_effects": effects,
        "trends": _labelled_trends(run, topics),
    }
    if original is None:
        return shown
    labels, origins = original.topics["label"].to_list(), label_origins(original.topics)
    written = []
    members = edited_topics(run.edits, original.n_topics).members
    new = zip(members, topics["label"], label_origins(topics), strict=True)
    for numbers, label, origin in new:
        if len(numbers) == 1 and origin != FROM_EDITS:
            number = numbers[0]
            labels[number], origins[number] = label, origin
            written.append(number)
    # A topic that is not shown gets the number if it has a label that is shown now.
    order = written + [number for number in range(original.n_topics) if number not in written]
    unique = dict(zip(order, unique_labels([labels[number] for number in order]), strict=True))
    fitted = with_labels(original.topics, [unique[number] for number in sorted(order)], origins)
    original = replace(original, topics=fitted, trends=_labelled_trends(original, fitted))
    original = replace(original, topic_tree=relabelled_tree(original, original.topic_tree))
    return {**shown, "original": original}


def marks(planned: EditedTopics) -> dict[str, pl.Series]:
    """Columns that edits add to the table of topics: original_topics, hidden, group."""
    numbers = list(map(listed_numbers, planned.members))
    return {
        "original_topics": pl.Series(numbers, dtype=pl.String),
        "hidden": pl.Series(planned.hidden, dtype=pl.Boolean),
        "group": pl.Series(planned.groups, dtype=pl.String),
    }


def _check_labels(labels: list[str], planned: EditedTopics) -> None:
    """Raise if a label that a person gave is also that of another topic."""
    first: dict[str, int] = {}
    for given_pass in (True, False):
        for k, label in enumerate(labels):
            if (planned.labels[k] is not None) is not given_pass:
                continue
            folded = folded_label(label)
            if folded in first and (given_pass or planned.labels[first[folded]] is not None):
                one, other = (planned.members[i] for i in sorted((first[folded], k)))
                raise InputError(
                    f"topics {listed_numbers(one)} and {listed_numbers(other)} would both be "
                    f"called {label!r}; merge them or give them different labels"
                )
            first.setdefault(folded, k)


def _with_scores(
    quality: dict[str, Any], scores: list[dict[str, Any]], notices: list[dict[str, Any]]
) -> dict[str, Any]:
    """Scores and notices of the edited topics; others say that they are of the fitted ones."""
    names = {score["name"] for score in scores}
    others = [
        {**score, "reference": f"{score.get('reference', '')}{BEFORE_EDITS}"}
        for score in quality["scores"]
        if score.get("name") not in names
    ]
    scores = [
        {**score, "settings": {**score["settings"], "topics": "edited by hand"}} for score in scores
    ]
    warnings = [entry for entry in quality["warnings"] if _code(entry) not in TOPIC_NOTICES]
    return {**quality, "scores": scores + others, "warnings": warnings + notices}


def _code(entry: dict[str, Any]) -> str:
    return str(entry.get("code"))


def _with_record(quality: dict[str, Any], edits: Edits) -> dict[str, Any]:
    """The quality of a run with a notice that says what was edited."""
    numbers = {
        "merged": sum(len(merge.topics) for merge in edits.merge),
        "renamed": len(edits.rename),
        "hidden": len(set(edits.hide)),
        "grouped": len({topic for group in edits.group for topic in group.topics}),
    }
    touched = {topic for merge in edits.merge for topic in merge.topics} | set(edits.hide)
    touched |= {entry.topic for entry in edits.rename}
    touched |= {topic for group in edits.group for topic in group.topics}
    listed = ", ".join(f"{n} {what}" for what, n in numbers.items() if n)
    is_new = "numbers of topics are new, those of the fit are in the column original_topics; "
    message = (
        f"topics were edited by hand: {listed}; {is_new if edits.merge else ''}run.undo_edits() "
        "restores the fitted topics"
    )
    notice = {"code": NOTICE, "count": len(touched), "message": message}
    return {**quality, "warnings": [*quality["warnings"], notice]}


def _labelled_trends(run: RunData, topics: pl.DataFrame) -> Trends | None:
    """The trends of a run with the labels of a new table of topics."""
    return run.trends and run.trends.with_labels(topics["label"].to_list())
