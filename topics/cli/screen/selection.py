"""A selection of the number of topics, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from topics.cli.screen.tables import empty_table, print_warnings, screen

if TYPE_CHECKING:
    from topics.results import Selection

COLUMNS = {
    "perplexity": ",.0f",
    "themes": ".1f",
    "stability": ".2f",
    "coherence": ".2f",
    "diversity": ".2f",
    "seconds": ".1f",
}
"""Columns of numbers that are printed, and how."""


def print_selection(found: Selection, warnings: list[dict[str, Any]]) -> None:
    """Print what was measured for every number, which is chosen, and why; then the warnings."""
    console = screen()
    table = empty_table()
    for name in ("topics", *COLUMNS):
        table.add_column(name, justify="right")
    table.add_column("")
    for row in found.table.iter_rows(named=True):
        values = [(row[name], how) for name, how in COLUMNS.items()]
        cells = ["" if value is None else format(value, how) for value, how in values]
        if row["perplexity"] is not None:
            cells[0] += f" ±{row['perplexity_error']:,.0f}"
        verdict = "chosen" if row["is_chosen"] else "as good" if row["is_as_good"] else ""
        table.add_row(str(row["n_topics"]), *cells, verdict)
    console.print(table)
    console.print(found.reason, markup=False, highlight=False)
    print_warnings(console, warnings)
