"""Progress bars on standard error, one per stage, for the command line and for Python."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from topics.errors import OptionError
from topics.notices import Progress, silent
from topics.values import agreeing

if TYPE_CHECKING:
    from rich.console import Console

STAGES = {
    "select": "Fitting several numbers of topics",
    "read": "Reading documents",
    "read rows": "Reading rows",
    "assemble": "Removing what repeats",
    "find copies": "Finding copies",
    "count": "Counting terms",
    "compile": "Compiling (first run only)",
    "fit": "Fitting topics",
    "transform": "Finding shares",
    "roll up": "Rolling up to documents",
    "roll up others": "Sharing out the rows of other fits",
    "intervals": "Finding intervals",
    "compare": "Comparing the fits",
    "fit members": "Fitting for clusters",
    "cluster": "Finding clusters",
    "trends": "Comparing periods and groups",
    "compare with noise": "Comparing with noise",
    "score": "Scoring topics",
    "check": "Checking topics",
    "project": "Making the map",
    "coherence": "Measuring coherence",
    "refit": "Fitting again",
    "held out": "Fitting without some documents",
    "label": "Labelling topics",
    "token topics": "Writing the topics of terms",
    "save": "Writing the run folder",
}
"""What a bar says, by the name of its stage."""

UNITS = {
    "fit members": ("sweep", "sweeps"),
    "read": ("file", "files"),
    "read rows": ("line", "lines"),
    "assemble": ("document", "documents"),
    "count": ("piece of text", "pieces of text"),
    "fit": ("sweep", "sweeps"),
    "label": ("topic", "topics"),
    "coherence": ("measure", "measures"),
    "refit": ("fit", "fits"),
    "held out": ("sweep", "sweeps"),
    "token topics": ("document", "documents"),
}
"""What the amounts of a stage count: one of them, and several."""

SLOWER = 2.0
"""An estimate of the time left is no longer shown this many seconds after it should be over."""

KERNELS = "topics.kernels"
"""Logger of the kernels, whose messages are printed above the bars."""


@contextmanager
def progress_to(progress: Progress | bool | None) -> Iterator[Progress]:
    """Yield the callback that a caller asked for: his own, bars for True, else a silent one.

    Raises
    ------
    OptionError
        It is neither a function nor a bool.
    """
    if callable(progress):
        yield progress
    elif progress is True:
        with progress_bars(quiet=False) as draw:
            yield draw
    elif progress is None or progress is False:
        yield silent
    else:
        raise OptionError(
            f"progress is {progress!r}, expected True or a function of (stage, done, total)"
        )


@contextmanager
def progress_bars(quiet: bool) -> Iterator[Progress]:
    """Yield a progress callback that draws one bar per stage, or none if `quiet`."""
    if quiet:
        yield silent
        return
    from rich import progress as rich_progress
    from rich.console import Console
    from rich.text import Text

    class TimeLeft(rich_progress.ProgressColumn):
        """An estimate of the time that a stage still takes, while it runs."""

        def render(self, task: rich_progress.Task) -> Text:
            seconds = None if task.finished else task.time_remaining
            return Text(_time_left(seconds, console.get_time() - last_step.get(task.id, 0.0)))

    columns = (
        rich_progress.TextColumn("{task.description}"),
        rich_progress.BarColumn(bar_width=28),
        rich_progress.TextColumn("{task.fields[amount]}"),
        rich_progress.TimeElapsedColumn(),
        TimeLeft(),
    )
    tasks: dict[str, rich_progress.TaskID] = {}
    last_step: dict[rich_progress.TaskID, float] = {}
    console = Console(stderr=True)
    bars = rich_progress.Progress(*columns, console=console)
    with ExitStack() as stack:
        stack.enter_context(_messages_on(console))

        def draw(stage: str, done: int, total: int) -> None:
            if not tasks:  # bars without a stage would print an empty line
                stack.enter_context(bars)
            if stage not in tasks:
                tasks[stage] = bars.add_task(STAGES.get(stage, stage), total=None, amount="")
            task = tasks[stage]
            if bars.tasks[task].finished:
                return
            # (1, 1) ends a stage; until then, a stage that reports no amounts shows a moving bar.
            if (done, total) == (1, 1):
                last_total = bars.tasks[task].total or 1
                n_done = int(bars.tasks[task].completed)
                amount = _amount(stage, f"{n_done:,}", n_done) if n_done else ""
                bars.update(task, total=last_total, completed=last_total, amount=amount)
            elif done:
                amount = _amount(stage, f"{done:,}/{total:,}", total)
                bars.update(task, total=total, completed=done, amount=amount)
                last_step[task] = console.get_time()

        yield draw


@contextmanager
def _messages_on(console: Console) -> Iterator[None]:
    """Print what the kernels log, such as that they are compiled, above the bars."""

    class Printer(logging.Handler):
        """Prints a message in one line."""

        def emit(self, record: logging.LogRecord) -> None:
            console.print(record.getMessage(), style="dim", markup=False, soft_wrap=True)

    logger, printer = logging.getLogger(KERNELS), Printer(logging.INFO)
    level = logger.level
    logger.setLevel(logging.INFO)
    logger.addHandler(printer)
    try:
        yield
    finally:
        logger.removeHandler(printer)
        logger.setLevel(level)


def _amount(stage: str, numbers: str, n: int) -> str:
    """Numbers with what they count, in the singular for one; steps of no unit only move the bar."""
    return f"{numbers} {agreeing(n, *UNITS[stage])}" if stage in UNITS else ""


def _time_left(estimate: float | None, waited: float) -> str:
    """What a bar says of the time left, `waited` seconds after the last step of its stage.

    A step that takes much longer than those before, as where loops are compiled, ends the
    estimate.

    Examples
    --------
    >>> _time_left(75.2, 1.0), _time_left(1.0, 9.0), _time_left(None, 0.0)
    ('1:15 left', '', '')
    """
    if estimate is None or waited > estimate + SLOWER:
        return ""
    return f"{_minutes(estimate)} left"


def _minutes(seconds: float) -> str:
    """Seconds as hours, minutes and seconds.

    Examples
    --------
    >>> _minutes(75.2), _minutes(3600)
    ('1:15', '1:00:00')
    """
    hours, rest = divmod(round(seconds), 3600)
    minutes, rest = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
