"""Ctrl-C that gets through, also where a C library calls back into Python and drops exceptions."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

AGAIN = 0.3
"""Seconds after which an interrupt that was dropped is raised again."""


@contextmanager
def insistent_interrupts() -> Iterator[None]:
    """Raise KeyboardInterrupt again and again until it has left the block.

    LLVM, for one, calls Python functions while it compiles; what these raise is printed and
    forgotten, and another error may come of it. While an interrupt is being handled, such as
    by removing what was written so far, it is not raised anew.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread may set handlers, and only it is interrupted
        return
    told = sys.unraisablehook
    is_interrupted = False

    def interrupt(number: int, frame: FrameType | None) -> None:
        nonlocal is_interrupted
        is_interrupted = True
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, AGAIN)
        if number == signal.SIGINT or not _is_handled(sys.exc_info()[1]):
            raise KeyboardInterrupt

    before = {signal.SIGINT: signal.signal(signal.SIGINT, interrupt)}
    if hasattr(signal, "setitimer"):  # not on Windows
        before[signal.SIGALRM] = signal.signal(signal.SIGALRM, interrupt)
    sys.unraisablehook = lambda dropped: _tell(told, dropped)
    try:
        yield
    except Exception as error:
        if is_interrupted:
            raise KeyboardInterrupt from error
        raise
    finally:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in before.items():
            signal.signal(number, handler)
        sys.unraisablehook = told


def _is_handled(error: BaseException | None) -> bool:
    """Whether the error, or one while which it was raised, is an interrupt."""
    while error is not None:
        if isinstance(error, KeyboardInterrupt):
            return True
        error = error.__context__
    return False


def _tell(told: object, dropped: sys.UnraisableHookArgs) -> None:
    """Tell as before what was dropped, but for interrupts, which come again."""
    if callable(told) and not issubclass(dropped.exc_type, KeyboardInterrupt):
        told(dropped)
