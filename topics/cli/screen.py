"""What the commands print: progress bars, the table of topics, warnings, errors."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ParamSpec

import typer

from topics.errors import OptionError, TopicsError

if TYPE_CHECKING:
    import polars as pl

    from topics.run import TopicRun

P = ParamSpec("P")

STAGES = {
    "read": "Reading documents",
    "count": "Counting terms",
    "compile": "Compiling (first run only)",
    "fit": "Fitting topics",
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
def progress_bars(quiet: bool) -> Iterator[Callable[[str, int, int], None] | None]:
    """A progress callback that draws one bar a stage on standard error."""
    if quiet:
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=28),
        TextColumn("{task.fields[amount]}"),
        TimeElapsedColumn(),
    )
    tasks: dict[str, TaskID] = {}
    with Progress(*columns, console=Console(stderr=True)) as bars:

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
    if run.removed.height:
        reasons = run.removed.group_by("reason").len().sort("reason").iter_rows()
        listed = ", ".join(f"{count:,} {reason}" for reason, count in reasons)
        console.print(f"Removed: {listed} (all listed in removed.csv)", markup=False)
    console.print(topics_table(run.topics))
    for score in run.quality["scores"]:
        line = f"{score['name']}: {score['value']:.3f} (over {score['reference']})"
        console.print(line, markup=False)
    for warning in run.warnings:
        console.print(f"Warning: {printable(warning['message'])}", style="yellow", markup=False)
    if verbose:
        seconds = run.manifest.get("seconds", {})
        console.print("Seconds: " + ", ".join(f"{k} {v:.2f}" for k, v in seconds.items()))
        console.print("Versions: " + _pairs(run.manifest.get("versions", {})))
        parameters = run.manifest.get("parameters", {})
        shown = {k: v for k, v in parameters.items() if k != "stop_word_list"}
        console.print("Parameters: " + _pairs(shown), markup=False)


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
