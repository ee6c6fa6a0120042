"""Memory while files are read: what is looked for in it, and what is given back."""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any


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

    While tables are built, texts are freed one by one and the columns of the tables are allocated
    by another allocator, which cannot reuse the memory of the texts. Without this call it would
    stay with the process, as if every text were in memory twice.
    """
    trim = _malloc_trim()
    if trim is not None:
        trim(0)


@lru_cache(maxsize=1)
def _malloc_trim() -> Any:
    try:
        return ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):  # another C library, or Windows
        return None
