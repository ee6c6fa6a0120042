"""The interface of all schedulers: submit and gather, as in `concurrent.futures`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol


class Scheduler(Protocol):
    """Runs jobs: functions of a module, whose results depend on their arguments alone.

    A job may run more than once: a worker that dies takes its results along. What a job writes
    is therefore a whole file under a name that no other job writes.
    """

    @property
    def n_workers(self) -> int:
        """How many jobs run at the same time."""

    @property
    def n_threads(self) -> int | None:
        """How many threads a job may use; None for all cores."""

    def submit(self, job: Callable[..., Any], /, *arguments: Any) -> Any:
        """A handle for the result of a job."""

    def gather(self, handles: Sequence[Any]) -> list[Any]:
        """The results, in the order of the handles; the error of a job is raised here."""
