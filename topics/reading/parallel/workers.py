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
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import IO, Any, TypeVar, cast

from topics.errors import WorkerError

T = TypeVar("T")
R = TypeVar("R")

TASKS_AHEAD = 2
"""Number of tasks per process that are submitted before their results are taken."""

_START = (
    "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer); "
    "from topics.reading.parallel.workers import work; work()"
)


def run_ahead(function: Callable[[T], R], tasks: Iterable[T], n_processes: int) -> Iterator[R]:
    """Results of the function for every task, in order, computed a few tasks ahead.

    Exceptions of the function are raised here.

    Parameters
    ----------
    function : callable
        A function that can be imported by its name.
    tasks : iterable
        Arguments of the function; these and the results can be pickled.
    n_processes : int

    Raises
    ------
    WorkerError
        A process ended early, for example because it was killed.
    """
    idle: queue.SimpleQueue[subprocess.Popen[bytes]] = queue.SimpleQueue()
    processes = [start_worker() for _ in range(n_processes)]
    for process in processes:
        idle.put(process)

    def run(task: T) -> R:
        process = idle.get()
        try:
            return _compute(process, (function, task))
        finally:
            idle.put(process)

    with ThreadPoolExecutor(n_processes) as threads:
        try:
            submitted: deque[Future[R]] = deque()
            for task in tasks:
                submitted.append(threads.submit(run, task))
                if len(submitted) > TASKS_AHEAD * n_processes:
                    yield submitted.popleft().result()
            while submitted:
                yield submitted.popleft().result()
        finally:
            threads.shutdown(wait=False, cancel_futures=True)
            for process in processes:
                end_worker(process)


def work() -> None:
    """Answer tasks until the input ends. This is what a worker runs."""
    tasks = sys.stdin.buffer
    results = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a package that prints must not write among the results
    while True:
        try:
            function, task = pickle.load(tasks)  # noqa: S301 - from the parent process
        except EOFError:
            return
        answer: tuple[Any, Exception | None]
        try:
            answer = (function(task), None)
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


def _compute(process: subprocess.Popen[bytes], task: tuple[Callable[[Any], R], Any]) -> R:
    try:
        result, error = exchange(process, task)
    except (BrokenPipeError, EOFError, pickle.UnpicklingError) as broken:
        process.kill()  # no effect, also on the exit code, if it has ended already
        raise WorkerError(
            f"a process that reads files ended early (exit code {process.wait()}), perhaps because "
            "memory ran out; with n_threads=1 no further processes are started"
        ) from broken
    if error is not None:
        raise error
    return result  # type: ignore[no-any-return]


def exchange(
    process: subprocess.Popen[bytes], task: tuple[Callable[[Any], Any], Any]
) -> tuple[Any, Exception | None]:
    """What a process answers to a function and its argument: the result, or the error.

    Raises
    ------
    BrokenPipeError, EOFError, pickle.UnpicklingError
        The process ended before its answer was complete.
    """
    _send(process, task)
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
