"""Agreement of clusters or topics with a column of metadata."""

from __future__ import annotations

import polars as pl

from topics.checks import check_choice
from topics.choices import TREES_OF
from topics.clusters import Agreement, agreement
from topics.errors import InputError
from topics.results.clusters import CLUSTER
from topics.runs.data import RunData
from topics.runs.trends.columns import column_of
from topics.values import amount

AGREEMENT_SCORES = {of: f"agreement of {of} (AMI)" for of in TREES_OF}
"""Names of the scores that `topics.evaluate` adds, by what a column is compared with."""

MOST_LABELS_SHARE = 0.5
"""A column with more different values than this share of its rows names rows, not groups."""

FEWEST_ROWS = 20
"""Columns of fewer rows may have any number of values."""


def agreement_of(run: RunData, column: str, of: str, level: str) -> Agreement:
    """As `TopicRun.agreement` says."""
    check_choice("of", of, TREES_OF)
    column_of(run, column, level)
    table = run.documents if level == "document" else run.sections
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
