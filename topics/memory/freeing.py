"""Memory that was freed: when it is looked for, and when it is given back to the system."""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from topics.memory.on_disk import forget_pages


@contextmanager
def collector_paused() -> Iterator[None]:
    """Without Python's garbage collector: documents have no cycles, and are looked at in vain."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def release_free_memory() -> None:
    """Return memory that was freed, but that the C library keeps for later (glibc only).

    Of arrays on disk nothing stays in memory, either.

    Texts are freed one by one while the columns of tables are allocated by another allocator, and
    arrays are freed that were smaller than the largest one so far: both stay with the process,
    as if texts and arrays were in memory twice.
    """
    forget_pages()
    trim = _malloc_trim()
    if trim is not None:
        trim(0)


@lru_cache(maxsize=1)
def _malloc_trim() -> Any:
    try:
        return ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):  # another C library, or Windows
        return None
