"""The quality card: every score in words, and the stability of each topic."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from topics.evaluation import FEWEST_DOCUMENTS, STABILITY_FLOOR
from topics.report.display import single_line
from topics.report.score_words import MEANINGS, settings_in_words, value_in_words, without_topics

STABILITY, LOW, HIGH = "stability", "stability_low", "stability_high"
"""Columns of the table of topics that are shown as one."""

NOT_MEASURED = (
    "Whether other fits find the same topics is unknown, as there is one fit. To measure it, fit "
    "again with n_fits=5 (--fits 5), or run: topics evaluate RUN --refits 20"
)
"""What the card says of the stability of a run without other fits."""


@dataclass(frozen=True)
class Score:
    """One score, what it means and what it was measured on."""

    name: str
    value: str
    meaning: str
    reference: str
    settings: str


@dataclass(frozen=True)
class TopicStability:
    """Stability of one topic, for its cell in the table.

    Attributes
    ----------
    value : float or None
        In [0, 1]; None where nothing is known, as of merged topics.
    low, high : float
        The 90% interval in [0, 1].
    is_low : bool
        Whether the topic is marked as unstable.
    """

    value: float | None
    low: float
    high: float
    is_low: bool

    @property
    def text(self) -> str:
        """The value, or a dash."""
        return "–" if self.value is None else f"{self.value:.2f}"

    @property
    def interval(self) -> str:
        """The interval, as "0.12 to 0.47"."""
        return f"{self.low:.2f} to {self.high:.2f}"


def scores_of(quality: Mapping[str, Any], topics: pl.DataFrame) -> list[Score]:
    """Return the scores in words; one says where stability was not measured."""
    entries = quality.get("scores", [])
    if isinstance(entries, Mapping):
        entries = [{"name": name, **entry} for name, entry in entries.items()]
    scores = [
        Score(
            name=single_line(entry.get("name"), 60),
            value=value_in_words(entry),
            meaning=_meaning(entry),
            reference=single_line(entry.get("reference"), 200),
            settings=single_line(settings_in_words(entry), 300),
        )
        for entry in entries
        if isinstance(entry, Mapping) and isinstance(entry.get("value"), int | float)
    ]
    has_score = any(score.name.startswith(STABILITY) for score in scores)
    if not has_score and not has_stability(topics):
        scores.append(Score(STABILITY, "not measured", NOT_MEASURED, "", ""))
    return scores


def has_stability(topics: pl.DataFrame) -> bool:
    """Whether the table of topics has numbers of stability."""
    return STABILITY in topics.columns and topics[STABILITY].dtype.is_numeric()


def topic_stability(row: Mapping[str, Any], n_documents: int) -> TopicStability:
    """Return the stability in a row of the table of topics.

    Missing limits are 0 and 1. Too few documents to judge by have no unstable topics.
    """
    value, low, high = (_within(row.get(name)) for name in (STABILITY, LOW, HIGH))
    inside = 0.0 if value is None else value
    return TopicStability(
        value=value,
        low=0.0 if low is None else min(low, inside),
        high=1.0 if high is None else max(high, inside),
        is_low=value is not None and value < STABILITY_FLOOR and n_documents >= FEWEST_DOCUMENTS,
    )


def _within(value: object) -> float | None:
    """A number in [0, 1]; None for everything else, as a run folder can come from anywhere."""
    if not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return min(max(float(value), 0.0), 1.0)


def _meaning(score: Mapping[str, Any]) -> str:
    """What a score means, and what a model without topics would have."""
    meaning, comparison = MEANINGS.get(str(score.get("name")), ""), without_topics(score)
    return f"{meaning} {comparison[:1].upper()}{comparison[1:]}.".strip() if comparison else meaning
