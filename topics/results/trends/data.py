"""Topics over time and by group, as frozen data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

OVER_TIME_SCHEMA: dict[str, pl.DataType] = {
    "period": pl.String(),
    "start": pl.Date(),
    "topic": pl.Int64(),
    "label": pl.String(),
    "share": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "n_documents": pl.Int64(),
    "n_sections": pl.Int64(),
    "n_terms": pl.Int64(),
    "complete": pl.Boolean(),
    "terms": pl.String(),
}
"""Columns of over_time.csv."""

CHANGES_SCHEMA: dict[str, pl.DataType] = {
    "topic": pl.Int64(),
    "label": pl.String(),
    "period": pl.String(),
    "start": pl.Date(),
    "before": pl.Float64(),
    "after": pl.Float64(),
    "difference": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "from": pl.String(),
    "to": pl.String(),
    "sections": pl.String(),
}
"""Columns of over_time_changes.csv."""

BY_GROUP_SCHEMA: dict[str, pl.DataType] = {
    "group": pl.String(),
    "topic": pl.Int64(),
    "label": pl.String(),
    "share": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "difference": pl.Float64(),
    "difference_low": pl.Float64(),
    "difference_high": pl.Float64(),
    "n_documents": pl.Int64(),
    "n_sections": pl.Int64(),
    "n_terms": pl.Int64(),
    "separation": pl.Float64(),
    "p": pl.Float64(),
    "p_adjusted": pl.Float64(),
    "representatives": pl.String(),
}
"""Columns of by_COLUMN.csv."""


@dataclass(frozen=True, eq=False)
class OverTime:
    """Shares of topics in periods of time.

    Attributes
    ----------
    table : polars.DataFrame
        period, start (its first day), topic, label, share, low, high (90% interval; null where
        one document has a date in the period), n_documents, n_sections, n_terms, complete (False
        for a last period that goes on after the last date), terms (those that the topic uses most
        in the period). Periods in between without documents have rows without share. All
        periods of a topic follow each other.
    changes : polars.DataFrame
        topic, label, period and start of the first period with a new share, before, after,
        difference, low, high, from and to (first period before, last period after), sections
        (those that made the change, as "document#position", most first).
    settings : dict
        column, period, level, topics (those asked for, or None), day_first, date_numbers.
    notices : tuple of dict
        code, count and message of what was missing or decided.
    """

    table: pl.DataFrame
    changes: pl.DataFrame
    settings: dict[str, Any]
    notices: tuple[dict[str, Any], ...] = ()

    def __repr__(self) -> str:
        n_topics = self.table["topic"].n_unique()
        n_periods = self.table["period"].n_unique()
        return (
            f"OverTime({self.settings['column']!r}: {n_topics} topics in {n_periods} periods of "
            f"a {self.settings['period']}, {self.changes.height} changes)"
        )

    def of_topics(self, topics: Sequence[int] | None) -> OverTime:
        """The same without other topics; None gives all."""
        if topics is None:
            return self
        return replace(
            self,
            table=self.table.filter(pl.col("topic").is_in(list(topics))),
            changes=self.changes.filter(pl.col("topic").is_in(list(topics))),
        )


@dataclass(frozen=True, eq=False)
class ByGroup:
    """Shares of topics in groups of documents or sections.

    Attributes
    ----------
    table : polars.DataFrame
        group, topic, label, share, low, high; difference from the rest, difference_low,
        difference_high (90% intervals; null where there is one document); n_documents,
        n_sections, n_terms; separation (share of the topic's variance between documents that is
        between the groups), p and p_adjusted (permutations; after Benjamini and Hochberg), the
        same in all rows of a topic; representatives (ids; sections as "document#position").
        Groups with more rows come first.
    settings : dict
        column, level, topics, random_state, n_groups (with those counted together), n_together
        (values counted together, 0 if none), n_permutations.
    notices : tuple of dict
    """

    table: pl.DataFrame
    settings: dict[str, Any]
    notices: tuple[dict[str, Any], ...] = ()

    def __repr__(self) -> str:
        n_topics = self.table["topic"].n_unique()
        n_groups = self.table["group"].n_unique()
        return f"ByGroup({self.settings['column']!r}: {n_topics} topics in {n_groups} groups)"

    @property
    def topics(self) -> pl.DataFrame:
        """topic, label, separation, p, p_adjusted: topics that tell groups apart best first."""
        columns = ["topic", "label", "separation", "p", "p_adjusted"]
        unique = self.table.unique("topic", keep="first", maintain_order=True).select(columns)
        return unique.sort("separation", descending=True, maintain_order=True)

    def of_topics(self, topics: Sequence[int] | None) -> ByGroup:
        """The same without other topics; None gives all."""
        if topics is None:
            return self
        return replace(self, table=self.table.filter(pl.col("topic").is_in(list(topics))))


@dataclass(frozen=True, eq=False)
class Trends:
    """What a run keeps of topics over time and by group.

    Attributes
    ----------
    over_time : OverTime or None
    by : tuple of ByGroup
        One for each column, in the order in which they were asked for.
    """

    over_time: OverTime | None = None
    by: tuple[ByGroup, ...] = field(default=())

    def with_labels(self, labels: Sequence[str]) -> Trends:
        """The same with other labels of the topics."""
        return Trends(
            over_time=self.over_time
            and replace(
                self.over_time,
                table=_with_labels(self.over_time.table, labels),
                changes=_with_labels(self.over_time.changes, labels),
            ),
            by=tuple(replace(each, table=_with_labels(each.table, labels)) for each in self.by),
        )


def _with_labels(table: pl.DataFrame, labels: Sequence[str]) -> pl.DataFrame:
    column = pl.Series("label", [labels[topic] for topic in table["topic"]], dtype=pl.String)
    return table.with_columns(column)
