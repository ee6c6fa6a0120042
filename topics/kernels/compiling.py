"""Whether a kernel is compiled already, or its first call will take seconds."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from numba.core.event import Event, Listener, register

logger = logging.getLogger(__name__)

SECONDS = "up to a minute"
"""How long the kernels of a default fit and its report take to compile: 48 seconds of one core."""


def is_compiled(kernel: Any) -> bool:
    """Whether the kernel was called in this process or is in numba's cache."""
    if kernel.signatures:
        return True
    module = kernel.py_func.__module__.rpartition(".")[2]
    pattern = f"{module}.{kernel.py_func.__qualname__}-*.nbi"
    return any(Path(kernel.stats.cache_path).glob(pattern))


class _Announcer(Listener):
    """Logs once that kernels of this package are compiled, when numba starts the first one."""

    def __init__(self) -> None:
        self.is_silent = False

    def on_start(self, event: Event) -> None:
        function = event.data["dispatcher"].py_func if event.data else None
        if self.is_silent or not getattr(function, "__module__", "").startswith("topics."):
            return
        self.is_silent = True
        logger.info(
            "compiling the numerical loops for this machine: once for each command, %s",
            SECONDS,
        )

    def on_end(self, event: Event) -> None:
        """Nothing to say."""


def announce_compiling() -> None:
    """Log a line of level INFO when numba compiles a kernel that is not in its cache."""
    register("numba:compile", _Announcer())  # type: ignore[no-untyped-call]
