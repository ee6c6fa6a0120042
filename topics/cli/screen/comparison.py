"""A comparison of two runs, as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from topics.cli.screen.tables import LABEL_WIDTH, empty_table, one_line, screen
from topics.values import amount

if TYPE_CHECKING:
    from topics.results import Comparison

MOST_DOCUMENTS = 5
"""This many documents are printed: those that moved most."""

LEAST_MOVED = 0.005
"""Documents that moved less than this are not printed."""


def print_comparison(found: Comparison) -> None:
    """Print what became of every topic, and the documents that moved most."""
    from rich.text import Text

    console = screen()
    changes = [f"{n} {name}" for name, n in found.summary["changes"].items() if n]
    terms = found.summary["terms"]
    console.print(
        f"Topics: {', '.join(changes)}; {terms['a']:,} and {terms['b']:,} terms, "
        f"{terms['both']:,} in both",
        markup=False,
    )
    table = empty_table()
    for name in ("change", "A", "B", "similarity", "gained", "lost"):
        table.add_column(name, justify="right" if name == "similarity" else "left")
    for row in found.topics.iter_rows(named=True):
        similarity = "" if row["similarity"] is None else f"{row['similarity']:.2f}"
        cells = [_topic(row, "a"), _topic(row, "b")]
        terms_of = [_first_terms(row[name]) for name in ("gained", "lost")]
        table.add_row(row["change"], *map(Text, cells), similarity, *map(Text, terms_of))
    console.print(table)
    documents = found.summary["documents"]
    if not documents["both"]:
        console.print("No document is in both runs.")
        return
    console.print(
        f"{amount(documents['both'], 'document')} in both; half of them have at most "
        f"{found.summary['median_moved']:.1%} in other topics than before"
    )
    for name, moved, before, after in found.documents.head(MOST_DOCUMENTS).iter_rows():
        if moved >= LEAST_MOVED:
            line = f"  {moved:.0%}  topic {before} to topic {after}  {one_line(name)}"
            console.print(line, markup=False, highlight=False)


def _topic(row: dict[str, Any], run: str) -> str:
    if row[f"topic_{run}"] is None:
        return ""
    label = one_line(row[f"label_{run}"])[:LABEL_WIDTH]
    return f"{row[f'topic_{run}']} {label} {row[f'share_{run}']:.1%}"


def _first_terms(terms: str | None) -> str:
    return one_line(", ".join((terms or "").split(", ")[:4]))
