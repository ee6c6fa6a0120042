"""Run PDFium in a process of its own, with limits on its memory and its time.

It cannot be interrupted, and a file of 3 KB can make it draw without end: a form that shows another
one ten times, which shows another one ten times, and so on. If it crashes, only that process ends.
"""

from __future__ import annotations

import atexit
import math
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar, cast

from topics.reading.records import TooLargeError, UnusableFileError
from topics.scheduling.processes import end_worker, exchange, start_worker

R = TypeVar("R")

MAX_MEMORY = 3_000_000_000
"""Bytes that the process may reserve, its own code included. PDFium unpacks at most
1 GB at a time, and copies it."""

MAX_SECONDS = 60
"""Seconds of processor time that a file may take, and more for its pages."""

SECONDS_PER_PAGE = 0.1
"""Further seconds for each page: pages of dense text take about a fiftieth of that."""

_lock = threading.Lock()
_process: subprocess.Popen[bytes] | None = None


def run_bounded(function: Callable[..., R], *arguments: Any) -> R:
    """What a function returns that may take limited memory and time.

    Exceptions of the function are raised here. The process is kept for the next call.

    Parameters
    ----------
    function : callable
        A function that can be imported by its name.
    *arguments
        They and the result can be pickled.

    Raises
    ------
    UnusableFileError
        The process ended: it exceeded a limit, or crashed.
    """
    global _process
    with _lock:
        if _process is None:
            _process = start_worker()
        process = _process
        try:
            result, error = exchange(
                process, _with_limits, function, arguments, MAX_MEMORY, MAX_SECONDS
            )
        except (BrokenPipeError, EOFError, pickle.UnpicklingError) as broken:
            process.kill()  # no effect, also on the exit code, if it has ended already
            _end()
            raise _why_it_ended(process.returncode) from broken
        except BaseException:  # also Ctrl-C: the answer would be taken for that of the next task
            _end()
            raise
    if error is not None:
        raise error
    return cast(R, result)


def allow_pages(n_pages: int) -> None:
    """Give the process, in which this is called, the time that so many pages may take."""
    if sys.platform != "win32":
        import resource

        seconds, _ = resource.getrlimit(resource.RLIMIT_CPU)
        _set_limit(resource.RLIMIT_CPU, seconds + math.ceil(SECONDS_PER_PAGE * n_pages))


def _with_limits(
    function: Callable[..., R], arguments: tuple[Any, ...], memory: int, seconds: int
) -> R:
    """Run a function in the process, within its limits."""
    if sys.platform == "linux":  # elsewhere no system holds this limit
        import resource

        _set_limit(resource.RLIMIT_AS, memory)
    if sys.platform != "win32":  # which has no such limit
        import resource

        _set_limit(resource.RLIMIT_CPU, math.ceil(time.process_time()) + seconds)
    try:
        return function(*arguments)
    except MemoryError as error:
        raise TooLargeError(f"it takes more than {memory:,} bytes of memory") from error


def _set_limit(which: int, limit: int) -> None:
    """Set a limit of this process, or what the system allows if that is less."""
    if sys.platform != "win32":
        import resource

        _, most = resource.getrlimit(which)
        resource.setrlimit(
            which, (limit if most == resource.RLIM_INFINITY else min(limit, most), most)
        )


def _why_it_ended(code: int) -> UnusableFileError:
    if sys.platform != "win32" and code == -signal.SIGXCPU:
        return TooLargeError("PDFium takes too long to read it")
    why = f"PDFium ends while reading it (exit code {code})"
    return UnusableFileError(f"{why}: it takes too much memory, or is damaged")


@atexit.register
def _end() -> None:
    """End the process, if there is one."""
    global _process
    process, _process = _process, None
    if process is not None:
        end_worker(process)


def _forget() -> None:
    """Leave the process to the one that this was forked from."""
    global _process, _lock
    _process, _lock = None, threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
