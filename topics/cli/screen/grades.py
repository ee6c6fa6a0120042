"""How often people found the intruders, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from topics.cli.screen.tables import LABEL_WIDTH, empty_table, one_line, screen

if TYPE_CHECKING:
    import polars as pl


def print_grades(grades: pl.DataFrame) -> None:
    """Print a row for each topic and kind of task, and one for all topics."""
    from rich.text import Text

    table = empty_table()
    table.add_column("tasks")
    table.add_column("topic", justify="right")
    for name in ("answers", "correct", "90%", "by chance"):
        table.add_column(name, justify="right")
    table.add_column("label")
    for row in grades.iter_rows(named=True):
        table.add_row(
            row["kind"],
            "all" if row["topic"] is None else str(row["topic"]),
            str(row["n_answers"]),
            f"{row['precision']:.0%}",
            f"{row['low']:.0%} to {row['high']:.0%}",
            f"{row['by_chance']:.0%}",
            Text(one_line(row["label"] or "")[:LABEL_WIDTH]),
        )
    screen().print(table)
