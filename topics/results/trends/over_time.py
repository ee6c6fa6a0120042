"""over_time.csv: shares, words and changes of topics in periods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.results.trends.data import CHANGES_SCHEMA, OVER_TIME_SCHEMA
from topics.trends import (
    Change,
    Dates,
    GroupShares,
    cells_of,
    change_points,
    group_shares,
    is_unfinished,
    period_name,
    period_starts,
    rows_behind,
    terms_of_groups,
)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

N_SECTIONS = 5
"""A change names at most this many sections that made it."""


@dataclass(frozen=True)
class TrendRows:
    """Sections of a run, as arrays.

    Attributes
    ----------
    shares : array, shape (n_sections, n_topics)
    n_terms : array, shape (n_sections,)
    document : array of int, shape (n_sections,)
    counts : scipy.sparse CSR, shape (n_sections, n_vocabulary)
    topic_term : array, shape (n_topics, n_vocabulary)
    terms : array of str, shape (n_vocabulary,)
    labels : list of str, shape (n_topics,)
    names : polars.Series of String, shape (n_sections,)
        "document#position".
    """

    shares: Floats
    n_terms: NDArray[Any]
    document: Ints
    counts: Any
    topic_term: Floats
    terms: NDArray[np.str_]
    labels: list[str]
    names: pl.Series


def over_time_tables(
    rows: TrendRows, dates: Dates, group: Ints, period: str
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The table of periods and the table of changes.

    Parameters
    ----------
    rows : TrendRows
    dates : Dates
        Of the sections.
    group : array of int, shape (n_sections,)
        Period of every section as its number from `period_numbers`; sections without one, -1 less
        than the smallest number, are left out by `dates.precision`.
    period : str
    """
    is_used = (dates.precision >= 0) & (rows.n_terms > 0)
    first = int(group[is_used].min())
    n_periods = int(group[is_used].max()) - first + 1
    index = np.where(is_used, group - first, -1)
    starts = period_starts(np.arange(first, first + n_periods + 1), period)
    cells = cells_of(rows.shares, rows.n_terms, rows.document, index, n_periods)
    shares = group_shares(cells)
    words = terms_of_groups(rows.counts, index, shares.share, rows.topic_term)
    length = int(starts[-1] - starts[-2])
    is_open = is_unfinished(dates.last[is_used], int(starts[-1]) - 1, length)
    table = _table(rows, shares, starts[:-1], period, words, is_open)
    changes = change_points(cells, shares.share)
    return table, _changes(rows, changes, index, starts, period)


def _table(
    rows: TrendRows,
    shares: GroupShares,
    starts: Ints,
    period: str,
    words: list[list[list[int]]],
    is_open: bool,
) -> pl.DataFrame:
    """One row for each topic and period."""
    n_periods, n_topics = shares.share.shape
    complete = np.ones(n_periods, dtype=bool)
    complete[-1] = not is_open
    names = [period_name(start, period) for start in starts.tolist()]

    def repeated(values: Any) -> Any:
        return np.tile(np.asarray(values), n_topics)

    table = pl.DataFrame(
        {
            "period": names * n_topics,
            "start": pl.Series(repeated(starts).astype("datetime64[D]")).cast(pl.Date),
            "topic": np.repeat(np.arange(n_topics), n_periods),
            "label": [label for label in rows.labels for _ in range(n_periods)],
            "share": shares.share.T.ravel(),
            "low": shares.low.T.ravel(),
            "high": shares.high.T.ravel(),
            "n_documents": repeated(shares.n_documents),
            "n_sections": repeated(shares.n_rows),
            "n_terms": repeated(np.rint(shares.n_terms).astype(np.int64)),
            "complete": repeated(complete),
            "terms": [
                ", ".join(rows.terms[words[place][topic]])
                for topic in range(n_topics)
                for place in range(n_periods)
            ],
        },
        schema_overrides=OVER_TIME_SCHEMA,
    )
    return table.with_columns(pl.col("share", "low", "high").fill_nan(None))


def _changes(
    rows: TrendRows, changes: list[Change], index: Ints, starts: Ints, period: str
) -> pl.DataFrame:
    """One row for each change."""
    records = []
    for change in changes:
        behind = rows_behind(change, rows.shares, rows.n_terms, index, N_SECTIONS)
        records.append(
            {
                "topic": change.topic,
                "label": rows.labels[change.topic],
                "period": period_name(int(starts[change.period]), period),
                "start": np.datetime64(int(starts[change.period]), "D").item(),
                "before": change.before,
                "after": change.after,
                "difference": change.difference,
                "low": change.low,
                "high": change.high,
                "from": period_name(int(starts[change.first]), period),
                "to": period_name(int(starts[change.last]), period),
                "sections": ", ".join(rows.names[behind].to_list()),
            }
        )
    table = pl.DataFrame(records, schema=CHANGES_SCHEMA)
    return table.with_columns(pl.col("low", "high").fill_nan(None))
