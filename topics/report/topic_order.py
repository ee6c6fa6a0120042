"""The order in which lists show topics that were grouped or hidden by hand."""

from __future__ import annotations

import polars as pl


def in_shown_order(topics: pl.DataFrame) -> pl.DataFrame:
    """Rows of the table of topics: groups together, where their first topic is; hidden ones last.

    The order within is that of the table. The table of a run without edits stays as it is.

    Examples
    --------
    >>> topics = pl.DataFrame(
    ...     {
    ...         "topic": [0, 1, 2, 3],
    ...         "hidden": [True, False, False, False],
    ...         "group": [None, "Law", None, "Law"],
    ...     }
    ... )
    >>> in_shown_order(topics)["topic"].to_list()
    [1, 3, 2, 0]
    """
    edited = {"hidden": pl.Boolean(), "group": pl.String()}
    if not set(edited.items()) <= set(topics.schema.items()):
        return topics
    row = pl.int_range(pl.len())
    # A topic without a group is a group of its own.
    place = pl.when(pl.col("group").is_null()).then(row).otherwise(row.min().over("group"))
    shown = topics.filter(~pl.col("hidden")).sort(place, maintain_order=True)
    return pl.concat([shown, topics.filter("hidden")])
