"""Processes that compute for this one and end together with it.

Each is a new interpreter that reads pickled tasks from its standard input and writes pickled
results to its standard output. When this process ends, even if it is killed, the input of the
others ends and they end too. They are in sessions of their own, so that Ctrl-C interrupts only
this process, which then ends them.

Other ways were rejected. A process forked while threads run can deadlock. The spawned processes of
`multiprocessing` import the main script of the user again, which then needs a main guard. The
workers of loky go on for some time after their parent is killed.

As in `multiprocessing`, only this process and its children exchange pickles, over private pipes.
Nothing from a document or a file is ever unpickled.
"""

from __future__ import annotations

import os
import pickle
import queue
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import IO, Any, TypeVar, cast

from topics.errors import WorkerError

R = TypeVar("R")

_START = (
    "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer); "
    "from topics.scheduling.processes import work; work()"
)


class Processes:
    """Jobs in processes of this machine, which are started when there are jobs for them.

    Jobs are functions that can be imported by their names; arguments and results can be pickled.

    Parameters
    ----------
    n_workers : int
        Maximum number of processes.

    Examples
    --------
    >>> from contextlib import closing
    >>> with closing(Processes(1)) as processes:
    ...     processes.gather([processes.submit(divmod, 7, 3)])
    [(2, 1)]
    """

    n_threads: int | None = 1

    def __init__(self, n_workers: int) -> None:
        self.n_workers = n_workers
        self._started: list[subprocess.Popen[bytes]] = []
        self._idle: queue.SimpleQueue[subprocess.Popen[bytes]] = queue.SimpleQueue()
        self._threads = ThreadPoolExecutor(n_workers)

    def submit(self, job: Callable[..., R], /, *arguments: Any) -> Future[R]:
        """A future of the job, which the next process that is idle does."""
        if len(self._started) < self.n_workers:
            self._started.append(start_worker())
            self._idle.put(self._started[-1])
        return self._threads.submit(self._run, job, arguments)

    def gather(self, handles: Sequence[Future[Any]]) -> list[Any]:
        """The results, in the order of the handles.

        Raises
        ------
        WorkerError
            A process ended early, for example because it was killed.
        """
        return [handle.result() for handle in handles]

    def close(self) -> None:
        """End the processes; jobs that are not done are dropped."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for process in self._started:
            end_worker(process)

    def _run(self, job: Callable[..., R], arguments: tuple[Any, ...]) -> R:
        process = self._idle.get()
        try:
            return cast(R, _compute(process, job, arguments))
        finally:
            self._idle.put(process)


def work() -> None:
    """Answer tasks until the input ends. This is what a worker runs."""
    tasks = sys.stdin.buffer
    results = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a package that prints must not write among the results
    while True:
        try:
            job, arguments = pickle.load(tasks)  # noqa: S301 - from the parent process
        except EOFError:
            return
        answer: tuple[Any, Exception | None]
        try:
            answer = (job(*arguments), None)
        except Exception as error:  # raised again in the parent process
            answer = (None, error)
        try:
            pickle.dump(answer, results, protocol=pickle.HIGHEST_PROTOCOL)
            results.flush()
        except BrokenPipeError:
            return


def start_worker() -> subprocess.Popen[bytes]:
    """Start a process that runs `work`, with the import path of this one."""
    process = subprocess.Popen(  # noqa: S603 - this interpreter, fixed code
        [sys.executable, "-c", _START],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        _send(process, sys.path)
    except BaseException:
        end_worker(process)
        raise
    return process


def _compute(
    process: subprocess.Popen[bytes], job: Callable[..., Any], arguments: tuple[Any, ...]
) -> Any:
    try:
        result, error = exchange(process, job, *arguments)
    except (BrokenPipeError, EOFError, pickle.UnpicklingError) as broken:
        process.kill()  # no effect, also on the exit code, if it has ended already
        raise WorkerError(
            f"a process that reads files ended early (exit code {process.wait()}), perhaps because "
            "memory ran out; with n_threads=1 no further processes are started"
        ) from broken
    if error is not None:
        raise error
    return result


def exchange(
    process: subprocess.Popen[bytes], job: Callable[..., Any], /, *arguments: Any
) -> tuple[Any, Exception | None]:
    """What a process answers to a job and its arguments: the result, or the error.

    Raises
    ------
    BrokenPipeError, EOFError, pickle.UnpicklingError
        The process ended before its answer was complete.
    """
    _send(process, (job, arguments))
    answer = pickle.load(cast(IO[bytes], process.stdout))  # noqa: S301 - from our own process
    return cast("tuple[Any, Exception | None]", answer)


def _send(process: subprocess.Popen[bytes], value: Any) -> None:
    stream = cast(IO[bytes], process.stdin)
    pickle.dump(value, stream, protocol=pickle.HIGHEST_PROTOCOL)
    stream.flush()


def end_worker(process: subprocess.Popen[bytes]) -> None:
    """Kill the process, which has nothing to save, and close its pipes."""
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with suppress(BrokenPipeError):  # for the part of a task that it did not read
                stream.close()
