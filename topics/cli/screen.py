"""What the commands print on standard output: counts, tables and warnings."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from topics.values import printable

if TYPE_CHECKING:
    import polars as pl
    from rich.console import Console
    from rich.table import Table

    from topics.results import Transformed
    from topics.runs import TopicRun

WIDTH = 120
"""Width of a line that is not printed to a terminal."""


def print_run(run: TopicRun, *, verbose: bool = False) -> None:
    """Print what was read, what was removed, the topics, the scores and the warnings."""
    console = _console()
    console.print(
        f"{run.documents.height:,} documents, {run.sections.height:,} sections, "
        f"{len(run.terms):,} terms in the vocabulary, {int(run.counts.n_terms.sum()):,} counted",
    )
    _print_removed(console, run.removed)
    console.print(_table_of_topics(run.topics))
    for score in run.quality["scores"]:
        line = f"{score['name']}: {score['value']:.3f} (over {score['reference']})"
        console.print(line, markup=False)
    _print_warnings(console, run.warnings)
    if verbose:
        _print_record(console, run.manifest)


def print_transformed(result: Transformed, *, verbose: bool = False) -> None:
    """Print what was read, what was removed, what is unknown to the run, and the warnings."""
    console = _console()
    unknown = result.quality["unknown_terms"]
    console.print(
        f"{result.documents.height:,} documents, {result.sections.height:,} sections, "
        f"{int(result.sections['n_terms'].sum()):,} terms counted"
    )
    console.print(
        f"Unknown to the run: {int(unknown['count']):,} terms, {unknown['share']:.1%}; "
        f"{unknown['n_different']:,} different ones (all listed in unknown_terms.csv)"
    )
    _print_removed(console, result.removed)
    _print_warnings(console, result.warnings)
    if verbose:
        _print_record(console, result.manifest)


def print_table(table: pl.DataFrame) -> None:
    """Print a table, one line per row, with three decimals."""
    from rich.text import Text

    printed = _empty_table()
    for name, dtype in table.schema.items():
        printed.add_column(name, justify="right" if dtype.is_numeric() else "left")
    for row in table.iter_rows():
        cells = (f"{cell:.3f}" if isinstance(cell, float) else str(cell) for cell in row)
        printed.add_row(*(Text(printable(cell)) for cell in cells))
    _console().print(printed)


def _table_of_topics(topics: pl.DataFrame) -> Table:
    """Number, share, coherence and terms of every topic, largest share first."""
    from rich.text import Text

    table = _empty_table()
    table.add_column("topic", justify="right")
    table.add_column("share", justify="right")
    table.add_column("NPMI", justify="right")
    table.add_column("terms")
    rows = topics.sort("share", descending=True, maintain_order=True)
    for topic, share, coherence, terms in rows.select(
        "topic", "share", "coherence", "terms"
    ).iter_rows():
        table.add_row(str(topic), f"{share:.1%}", f"{coherence:.2f}", Text(printable(terms)))
    return table


def _print_removed(console: Console, removed: pl.DataFrame) -> None:
    if removed.height:
        reasons = removed.group_by("reason").len().sort("reason").iter_rows()
        listed = ", ".join(f"{count:,} {reason}" for reason, count in reasons)
        console.print(f"Removed: {listed} (all listed in removed.csv)", markup=False)


def _print_warnings(console: Console, warnings: list[dict[str, Any]]) -> None:
    for warning in warnings:
        console.print(f"Warning: {printable(warning['message'])}", style="yellow", markup=False)


def _print_record(console: Console, manifest: dict[str, Any]) -> None:
    """Print the seconds, versions and parameters of a manifest, without long lists."""
    seconds = manifest.get("seconds", {})
    console.print("Seconds: " + ", ".join(f"{k} {v:.2f}" for k, v in seconds.items()))
    console.print("Versions: " + _pairs(manifest.get("versions", {})))
    parameters = manifest.get("parameters", {})
    printed = {name: value for name, value in parameters.items() if name != "stop_word_list"}
    console.print("Parameters: " + printable(_pairs(printed)), markup=False)


def _pairs(values: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in values.items())


def _console() -> Console:
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else WIDTH, highlight=False, emoji=False)


def _empty_table() -> Table:
    from rich.table import Table

    return Table(box=None, header_style="bold", pad_edge=False)
