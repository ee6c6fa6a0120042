"""What the commands print: progress bars, the table of topics, warnings, errors."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ParamSpec

import typer

from topics.cli.interrupts import insistent_interrupts
from topics.errors import OptionError, TopicsError
from topics.notices import Progress, silent

if TYPE_CHECKING:
    import polars as pl
    from rich.console import Console

    from topics.results import Transformed
    from topics.runs import TopicRun

P = ParamSpec("P")

STAGES = {
    "read": "Reading documents",
    "count": "Counting terms",
    "compile": "Compiling (first run only)",
    "fit": "Fitting topics",
    "transform": "Finding shares",
    "roll up": "Rolling up to documents",
    "score": "Scoring topics",
    "project": "Placing on the map",
    "save": "Writing the run folder",
}
SLOW_FIRST_TIME = {"project": " (the first run compiles)"}
EXIT_INPUT, EXIT_USAGE, EXIT_INTERRUPT = 1, 2, 130


def guarded(command: Callable[P, None]) -> Callable[P, None]:
    """The command with our errors turned into one line and an exit code."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            with insistent_interrupts():
                command(*args, **kwargs)
        except TopicsError as error:
            complain(str(error))
            usage = isinstance(error, OptionError)
            raise typer.Exit(EXIT_USAGE if usage else EXIT_INPUT) from None
        except KeyboardInterrupt:
            complain("interrupted; nothing was written")
            raise typer.Exit(EXIT_INTERRUPT) from None

    return run


def complain(message: str) -> None:
    """Print an error on standard error."""
    typer.echo(f"error: {printable(message)}", err=True)


def printable(text: str) -> str:
    """The text without characters that steer a terminal."""
    return "".join(
        c if c.isprintable() or c in "\n\t" else "\N{REPLACEMENT CHARACTER}" for c in text
    )


@contextmanager
def progress_bars(quiet: bool) -> Iterator[Progress]:
    """A progress callback that draws one bar per stage on standard error."""
    if quiet:
        yield silent
        return
    from rich import progress as rich_progress
    from rich.console import Console

    columns = (
        rich_progress.TextColumn("{task.description}"),
        rich_progress.BarColumn(bar_width=28),
        rich_progress.TextColumn("{task.fields[amount]}"),
        rich_progress.TimeElapsedColumn(),
    )
    tasks: dict[str, rich_progress.TaskID] = {}
    with rich_progress.Progress(*columns, console=Console(stderr=True)) as bars:

        def tell(stage: str, done: int, total: int) -> None:
            label = STAGES.get(stage, stage)
            if stage not in tasks:
                tasks[stage] = bars.add_task(label, total=None, amount="")
                bars.update(tasks[stage], description=label + SLOW_FIRST_TIME.get(stage, ""))
            task = tasks[stage]
            if bars.tasks[task].finished:
                return
            # A stage that can only say "begun" or "done" pulses until it is done.
            if (done, total) == (1, 1):
                known = bars.tasks[task].total or 1
                amount = (
                    f"{int(bars.tasks[task].completed):,}" if bars.tasks[task].completed else ""
                )
                bars.update(task, description=label, total=known, completed=known, amount=amount)
            elif done:
                bars.update(task, total=total, completed=done, amount=f"{done:,}/{total:,}")

        yield tell


def print_run(run: TopicRun, *, verbose: bool = False) -> None:
    """Print what was read, what was left out, the topics, and the warnings."""
    from rich.console import Console

    console = Console(width=None if sys.stdout.isatty() else 120, highlight=False)
    console.print(
        f"{run.documents.height:,} documents, {run.sections.height:,} sections, "
        f"{len(run.terms):,} terms in the vocabulary, {int(run.counts.n_terms.sum()):,} counted",
    )
    _print_removed(console, run.removed)
    console.print(topics_table(run.topics))
    for score in run.quality["scores"]:
        line = f"{score['name']}: {score['value']:.3f} (over {score['reference']})"
        console.print(line, markup=False)
    _print_warnings(console, run.warnings)
    if verbose:
        _print_record(console, run.manifest)
        parameters = run.manifest.get("parameters", {})
        shown = {k: v for k, v in parameters.items() if k != "stop_word_list"}
        console.print("Parameters: " + _pairs(shown), markup=False)


def print_transformed(result: Transformed, *, verbose: bool = False) -> None:
    """Print what was read, what was left out or is unknown, and the warnings."""
    from rich.console import Console

    console = Console(width=None if sys.stdout.isatty() else 120, highlight=False)
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
    """Print a table, one line a row, numbers with three digits after the point."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = Table(box=None, header_style="bold", pad_edge=False)
    for name, dtype in table.schema.items():
        shown.add_column(name, justify="right" if dtype.is_numeric() else "left")
    for row in table.iter_rows():
        cells = (f"{cell:.3f}" if isinstance(cell, float) else str(cell) for cell in row)
        shown.add_row(*(Text(printable(cell)) for cell in cells))
    Console(width=None if sys.stdout.isatty() else 120, highlight=False).print(shown)


def _print_removed(console: Console, removed: pl.DataFrame) -> None:
    if removed.height:
        reasons = removed.group_by("reason").len().sort("reason").iter_rows()
        listed = ", ".join(f"{count:,} {reason}" for reason, count in reasons)
        console.print(f"Removed: {listed} (all listed in removed.csv)", markup=False)


def _print_warnings(console: Console, warnings: list[dict[str, Any]]) -> None:
    for warning in warnings:
        console.print(f"Warning: {printable(warning['message'])}", style="yellow", markup=False)


def _print_record(console: Console, manifest: dict[str, Any]) -> None:
    seconds = manifest.get("seconds", {})
    console.print("Seconds: " + ", ".join(f"{k} {v:.2f}" for k, v in seconds.items()))
    console.print("Versions: " + _pairs(manifest.get("versions", {})))


def topics_table(topics: pl.DataFrame) -> Any:
    """Table of topics for a terminal: number, share, coherence, terms; largest share first."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, header_style="bold", pad_edge=False)
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


def _pairs(values: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in values.items())
