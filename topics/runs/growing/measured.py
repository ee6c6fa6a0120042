"""How far the topics of a grown run moved from what they were in its start."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.models.growing import Growth
from topics.notices import StageLog
from topics.runs.data import RunData
from topics.runs.relabel import ORIGIN, label_origins, with_labels
from topics.shares import unique_labels
from topics.values import agreeing, amount

SAME_TOPIC = 0.98
"""A topic has moved if the cosine with itself in the start is below this."""

LISTED = 10
"""At most this many topics are named in a message."""

IS_NEW, SIMILARITY = "is_new", "start_similarity"
IS_HELD, FREE_SIMILARITY = "is_held", "free_similarity"
"""Columns of the topics of a grown run: whether a topic is new; its cosine with itself in the
start; whether it is held there; and the cosine that it would have if it were not. The last three
are null for a new topic."""

GROWTH_COLUMNS: dict[str, pl.DataType] = {
    IS_NEW: pl.Boolean(),
    SIMILARITY: pl.Float64(),
    IS_HELD: pl.Boolean(),
    FREE_SIMILARITY: pl.Float64(),
}

Floats = NDArray[np.float64]


def cosines(first: Floats, second: Floats) -> Floats:
    """Cosine of each row of an array with the same row of another one, shape (n_rows,).

    Examples
    --------
    >>> cosines(np.array([[3.0, 4.0], [1.0, 0.0]]), np.array([[6.0, 8.0], [0.0, 2.0]])).tolist()
    [1.0, 0.0]
    """
    # Row sums, not BLAS: the same bits on any number of threads.
    lengths = np.sqrt((first**2).sum(axis=1) * (second**2).sum(axis=1))
    result: Floats = (first * second).sum(axis=1) / np.where(lengths > 0, lengths, 1.0)
    return np.minimum(result, 1.0)


def with_growth(
    topics: pl.DataFrame, start: RunData, similarity: Floats, growth: Growth
) -> pl.DataFrame:
    """Topics with what a growth adds: labels of the start, which are new, and how far others moved.

    Parameters
    ----------
    topics : polars.DataFrame
        As a fit describes them; the first ones are those of the start.
    start : RunData
    similarity : array, shape (n_start_topics,)
        Cosine of each topic with itself in the start.
    growth : Growth
        Which of them are held, and how similar they would have been otherwise.
    """
    n_new = topics.height - start.n_topics
    labels = [*start.topics["label"], *topics["label"][start.n_topics :]]
    origins = [*label_origins(start.topics), *label_origins(topics)[start.n_topics :]]
    unique = unique_labels(labels)
    if ORIGIN in start.topics.columns:
        topics = with_labels(topics, unique, origins)
    else:
        topics = topics.with_columns(pl.Series("label", unique, dtype=pl.String))
    free = np.where(growth.is_held, growth.free_similarity, similarity)
    nothing = [None] * n_new
    values = {
        IS_NEW: [False] * start.n_topics + [True] * n_new,
        SIMILARITY: [*similarity.tolist(), *nothing],
        IS_HELD: [*growth.is_held.tolist(), *nothing],
        FREE_SIMILARITY: [*free.tolist(), *nothing],
    }
    return topics.with_columns(
        pl.Series(name, values[name], dtype=dtype) for name, dtype in GROWTH_COLUMNS.items()
    )


def notice_moved(similarity: Sequence[float], log: StageLog) -> None:
    """Keep a notice of the topics that are no longer what they were in the start."""
    moved = [topic for topic, value in enumerate(similarity) if value < SAME_TOPIC]
    listed = ", ".join(f"{topic} ({similarity[topic]:.2f})" for topic in moved[:LISTED])
    log.notice(
        "topics-moved",
        len(moved),
        f"{len(moved)} of {amount(len(similarity), 'earlier topic')} "
        f"{agreeing(len(moved), 'has', 'have')} moved (cosine with what "
        f"{agreeing(len(moved), 'it was', 'they were')} below {SAME_TOPIC:g}): {listed}"
        f"{', …' if len(moved) > LISTED else ''}; in the new documents "
        f"{agreeing(len(moved), 'its words are', 'their words are')} used in another way: read "
        f"{agreeing(len(moved), 'it', 'them')} again, or ask for more new topics",
    )


def growth_table(topics: pl.DataFrame) -> pl.DataFrame | None:
    """Which topics are new and which moved, as `TopicRun.growth` says; None without a start."""
    if not {IS_NEW, SIMILARITY} <= set(topics.columns):
        return None
    missing = [name for name in GROWTH_COLUMNS if name not in topics.columns]  # of earlier versions
    topics = topics.with_columns(pl.lit(None, GROWTH_COLUMNS[name]).alias(name) for name in missing)
    return topics.select(
        "topic", "label", "share", *GROWTH_COLUMNS, moved=pl.col(SIMILARITY) < SAME_TOPIC
    )
