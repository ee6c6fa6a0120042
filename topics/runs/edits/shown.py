"""The topics of a run in the order in which lists show them, and what was edited, in words."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from topics.runs.data import RunData
from topics.runs.edits.plan import edited_topics, sentences


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
    if not {"hidden", "group"} <= set(topics.columns):
        return topics
    row = pl.int_range(pl.len())
    # A topic without a group is a group of its own.
    place = pl.when(pl.col("group").is_null()).then(row).otherwise(row.min().over("group"))
    shown = topics.filter(~pl.col("hidden")).sort(place, maintain_order=True)
    return pl.concat([shown, topics.filter("hidden")])


def lines_of_topics(run: RunData) -> Iterator[str]:
    """One line a topic: number, share and terms; in an edited run also labels and groups."""
    if run.original is None:
        for topic, share, terms in run.topics.select("topic", "share", "terms").iter_rows():
            yield f"{topic:>3}  {share:6.1%}  {terms}"
        return
    given = edited_topics(run.edits, run.original.n_topics).labels
    for row in in_shown_order(run.topics).iter_rows(named=True):
        label = f"{row['label']}: " if given[row["topic"]] else ""
        group = f"[{row['group']}] " if row["group"] else ""
        hidden = "(hidden) " if row["hidden"] else ""
        yield f"{row['topic']:>3}  {row['share']:6.1%}  {hidden}{group}{label}{row['terms']}"


def edits_in_words(run: RunData) -> list[str]:
    """What was edited, one line an edit; none where nothing was."""
    if run.original is None:
        return []
    planned = edited_topics(run.edits, run.original.n_topics)
    return sentences(run.edits, planned, run.topics["label"].to_list())
