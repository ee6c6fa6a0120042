"""The topics of a run as lines of text, and what was edited, in words."""

from __future__ import annotations

from collections.abc import Iterator

from topics.report import in_shown_order
from topics.runs.data import RunData
from topics.runs.edits.plan import edited_topics, sentences


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
