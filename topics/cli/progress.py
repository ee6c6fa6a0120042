"""Progress bars on standard error, one per stage."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from topics.notices import Progress, silent

STAGES = {
    "read": "Reading documents",
    "count": "Counting terms",
    "compile": "Compiling (first run only)",
    "fit": "Fitting topics",
    "transform": "Finding shares",
    "roll up": "Rolling up to documents",
    "score": "Scoring topics",
    "project": "Making the map",
    "save": "Writing the run folder",
}
"""What a bar says, by the name of its stage."""

SLOW_FIRST_TIME = {"project": " (the first run compiles)"}
"""What a bar says in addition until its stage ends."""


@contextmanager
def progress_bars(quiet: bool) -> Iterator[Progress]:
    """Yield a progress callback that draws one bar per stage, or none if `quiet`."""
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

        def draw(stage: str, done: int, total: int) -> None:
            label = STAGES.get(stage, stage)
            if stage not in tasks:
                tasks[stage] = bars.add_task(label, total=None, amount="")
                bars.update(tasks[stage], description=label + SLOW_FIRST_TIME.get(stage, ""))
            task = tasks[stage]
            if bars.tasks[task].finished:
                return
            # (1, 1) ends a stage; until then, a stage that reports no amounts shows a moving bar.
            if (done, total) == (1, 1):
                last_total = bars.tasks[task].total or 1
                n_done = int(bars.tasks[task].completed)
                bars.update(
                    task,
                    description=label,
                    total=last_total,
                    completed=last_total,
                    amount=f"{n_done:,}" if n_done else "",
                )
            elif done:
                bars.update(task, total=total, completed=done, amount=f"{done:,}/{total:,}")

        yield draw
