"""The topics of a run as lines of text, and what was edited, in words."""

from __future__ import annotations

from collections.abc import Iterator

from topics.report import in_shown_order
from topics.results.seeds import FROM_TERMS
from topics.runs.data import RunData
from topics.runs.edits.plan import edited_topics, sentences
from topics.runs.relabel import label_origins


def lines_of_topics(run: RunData) -> Iterator[str]:
    """One line a topic: number, share, stability where it is known, and terms.

    Labels that were not made from the terms come before these; in an edited run also groups.
    """
    origins = label_origins(run.topics)
    for row in in_shown_order(run.topics).iter_rows(named=True):
        stability = row.get("stability")
        numbers = f"{row['topic']:>3}  {row['share']:6.1%}"
        if "stability" in row:
            numbers += "      " if stability is None else f"  {stability:.2f}"
        label = f"{row['label']}: " if origins[row["topic"]] != FROM_TERMS else ""
        group = f"[{row['group']}] " if row.get("group") else ""
        hidden = "(hidden) " if row.get("hidden") else ""
        yield f"{numbers}  {hidden}{group}{label}{row['terms']}"


def edits_in_words(run: RunData) -> list[str]:
    """What was edited, one line an edit; none where nothing was."""
    if run.original is None:
        return []
    planned = edited_topics(run.edits, run.original.n_topics)
    return sentences(run.edits, planned, run.topics["label"].to_list())
