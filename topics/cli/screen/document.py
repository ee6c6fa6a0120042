"""One document on the terminal: what it is, its topics, and its sections if it has no terms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from topics.cli.screen.tables import (
    LABEL_WIDTH,
    TITLE_WIDTH,
    cut_in_middle,
    empty_table,
    one_line,
    screen,
)
from topics.values import amount

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from topics.runs import TopicRun

MIN_SHARE, MAX_TOPICS = 0.05, 6
"""Topics of a document are printed from this share on, and at most this many."""


def print_document(run: TopicRun, document: str) -> None:
    """Print what a document is and its topics, and where it has no terms its sections."""
    index = run.documents["id"].index_of(document)
    row = run.documents.row(index, named=True)
    console = screen()
    title = row["title"] or ""
    named = one_line(document) if title in ("", document) else f"{document}: {title}"
    console.print(one_line(named), style="bold", markup=False)
    console.print(", ".join(_facts(row)), markup=False)
    if row["topic"] is None:
        console.print("It has no counted terms, so nothing is known about its topics.")
        _print_sections(run, document)
    else:
        console.print(f"Topics: {_topics(run, run.document_topic[index])}", markup=False)


def _facts(row: dict[str, Any]) -> list[str]:
    """Author, date, source and sizes, as far as they are known."""
    facts = [f"by {one_line(row['author'])}"] if row["author"] else []
    facts += [one_line(str(row["date"]))] if row["date"] else []
    facts += [f"from {one_line(row['source'])}"] if row["source"] else []
    facts += [f"a copy of {one_line(row['duplicate_of'])}"] if row["duplicate_of"] else []
    n_terms = amount(round(row["n_terms"]), "counted term")
    return [*facts, amount(row["n_sections"], "section"), n_terms]


def _topics(run: TopicRun, shares: NDArray[np.float64]) -> str:
    """The largest topics with their shares on one line."""
    order = (-shares).argsort(kind="stable")[:MAX_TOPICS].tolist()
    listed = [topic for topic in order if shares[topic] >= MIN_SHARE] or order[:1]
    labels = run.topics["label"]
    return ", ".join(
        f"{topic} {cut_in_middle(one_line(labels[topic]), LABEL_WIDTH)} {shares[topic]:.0%}"
        for topic in listed
    )


def _print_sections(run: TopicRun, document: str) -> None:
    """Position and heading of every section."""
    from rich.text import Text

    table = empty_table()
    table.add_column("position", justify="right")
    table.add_column("heading", no_wrap=True)
    for row in run.sections.filter(document=document).iter_rows(named=True):
        heading = cut_in_middle(one_line(row["heading"]), TITLE_WIDTH)
        table.add_row(*map(Text, (str(row["position"]), heading)))
    screen().print(table)
