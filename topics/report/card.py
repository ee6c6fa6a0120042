"""The quality card: every score in words, and the stability of each topic."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from topics.evaluation import FEWEST_DOCUMENTS, STABILITY_FLOOR
from topics.report.display import formatted_number, single_line

STABILITY, LOW, HIGH = "stability", "stability_low", "stability_high"
"""Columns of the table of topics that are shown as one."""

NOT_MEASURED = (
    "Whether other fits find the same topics is unknown, as there is one fit. To measure it, fit "
    "again with --fits 5, or run: topics evaluate RUN --refits 20"
)
"""What the card says of the stability of a run without other fits."""

MEANINGS = {
    "coherence (NPMI), mean": (
        "Whether the first terms of a topic are in the same documents: 0 is as often as at random, "
        "1 always, below 0 less often."
    ),
    "coherence (NPMI), median": "Half of the topics have at least this coherence.",
    "diversity": (
        "Share of different terms among the first terms of all topics: at 1 no term is in two "
        "topics."
    ),
    "inverted rank-biased overlap": (
        "How different the lists of first terms are, where the first ranks count most: at 1 no two "
        "topics share a term."
    ),
    "exclusivity, mean": (
        "Whether frequent terms of a topic are its own: near 1 they are, lower if topics share "
        "them."
    ),
    "effective number of topics": (
        "How many topics of equal size would be as spread out: much lower than the number of "
        "topics if a few of them have most of the text."
    ),
    "stability, mean": (
        "Whether other fits find the same topics: 1 is the same topic in every fit, 0 nothing more "
        "in common than with the corpus as a whole."
    ),
    "topics below the stability floor": (
        "Topics that other fits hardly find; they are marked in the table below."
    ),
}
"""What the scores of a fit mean, by name."""


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
            value=formatted_number(entry["value"]),
            meaning=MEANINGS.get(str(entry.get("name")), ""),
            reference=single_line(entry.get("reference"), 200),
            settings=single_line(_settings_text(entry.get("settings")), 300),
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


def _settings_text(settings: object) -> str:
    """Return settings as text: "terms 10, window 110"."""
    if not isinstance(settings, Mapping):
        return "" if settings is None else str(settings)
    return ", ".join(f"{name} {value}" for name, value in settings.items())
