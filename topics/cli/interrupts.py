"""Ctrl-C that works even if a C library calls Python and drops its exceptions."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

REPEAT_SECONDS = 0.3
"""A dropped interrupt is raised again after this many seconds."""


@contextmanager
def insistent_interrupts() -> Iterator[None]:
    """After Ctrl-C, raise KeyboardInterrupt repeatedly until the block is left.

    C libraries call Python functions, whose exceptions are printed and dropped, and may cause other
    errors. While an interrupt is being handled, for example by removing files, it is not raised
    again. While numba compiles or loads a function, which takes seconds at most, it waits: an
    exception inside LLVM can end the process.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # Python allows signal handlers in the main thread only
        return
    previous_hook = sys.unraisablehook
    is_interrupted = False

    def interrupt(number: int, frame: FrameType | None) -> None:
        nonlocal is_interrupted
        is_interrupted = True
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, REPEAT_SECONDS)
            if _is_compiling():
                return
        if number == signal.SIGINT or not _is_handled(sys.exc_info()[1]):
            raise KeyboardInterrupt

    handlers = {signal.SIGINT: signal.signal(signal.SIGINT, interrupt)}
    if hasattr(signal, "setitimer"):  # not on Windows
        handlers[signal.SIGALRM] = signal.signal(signal.SIGALRM, interrupt)
    sys.unraisablehook = lambda dropped: _report(dropped, previous_hook)
    try:
        yield
    except Exception as error:
        if is_interrupted:
            raise KeyboardInterrupt from error
        raise
    finally:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in handlers.items():
            signal.signal(number, handler)
        sys.unraisablehook = previous_hook


def _is_compiling() -> bool:
    """Whether this thread is inside numba's compiler."""
    compiler = sys.modules.get("numba.core.compiler_lock")
    return compiler is not None and bool(compiler.global_compiler_lock.is_locked())


def _is_handled(error: BaseException | None) -> bool:
    """Whether the error was raised by an interrupt or while one was handled."""
    while error is not None:
        if isinstance(error, KeyboardInterrupt):
            return True
        error = error.__context__
    return False


def _report(dropped: sys.UnraisableHookArgs, hook: object) -> None:
    """Pass a dropped exception to the previous hook, except interrupts, which are repeated."""
    if callable(hook) and not issubclass(dropped.exc_type, KeyboardInterrupt):
        hook(dropped)
