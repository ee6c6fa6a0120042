"""Rows to a fitted model, and its shares at both levels."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from topics.counting import tfidf
from topics.counts import Counts
from topics.errors import InputError, OptionError, TopicsWarning
from topics.models import TopicModel, engine_arrays
from topics.notices import StageLog
from topics.shares import FittedTopics, fitted_topics, roll_up, section_shares

DEFAULT_TOPICS = 12


@dataclass(frozen=True)
class Rows:
    """What the model is fitted on: counts of sections or documents, and those with terms."""

    matrix: Any
    n_terms: NDArray[np.int64]
    fitted: NDArray[np.int64]


def model_rows(counts: Counts, level: str) -> Rows:
    """Rows of the level that is fitted."""
    matrix = counts.matrix if level == "section" else counts.by_document()
    n_terms = np.asarray(matrix.sum(axis=1)).ravel()
    return Rows(matrix, n_terms, np.flatnonzero(n_terms > 0))


def number_of_topics(n_topics: int | None, rows: Rows, level: str, stages: StageLog) -> int:
    """How many topics to fit; a default that is too many for the rows is lowered."""
    n_rows = len(rows.fitted)
    if n_rows == 0:
        raise InputError("the counts hold no terms at all; there is nothing to fit")
    if n_topics is None:
        n = min(DEFAULT_TOPICS, n_rows)
        stages.notice(
            "fewer-topics",
            DEFAULT_TOPICS - n,
            f"topics lowered from {DEFAULT_TOPICS} to {n}, the number of {level}s with terms",
        )
        return n
    if n_topics > n_rows:
        raise OptionError(
            f"{n_topics} topics for {n_rows} {level}s with counted terms; ask for at most "
            f"{n_rows}, or add documents"
        )
    return n_topics


def fit_rows(
    engine: TopicModel, rows: Rows, weighting: str, stages: StageLog, *, is_mixture: bool
) -> tuple[FittedTopics, dict[str, NDArray[Any]]]:
    """Fit the rows that have terms; shares of all rows, and the arrays that new rows need."""
    background = np.asarray(rows.matrix.sum(axis=0)).ravel().astype(np.float64)
    arrays: dict[str, NDArray[Any]] = {}
    with stages.stage("fit"):
        matrix = rows.matrix[rows.fitted]
        if weighting == "tf-idf":
            frequency = np.bincount(matrix.indices, minlength=matrix.shape[1])
            arrays["document_frequency"] = frequency
            arrays["n_fitted_rows"] = np.array(len(rows.fitted))
            matrix = tfidf(matrix, frequency, len(rows.fitted))
        with warnings.catch_warnings():
            # What an engine warns of becomes a notice below.
            warnings.simplefilter("ignore", TopicsWarning)
            engine.fit(matrix)
            # Not fit_transform: rows of a factorisation may stop a little short of what
            # `transform` says of them, and a document must keep its row when it comes again.
            weights = engine.transform(matrix)
        arrays |= engine_arrays(engine)
    all_weights = np.zeros((len(rows.n_terms), weights.shape[1]))
    all_weights[rows.fitted] = weights
    fitted = fitted_topics(
        engine.components_, all_weights, rows.n_terms, background, is_mixture=is_mixture
    )
    _fit_notices(engine, fitted, stages)
    return fitted, arrays


def _fit_notices(engine: TopicModel, fitted: FittedTopics, stages: StageLog) -> None:
    n_mute = int(fitted.unexplained_rows.sum())
    stages.notice(
        "rows-without-topics",
        n_mute,
        f"{n_mute} rows have terms that no topic explains; they show the corpus mean",
    )
    n_hollow = int(fitted.empty_topics.sum())
    stages.notice(
        "topics-without-terms",
        n_hollow,
        f"{n_hollow} topics have no terms; they show the corpus's terms: ask for fewer topics",
    )
    if engine.converged_ is False:
        stages.notice(
            "not-converged",
            1,
            f"the fit stopped at max_sweeps ({engine.n_sweeps_}) while topics still moved; "
            "raise max_sweeps or tolerance",
        )


def both_levels(
    fitted: FittedTopics, counts: Counts, level: str, stages: StageLog
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Section rows, and document rows as their weighted means, whatever was fitted."""
    with stages.stage("roll up"):
        if level == "section":
            section_topic = fitted.row_topic
        else:
            section_topic = section_shares(
                counts.matrix, counts.row_document, fitted.row_topic, fitted.topic_term
            )
        document_topic = roll_up(
            section_topic, counts.n_terms, counts.row_document, counts.n_documents
        )
    n_terms = {"sections": counts.n_terms, "documents": counts.n_terms_of_documents}
    for name, weights in n_terms.items():
        n_empty = int((weights == 0).sum())
        stages.notice(
            f"{name}-without-terms",
            n_empty,
            f"{n_empty} of {len(weights)} {name} have no counted terms; they show the corpus mean",
        )
    return section_topic, document_topic
