"""How many threads the kernels use."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numba

ONE_THREAD_VISITS = 1.5e5
"""With fewer non-zeros times topics than this, one thread is faster: waking others costs more."""


@contextmanager
def kernel_threads(n_threads: int | None) -> Iterator[int]:
    """Run kernels on `n_threads` inside the block, at most as many as the machine has.

    None keeps the current number; numba starts with all. Yields the number of threads used.
    """
    before = numba.get_num_threads()
    most = int(numba.config.NUMBA_NUM_THREADS)  # type: ignore[attr-defined]
    n = before if n_threads is None else max(1, min(n_threads, most))
    numba.set_num_threads(n)
    try:
        yield n
    finally:
        numba.set_num_threads(before)
