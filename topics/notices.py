"""Notices, seconds and progress: one log that a fit or a transform passes down its stages."""

from __future__ import annotations

import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import Any

from topics.errors import TopicsWarning
from topics.memory import release_free_memory
from topics.own_paths import without_own_folders
from topics.values import amount, printable

Progress = Callable[[str, int, int], None]
"""Called with the stage, how much of it is done, and how much there is."""


def silent(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


_RUNNING: ContextVar[Callable[[int, int], None] | None] = ContextVar(
    "progress of the stage that runs", default=None
)


def report_step(done: int, total: int) -> None:
    """Report how much of the stage that runs is done, from deep inside it.

    For what is many calls below a stage and takes part in it only, such as the epochs of a map:
    it need not know which stage that is, or whether there is one.

    Examples
    --------
    >>> with StageLog(print).stage("project"):
    ...     report_step(3, 10)
    project 0 1
    project 3 10
    project 1 1
    """
    report = _RUNNING.get()
    # (1, 1) would end the stage.
    if report is not None and done < total:
        report(done, total)


def part_of(progress: Progress, before: int, total: int, stage: str = "fit") -> Progress:
    """Progress of a part of a stage, which has done `before` already; other stages as they are."""

    def shifted(name: str, done: int, of: int) -> None:
        if name == stage:
            done, of = before + done, total
        progress(name, done, of)

    return shifted


def one_of(progress: Progress, number: int, n: int, called: str) -> Progress:
    """Progress of fit `number` of `n` alike, as that of the stage `called`; others as they are.

    Examples
    --------
    >>> one_of(print, 1, 5, "fit members")("fit", 3, 40)
    fit members 43 200
    """

    def report(stage: str, done: int, total: int) -> None:
        if stage == "fit":
            stage, done, total = called, number * total + done, n * total
        progress(stage, done, total)

    return report


@dataclass(frozen=True)
class Notice:
    """One counted warning that travels with the data and ends up in ``quality.json``.

    Attributes
    ----------
    code : str
        Stable short name, for example ``"sections-without-terms"``.
    count : int
        How many files, documents, sections or terms it concerns (at least 1).
    message : str
        One sentence for a person, with the count and a few examples.
    """

    code: str
    count: int
    message: str


def missing_cells(words: Iterable[str]) -> tuple[Notice, ...]:
    """Notice of cells that only say that they have no value; none if there are none.

    Examples
    --------
    >>> missing_cells(["nan", "NULL", "nan"])[0].message
    "3 cells are just 'nan' or 'NULL', taken as missing"
    """
    counts = Counter(word.strip() for word in words)
    if not counts:
        return ()
    *others, last = [repr(word) for word, _ in counts.most_common(3)]
    listed = f"{', '.join(others)} or {last}" if others else last
    n = counts.total()
    message = f"{amount(n, 'cell is', 'cells are')} just {listed}, taken as missing"
    return (Notice("missing-cells", counts.total(), message),)


@dataclass
class StageLog:
    """Seconds per stage and the notices of all stages, with the progress callback to call.

    `folders` are those of the analyst's disk (`topics.own_paths`), which files must not name.
    """

    progress: Progress = silent
    seconds: dict[str, float] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    folders: tuple[str, ...] = ()

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time a stage, report its beginning and its end, and give back what it freed."""
        start = time.perf_counter()
        self.progress(name, 0, 1)
        outer = _RUNNING.set(partial(self.progress, name))
        try:
            yield
        finally:
            _RUNNING.reset(outer)
            release_free_memory()
        self.seconds[name] = round(time.perf_counter() - start, 3)
        self.progress(name, 1, 1)

    def notice(self, code: str, count: int, message: str) -> None:
        """Keep a notice unless it concerns nothing."""
        if count:
            self.notices.append(Notice(code, count, message))

    def extend(self, notices: Iterable[Notice]) -> None:
        """Keep notices that came with the data."""
        self.notices.extend(notices)

    def records(self) -> list[dict[str, Any]]:
        """The notices as plain data, for ``quality.json``."""
        return [
            asdict(notice) | {"message": without_own_folders(notice.message, self.folders)}
            for notice in self.notices
        ]

    def warn(self, stacklevel: int = 2) -> None:
        """Issue every notice as a `TopicsWarning`; `stacklevel` 1 is the function that calls."""
        for notice in self.notices:
            warnings.warn(printable(notice.message), TopicsWarning, stacklevel=stacklevel + 1)
