"""What a contender module offers, and what it gives back."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from numpy.typing import NDArray


@dataclass
class Clock:
    """Wall-clock seconds and core seconds of this process, summed over ``with`` blocks.

    On a machine that also does other work, core seconds are the ones to compare.
    """

    seconds: float = 0.0
    core_seconds: float = 0.0

    def __enter__(self) -> Clock:
        self.seconds -= time.perf_counter()
        self.core_seconds -= time.process_time()
        return self

    def __exit__(self, *error: object) -> None:
        self.seconds += time.perf_counter()
        self.core_seconds += time.process_time()


@dataclass(frozen=True)
class Fit:
    """One timed result of a contender.

    Attributes
    ----------
    clock : Clock
        Time spent up to this result; taking the arrays out of the model is not counted.
    arrays : dict of str to array, or a function that returns it
        What is scored, such as the topics. A function is called after the peak memory was
        read, so that its copies do not count.
    details : dict
        Further values for the record, such as the number of sweeps.
    """

    clock: Clock
    arrays: dict[str, NDArray[Any]] | Callable[[], dict[str, NDArray[Any]]]
    details: dict[str, Any] = field(default_factory=dict)


class Contender(Protocol):
    """A contender module.

    It may also have ``warm_up()``, which compiles or imports what is not to be timed, and
    ``prepare(problem)``, which converts the problem into the contender's own input, untimed.
    """

    PACKAGES: tuple[str, ...]

    def run(self, problem: Any, **options: Any) -> Iterator[Fit]:
        """Solve the problem; yield one or several results."""
        ...
