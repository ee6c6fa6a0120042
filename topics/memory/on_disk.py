"""Large arrays in files: of these, only the part that is in use takes memory."""

from __future__ import annotations

import mmap
import os
import sys
from math import prod
from tempfile import TemporaryFile
from threading import Lock
from typing import IO, TYPE_CHECKING, Any
from weakref import WeakSet

if TYPE_CHECKING:  # the command line says what it does before numpy is there
    from numpy.typing import DTypeLike, NDArray

LARGE = 64_000_000
"""Arrays of so many bytes or more are on disk."""

_lock = Lock()
"""Held while the following are changed or read: runs may be made and loaded by several threads."""

_mapped: WeakSet[mmap.mmap] = WeakSet()
"""Files of `empty_array`, which hold what was written to their arrays."""

_unchanged: WeakSet[mmap.mmap] = WeakSet()
"""Files of `mapped_array` whose arrays are being checked, so that nobody has changed them."""


def empty_array(shape: tuple[int, ...], dtype: DTypeLike = "float64") -> NDArray[Any]:
    """An array of any values, as `numpy.empty` gives it; a large one is in a temporary file.

    The file has no name, so that nobody else can open it, and goes with the array. What was
    written or read of it stays in memory until `forget_pages`, or until the system needs the
    memory. Where there are no such files, or no room on the disk, the array is in memory.

    Examples
    --------
    >>> empty_array((2, 3), "float32").shape
    (2, 3)
    """
    import numpy as np

    size = prod(shape) * np.dtype(dtype).itemsize
    if not is_on_disk(size):
        return np.empty(shape, dtype)
    try:
        with TemporaryFile() as file:
            # Writing to a file with holes would end the process when the disk is full.
            os.posix_fallocate(file.fileno(), 0, size)
            pages = mmap.mmap(file.fileno(), size)
    except OSError:
        return np.empty(shape, dtype)
    with _lock:
        _mapped.add(pages)
    return np.frombuffer(pages, dtype).reshape(shape)


def is_on_disk(n_bytes: float) -> bool:
    """Whether an array of so many bytes is in a temporary file, as long as the disk has room."""
    return n_bytes >= LARGE and sys.platform == "linux"


def forget_pages() -> None:
    """Give back the memory of large arrays on disk; their values are read again when needed."""
    if sys.platform == "linux":
        with _lock:
            files = [*_mapped, *_unchanged]
        for pages in files:
            pages.madvise(mmap.MADV_DONTNEED)


def mapped_array(
    file: IO[bytes], offset: int, shape: tuple[int, ...], dtype: DTypeLike
) -> NDArray[Any]:
    """The array that begins at a byte of a file, read where it is used.

    The file must stay as it is. Until `hand_over` the array must stay so, too: `forget_pages`
    takes back what was changed. After it changes are those of a copy in memory.
    """
    import numpy as np

    before = offset % mmap.ALLOCATIONGRANULARITY
    size = prod(shape) * np.dtype(dtype).itemsize
    pages = mmap.mmap(file.fileno(), before + size, access=mmap.ACCESS_COPY, offset=offset - before)
    with _lock:
        _unchanged.add(pages)
    return np.frombuffer(pages, dtype, prod(shape), before).reshape(shape)


def hand_over() -> None:
    """End the checks of arrays from `mapped_array`: from now on they may be changed."""
    forget_pages()
    with _lock:
        _unchanged.clear()
