"""What runs through all stages of a fit or a transform: progress, seconds, notices."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from topics.errors import Notice
from topics.progress import Progress


@dataclass
class Stages:
    """Seconds a stage took, and notices that came up on the way."""

    progress: Progress | None
    seconds: dict[str, float] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time a stage, and tell its beginning and end."""
        start = time.perf_counter()
        self.tell(name, 0, 1)
        yield
        self.seconds[name] = round(time.perf_counter() - start, 3)
        self.tell(name, 1, 1)

    def tell(self, name: str, done: int, total: int) -> None:
        """Call the progress callback, if there is one."""
        if self.progress is not None:
            self.progress(name, done, total)

    def notice(self, code: str, count: int, message: str) -> None:
        """Keep a notice unless it concerns nothing."""
        if count:
            self.notices.append(Notice(code, count, message))
