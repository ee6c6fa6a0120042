"""Jobs of one process take turns with the kernels."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from topics.kernels.threads import kernel_threads

_ONE_AT_A_TIME = Lock()
"""Threads of numba do not take the work of several threads of Python at a time."""


@contextmanager
def job_threads(n_threads: int | None) -> Iterator[None]:
    """Run the kernels of a job on `n_threads` inside the block, once no other job runs any."""
    with _ONE_AT_A_TIME, kernel_threads(n_threads):
        yield
