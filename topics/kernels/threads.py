"""How many threads the kernels use, and the products of NumPy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import numba
from threadpoolctl import ThreadpoolController

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


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """Run products of NumPy on one thread inside the block.

    BLAS may sum in another order on more threads.
    """
    with _libraries().limit(limits=1, user_api="blas"):
        yield


@cache
def _libraries() -> ThreadpoolController:
    """The libraries with threads, which take milliseconds to find; NumPy has loaded its BLAS."""
    return ThreadpoolController()
