"""Effects in the terminal: those that are clear first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from topics.cli.screen.tables import cut_in_middle, empty_table, one_line, print_warnings, screen

if TYPE_CHECKING:
    from topics.results.effects import Effects

MOST_ROWS, LABEL_WIDTH, TERM_WIDTH = 40, 36, 40
"""The terminal shows at most this many rows; effects.csv has all."""


def print_effects(effects: Effects, warnings: list[dict[str, Any]]) -> None:
    """Print effects by p, and how they were made."""
    import polars as pl
    from rich.text import Text

    from topics.effects import INTERCEPT
    from topics.report import formatted_p, method_in_words

    console = screen()
    rows = effects.table.filter(pl.col("term") != INTERCEPT)
    rows = rows.sort("p", nulls_last=True, maintain_order=True)
    table = empty_table()
    table.add_column("topic", justify="right")
    for name in ("label", "term"):
        table.add_column(name)
    for name in ("difference", "interval", "p", "adjusted p"):
        table.add_column(name, justify="right")
    for row in rows.head(MOST_ROWS).iter_rows(named=True):
        is_joint = row["estimate"] is None
        difference = "all together" if is_joint else f"{100 * row['estimate']:+.1f}"
        limits = "" if is_joint else f"{100 * row['low']:+.1f} to {100 * row['high']:+.1f}"
        cells = [str(row["topic"]), cut_in_middle(one_line(row["label"]), LABEL_WIDTH)]
        cells += [cut_in_middle(one_line(row["term"]), TERM_WIDTH), difference, limits]
        table.add_row(*map(Text, [*cells, formatted_p(row["p"]), formatted_p(row["p_adjusted"])]))
    console.print(table)
    if rows.height > MOST_ROWS:
        console.print(f"and {rows.height - MOST_ROWS:,} more rows with larger p, in effects.csv")
    console.print("Differences are in percentage points.", end=" ")
    console.print(one_line(method_in_words(effects.settings, effects.table)), markup=False)
    print_warnings(console, warnings)
