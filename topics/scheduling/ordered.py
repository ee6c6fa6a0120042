"""Results of many jobs in order, of which only a few are under way at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any

from topics.scheduling.contract import Scheduler

JOBS_AHEAD = 2
"""Jobs per worker that are submitted before their results are taken: while results are used here,
no worker waits, and their number bounds the memory of jobs and results."""


def in_order(scheduler: Scheduler, handles: Iterable[Any]) -> Iterator[Any]:
    """The results of handles, in order; the error of a job is raised in its place.

    Parameters
    ----------
    scheduler : Scheduler
    handles : iterable
        A generator that submits a job for each of them; it is asked for a few at a time.

    Examples
    --------
    >>> from topics.scheduling.this_process import ThisProcess
    >>> here = ThisProcess()
    >>> list(in_order(here, (here.submit(abs, number) for number in (-1, 2))))
    [1, 2]
    """
    submitted: deque[Any] = deque()
    for handle in handles:
        submitted.append(handle)
        del handle  # Dask keeps a result for as long as somebody has its handle
        if len(submitted) > JOBS_AHEAD * scheduler.n_workers:
            yield from scheduler.gather([submitted.popleft()])
    while submitted:
        yield from scheduler.gather([submitted.popleft()])
