"""What pictures and the report show of topics over time and by group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

MOST_PANELS = 24
"""A figure has at most this many topics, those with the largest share."""

MOST_GROUPS_DRAWN = 12
"""A figure has at most this many groups, those with the most rows."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class TimeContent:
    """Topics over time.

    Attributes
    ----------
    column, period : str
        Name of the column and kind of the periods.
    table : polars.DataFrame
        Columns of over_time.csv; all periods of a topic follow each other.
    changes : polars.DataFrame
        Columns of over_time_changes.csv.
    topics : sequence of int
        Topics to show, in order.
    notices : sequence of str
    """

    column: str
    period: str
    table: pl.DataFrame
    changes: pl.DataFrame
    topics: Sequence[int]
    notices: Sequence[str] = ()


@dataclass(frozen=True)
class GroupContent:
    """Topics by group.

    Attributes
    ----------
    column, rows_are : str
        Name of the column; "documents" or "sections".
    table : polars.DataFrame
        Columns of by_COLUMN.csv; all topics of a group follow each other.
    topics : sequence of int
        Topics to show.
    notices : sequence of str
    """

    column: str
    rows_are: str
    table: pl.DataFrame
    topics: Sequence[int]
    notices: Sequence[str] = ()


@dataclass(frozen=True)
class TrendsContent:
    """Everything that the report shows of trends.

    Attributes
    ----------
    over_time : TimeContent or None
    by : sequence of GroupContent
    """

    over_time: TimeContent | None
    by: Sequence[GroupContent] = ()


@dataclass(frozen=True)
class TimePanel:
    """One topic over time, as arrays over the periods; NaN where nothing is known."""

    topic: int
    label: str
    share: Floats
    low: Floats
    high: Floats
    changes: list[int]


def time_panels(content: TimeContent) -> tuple[list[TimePanel], list[str], list[bool], int]:
    """Panels, names of the periods, whether each is complete, and how many topics are left out."""
    shown, n_left = _largest(content.table, content.topics)
    first = content.table.filter(pl.col("topic") == content.table["topic"][0])
    periods, complete = first["period"].to_list(), first["complete"].to_list()
    index = {name: place for place, name in enumerate(periods)}
    panels = []
    for topic in shown:
        rows = content.table.filter(pl.col("topic") == topic)
        changes = content.changes.filter(pl.col("topic") == topic)["period"]
        panels.append(
            TimePanel(
                topic,
                rows["label"][0],
                share=_floats(rows["share"]),
                low=_floats(rows["low"]),
                high=_floats(rows["high"]),
                changes=[index[name] for name in changes if name in index],
            )
        )
    return panels, periods, complete, n_left


@dataclass(frozen=True)
class GroupPanel:
    """One topic in the groups, as arrays; NaN where nothing is known."""

    topic: int
    label: str
    share: Floats
    low: Floats
    high: Floats
    separation: float
    p: float


def group_panels(content: GroupContent) -> tuple[list[GroupPanel], list[str], int, int]:
    """Panels, those that tell groups apart best first, groups, and what is left out of both."""
    groups = content.table["group"].unique(maintain_order=True).to_list()
    table = content.table.filter(pl.col("topic").is_in(list(content.topics)))
    order = table.unique("topic", keep="first", maintain_order=True).sort(
        "separation", descending=True, maintain_order=True
    )
    panels = []
    for row in order.head(MOST_PANELS).iter_rows(named=True):
        rows = table.filter(pl.col("topic") == row["topic"]).head(MOST_GROUPS_DRAWN)
        panels.append(
            GroupPanel(
                row["topic"],
                row["label"],
                share=_floats(rows["share"]),
                low=_floats(rows["low"]),
                high=_floats(rows["high"]),
                separation=row["separation"],
                p=row["p_adjusted"],
            )
        )
    n_topics = max(0, order.height - MOST_PANELS)
    return panels, groups[:MOST_GROUPS_DRAWN], n_topics, max(0, len(groups) - MOST_GROUPS_DRAWN)


def _largest(table: pl.DataFrame, topics: Sequence[int]) -> tuple[list[int], int]:
    """The topics in their order, without the smallest ones if there are too many."""
    if len(topics) <= MOST_PANELS:
        return list(topics), 0
    sizes = table.with_columns(mass=pl.col("share").fill_null(0) * pl.col("n_terms"))
    total = dict(sizes.group_by("topic").agg(pl.col("mass").sum()).iter_rows())
    kept = set(sorted(topics, key=lambda topic: (-total.get(topic, 0), topic))[:MOST_PANELS])
    return [topic for topic in topics if topic in kept], len(topics) - MOST_PANELS


def _floats(column: pl.Series) -> Floats:
    values: Floats = column.fill_null(np.nan).to_numpy().astype(np.float64)
    return values


def tick_places(n: int, most: int) -> list[int]:
    """Places of at most `most` of `n`, evenly spread, with the first and the last one.

    Examples
    --------
    >>> tick_places(11, 4), tick_places(1, 4)
    ([0, 3, 7, 10], [0])
    """
    spread = np.rint(np.linspace(0, n - 1, min(n, most))).astype(int)
    return list(dict.fromkeys(spread.tolist()))
