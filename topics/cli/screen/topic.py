"""One topic on the terminal: its terms, scores, similar topics, and what shows what it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from topics.cli.screen.tables import (
    coherence_in_words,
    cut_in_middle,
    empty_table,
    one_line,
    print_wide,
    screen,
    widths_of_cells,
)
from topics.values import amount

if TYPE_CHECKING:
    from rich.table import Table

    from topics.runs import TopicRun

N_SIMILAR, N_REPRESENTATIVES = 5, 5
"""Maximum number of similar topics, and of representative documents and sections."""


def print_topic(run: TopicRun, topic: int) -> None:
    """Print a topic of a run: its terms, similar topics, representative documents and sections."""
    from topics.runs import nearest_topics

    similar = nearest_topics(run, topic, N_SIMILAR)
    row = run.topics.row(topic, named=True)
    console = screen()
    console.print(f"Topic {topic}: {one_line(row['label'])}", style="bold", markup=False)
    n_documents = int((run.documents["topic"] == topic).sum())
    n_sections = int((run.sections["topic"] == topic).sum())
    console.print(
        f"{row['share']:.1%} of the counted terms; the largest topic of "
        f"{amount(n_documents, 'document')} and {amount(n_sections, 'section')}",
        markup=False,
    )
    console.print(_scores(row, run.documents.height), markup=False)
    console.print(_terms(run, topic))
    if similar.height:
        console.print("Topics with similar terms (0: the same, 1: none in common):", markup=False)
        table = empty_table()
        table.add_column("distance", justify="right")
        table.add_column("topic", no_wrap=True)
        for other, label, distance in similar.iter_rows():
            _add(table, f"{distance:.3f}", f"{other} {one_line(label)}")
        print_wide(table)
    for level in ("document", "section"):
        console.print(f"{level.capitalize()}s that show what it is about:", markup=False)
        print_wide(_representatives(run, topic, level))


def _scores(row: dict[str, Any], n_documents: int) -> str:
    """Stability with its interval, where it was measured, and coherence."""
    scores = []
    if row.get("stability") is not None:
        low, high = row.get("stability_low"), row.get("stability_high")
        interval = "" if low is None else f" (between {low:.2f} and {high:.2f})"
        scores.append(f"stability {row['stability']:.2f}{interval}")
    scores.append(f"NPMI of its terms {coherence_in_words(row, n_documents)}")
    return ", ".join(scores)


def _terms(run: TopicRun, topic: int) -> Table:
    """The shown terms with their share of the topic and of all topics."""
    from rich.text import Text

    column_of = {term: column for column, term in enumerate(run.terms.tolist())}
    of_corpus = run.topics["share"].to_numpy() @ run.topic_term
    table = empty_table()
    table.add_column("term")
    for name in ("of the topic", "of the corpus", "times as frequent"):
        table.add_column(name, justify="right")
    for term in run.topics["terms"][topic].split(", "):
        column = column_of.get(term)
        if column is None:
            continue
        share, usual = float(run.topic_term[topic, column]), float(of_corpus[column])
        lift = f"{share / usual:.1f}" if usual else ""
        table.add_row(*map(Text, (one_line(term), f"{share:.2%}", f"{usual:.2%}", lift)))
    return table


def _representatives(run: TopicRun, topic: int, level: str) -> Table:
    """The best documents or sections without near-copies."""
    table = empty_table()
    table.add_column("share", justify="right")
    if level == "section":
        table.add_column("position", justify="right")
    table.add_column("heading" if level == "section" else "title", no_wrap=True)
    table.add_column("document", no_wrap=True)
    title_width, _ = widths_of_cells()
    rows = run.representatives(topic, N_REPRESENTATIVES, level=level)
    for row in rows.iter_rows(named=True):
        name = row["heading"] if level == "section" else row["title"]
        cells = [f"{row['share']:.0%}"]
        cells += [str(row["position"])] if level == "section" else []
        title = cut_in_middle(one_line(name or ""), title_width)
        _add(table, *cells, title, one_line(row["document"]))
    return table


def _add(table: Table, *cells: str) -> None:
    from rich.text import Text

    table.add_row(*map(Text, cells))
