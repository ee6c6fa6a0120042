"""Jobs in this process, one after the other, each on all cores."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any


class ThisProcess:
    """Runs a job when its result is asked for."""

    n_workers = 1
    n_threads: int | None = None

    def submit(self, job: Callable[..., Any], /, *arguments: Any) -> Callable[[], Any]:
        """The job with its arguments."""
        return lambda: job(*arguments)

    def gather(self, handles: Sequence[Callable[[], Any]]) -> list[Any]:
        """The results, in the order of the handles."""
        return [handle() for handle in handles]
