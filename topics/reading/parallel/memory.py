"""Memory that is free again, returned to the system."""

from __future__ import annotations

import ctypes
from functools import lru_cache
from typing import Any


def give_back() -> None:
    """Return what the C library holds of freed memory, where it is asked to (glibc).

    Texts are freed one by one while tables are built from them, by another allocator. Without
    this the holes that they leave would stay with the process, and the texts count twice.
    """
    trim = _malloc_trim()
    if trim is not None:
        trim(0)


@lru_cache(maxsize=1)
def _malloc_trim() -> Any:
    try:
        return ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):  # another C library; Windows
        return None
