"""Whether a kernel is compiled already, or its first call will take seconds."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def is_compiled(kernel: Any) -> bool:
    """Whether the kernel was called in this process or is in numba's cache."""
    if kernel.signatures:
        return True
    module = kernel.py_func.__module__.rpartition(".")[2]
    pattern = f"{module}.{kernel.py_func.__qualname__}-*.nbi"
    return any(Path(kernel.stats.cache_path).glob(pattern))
