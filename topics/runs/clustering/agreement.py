"""Agreement of clusters or topics with a column of metadata."""

from __future__ import annotations

from difflib import get_close_matches

import polars as pl

from topics.checks import check_choice
from topics.choices import LEVELS, TREES_OF
from topics.clusters import Agreement, agreement
from topics.errors import InputError
from topics.results.clusters import CLUSTER
from topics.runs.data import RunData
from topics.values import amount

AGREEMENT_SCORES = {of: f"agreement of {of} (AMI)" for of in TREES_OF}
"""Names of the scores that `topics.evaluate` adds, by what a column is compared with."""

MOST_LABELS_SHARE = 0.5
"""A column with more different values than this share of its rows names rows, not groups."""

FEWEST_ROWS = 20
"""Columns of fewer rows may have any number of values."""

MOST_LISTED = 30
"""An error lists at most this many columns."""


def agreement_of(run: RunData, column: str, of: str, level: str) -> Agreement:
    """As `TopicRun.agreement` says."""
    check_choice("of", of, TREES_OF)
    check_choice("level", level, LEVELS)
    table = run.documents if level == "document" else run.sections
    if column not in table.columns:
        near = get_close_matches(column, table.columns, 1)
        listed = ", ".join(name[:60] for name in table.columns[:MOST_LISTED])
        hint = f"did you mean {near[0]!r}?" if near else f"there are {listed}"
        raise InputError(f"the {level}s have no column {column!r:.60}; {hint}")
    name = CLUSTER if of == "clusters" else "topic"
    if name not in table.columns:
        raise InputError(
            f"the {level}s of this run have no {of}; call run.cluster() first, or pass of='topics'"
        )
    rows = table.filter(pl.col(name).is_not_null())
    values = rows[column]
    if values.dtype.is_float():
        values = values.fill_nan(None)  # as text it would be a label
    labels = values.cast(pl.String, strict=False)
    n_known, n_different = labels.len() - labels.null_count(), labels.drop_nulls().n_unique()
    if n_known >= FEWEST_ROWS and n_different > MOST_LABELS_SHARE * n_known:
        raise InputError(
            f"the column {column!r} has {amount(n_different, 'different value')} in "
            f"{amount(n_known, level)}, so it names them one by one; expected groups"
        )
    return agreement(rows[name].to_numpy(), labels.to_list())
