"""Jobs on the workers of a Dask cluster."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Any

from topics.errors import WorkerError
from topics.version import __version__


class DaskWorkers:
    """Submits jobs to a ``distributed.Client``.

    Parameters
    ----------
    client : distributed.Client

    Raises
    ------
    WorkerError
        The cluster has no workers, or they have another version of Python or of this package.
    """

    def __init__(self, client: Any) -> None:
        self._client = client
        self._n_threads = _threads_of_workers(client)

    @property
    def n_workers(self) -> int:
        """Workers that are there now; at least 1, as Dask waits for one to come back."""
        return max(len(_workers(self._client)), 1)

    @property
    def n_threads(self) -> int | None:
        """Threads of the worker that has the fewest."""
        return self._n_threads

    def submit(self, job: Callable[..., Any], /, *arguments: Any) -> Any:
        """A future of the job."""
        # Not pure: Dask would otherwise keep a result under a hash of large arguments.
        return self._client.submit(job, *arguments, pure=False, retries=0)

    def compute(self, delayed: Any) -> Any:
        """A future of what Dask computes, for example a partition of a bag."""
        return self._client.compute(delayed)

    def gather(self, handles: Sequence[Any]) -> list[Any]:
        """The results, in the order of the handles.

        Raises
        ------
        WorkerError
            Workers died again and again, or the scheduler is gone.
        """
        from distributed import CancelledError, KilledWorker
        from distributed.comm.core import CommClosedError

        try:
            results: list[Any] = self._client.gather(list(handles))
        except KilledWorker as error:
            raise WorkerError(
                "a job killed one worker after the other, perhaps for lack of memory; give them "
                "more, or, if they fit, make partition_rows smaller"
            ) from error
        except (CancelledError, CommClosedError, TimeoutError) as error:
            raise _scheduler_is_gone() from error
        return results


def _workers(client: Any) -> dict[str, Any]:
    known = client.scheduler_info(n_workers=-1)
    if "workers" not in known:  # the client is not connected any more
        raise _scheduler_is_gone()
    workers: dict[str, Any] = known["workers"]
    return workers


def _scheduler_is_gone() -> WorkerError:
    return WorkerError(
        "the scheduler of the workers is gone; start it again, and go on (--resume, if partitions "
        "were fitted)"
    )


def _threads_of_workers(client: Any) -> int:
    """The fewest threads that a worker has; raises WorkerError as `DaskWorkers` does."""
    workers = _workers(client)
    if not workers:
        raise WorkerError(
            f"the cluster at {client.scheduler.address} has no workers; start some with "
            "dask worker ADDRESS"
        )
    own = versions_of_process()
    for address, theirs in sorted(client.run(versions_of_process, on_error="return").items()):
        if isinstance(theirs, Exception):
            raise WorkerError(
                f"the worker {address} cannot use topics ({theirs}); install topics {own[1]} "
                "where it runs"
            )
        if tuple(theirs) != own:
            raise WorkerError(
                f"the worker {address} has Python {theirs[0]} and topics {theirs[1]}, expected "
                f"{own[0]} and {own[1]} as here: other versions may give other bits"
            )
    return min(int(each["nthreads"]) for each in workers.values())


def versions_of_process() -> tuple[str, str]:
    """Versions of Python, without its last number, and of this package."""
    return f"{sys.version_info[0]}.{sys.version_info[1]}", __version__
