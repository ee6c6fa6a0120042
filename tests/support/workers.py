"""Clusters of Dask for tests: real processes, and one that is killed while it works."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def cluster_of(n_workers: int) -> Iterator[Any]:
    """A client of workers as `topics.read(..., client=n)` starts them."""
    from distributed import Client, LocalCluster

    with (
        LocalCluster(
            n_workers=n_workers,
            threads_per_worker=1,
            memory_limit=0,
            dashboard_address=":0",
            silence_logs="CRITICAL",
        ) as cluster,
        Client(cluster) as client,
    ):
        yield client


def kill_one_that_does(client: Any, job: str) -> None:
    """Kill a worker that does a job of this name now, or has it in its queue."""
    busy = [
        address
        for address, keys in sorted(client.processing().items())
        if any(job in str(key) for key in keys)
    ]
    processes = client.run(os.getpid)  # beside the jobs, without waiting for them
    os.kill(processes[busy[0]], signal.SIGKILL)
