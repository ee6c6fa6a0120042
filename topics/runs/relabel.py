"""Labels from a function of the caller's own, checked, unique, and with their origin."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import polars as pl

from topics.checks import check_whole
from topics.cleaning import clean_line
from topics.errors import InputError, OptionError
from topics.notices import StageLog
from topics.results import SEPARATOR_OF_TERMS
from topics.results.seeds import FROM_SEEDS, FROM_TERMS, LABEL_ORIGIN
from topics.runs.data import RunData
from topics.runs.representatives import beginnings, representative_rows
from topics.shares import unique_labels

Labeller = Callable[[list[str], list[str]], str | None]
"""A label from the terms and the representative texts of a topic; None keeps the label."""

FROM_EDITS = "edits"
"""Origin of a label that a person gave with `TopicRun.edit`; no function replaces it."""

GIVEN = (FROM_SEEDS, FROM_EDITS)
"""Origins of labels that a person gave."""

ORIGIN = LABEL_ORIGIN
"""Column of the topics that says where a label comes from; runs with labels of the fit lack it."""

MAX_LABEL = 100
"""A label has at most this many characters, not counting the number of a label that repeats."""

TEXT_CHARACTERS = 2000
"""The function gets this many characters of each text."""


def label_origins(topics: pl.DataFrame) -> list[str]:
    """Where the label of every topic comes from.

    Examples
    --------
    >>> label_origins(pl.DataFrame({"label": ["sea", "law"]}))
    ['terms', 'terms']
    """
    if ORIGIN not in topics.columns:
        return [FROM_TERMS] * topics.height
    return topics[ORIGIN].cast(pl.String).fill_null(FROM_TERMS).to_list()


def has_own_labels(topics: pl.DataFrame) -> bool:
    """Whether any label comes from something else than the terms of its topic."""
    return any(origin != FROM_TERMS for origin in label_origins(topics))


def relabelled(run: RunData, function: Labeller, n_texts: int, log: StageLog) -> pl.DataFrame:
    """Topics with labels of the function and their origin, as `TopicRun.relabel` says."""
    if not callable(function):
        raise OptionError(
            f"function is {function!r:.100}, expected a function of terms and texts that returns "
            "a label"
        )
    check_whole("n_texts", n_texts, 1, optional=False)
    topics = range(run.n_topics)
    rows = representative_rows(run, topics, n_texts, run.options.level)
    terms = run.topics["terms"].to_list()
    labels, origins = run.topics["label"].to_list(), label_origins(run.topics)
    name, n_cut = _name_of(function), 0
    for topic in topics:
        log.progress("label", topic, run.n_topics)
        if origins[topic] in GIVEN:
            continue
        texts = beginnings(run, rows[topic], run.options.level, TEXT_CHARACTERS) or []
        try:
            answer = function(terms[topic].split(SEPARATOR_OF_TERMS), texts)
        except Exception as error:
            error.add_note(f"{name} was asked for the label of topic {topic}")
            raise
        if answer is None:
            continue
        label = _checked(answer, topic, name)
        n_cut += len(label) > MAX_LABEL
        labels[topic] = label if len(label) <= MAX_LABEL else label[: MAX_LABEL - 1].rstrip() + "…"
        origins[topic] = name
    log.progress("label", run.n_topics, run.n_topics)
    log.notice("labels-cut", n_cut, f"{n_cut} labels of {name} were cut to {MAX_LABEL} characters")
    # Labels of persons come first, so that they never get a number.
    order = sorted(topics, key=lambda topic: origins[topic] not in GIVEN)
    unique = dict(zip(order, unique_labels([labels[topic] for topic in order]), strict=True))
    return with_labels(run.topics, [unique[topic] for topic in topics], origins)


def with_labels(topics: pl.DataFrame, labels: list[str], origins: list[str]) -> pl.DataFrame:
    """Topics with other labels and where they come from."""
    return topics.with_columns(
        pl.Series("label", labels, dtype=pl.String),
        pl.Series(ORIGIN, origins, dtype=pl.String),
    )


def _checked(answer: Any, topic: int, name: str) -> str:
    """The label on one line, without control characters.

    Raises
    ------
    InputError
        It is no string, or nothing of it can be seen.
    """
    if not isinstance(answer, str):
        raise InputError(
            f"{name} returned {answer!r:.100} for topic {topic}, expected a string, or None to "
            "keep the label"
        )
    label = clean_line(answer)
    if not any(character.isprintable() and not character.isspace() for character in label):
        raise InputError(
            f"{name} returned {answer!r:.100} for topic {topic}, expected a label that can be "
            "read, or None to keep the label"
        )
    return label


def _name_of(function: Any) -> str:
    """Name of a function, of the function inside a partial one, or of the class of an object."""
    while isinstance(function, partial):
        function = function.func
    name = clean_line(str(getattr(function, "__name__", type(function).__name__)))[:MAX_LABEL]
    reserved = ("", FROM_TERMS, *GIVEN)
    return f"function {name}".rstrip() if name in reserved else name
