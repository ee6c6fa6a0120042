"""Processes that work for this one, and end with it.

Each is a clean interpreter (a fork would deadlock beside running threads) that takes a pickled
task from its standard input and gives the pickled result on its standard output. When this
process ends, however it ends, their input ends and so do they. They stand outside its process
group, so that Ctrl-C reaches this process only, which then ends them.

Pickles pass between this process and its own children over private pipes, as those of
`multiprocessing` do. No byte of a document or of any file is ever unpickled.
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
"""Tasks a process that wait for it, or whose results wait to be taken."""

_START = (
    "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer); "
    "from topics.reading.parallel.workers import work; work()"
)


def run_ahead(function: Callable[[T], R], tasks: Iterable[T], n_processes: int) -> Iterator[R]:
    """Results of the function for every task, in order, a few tasks ahead of who takes them.

    Parameters
    ----------
    function : callable
        Can be imported by its name.
    tasks : iterable
        Can be pickled, and so can the results.
    n_processes : int

    Raises
    ------
    WorkerError
        A process was killed from outside. What the function raises is raised here.
    """
    free: queue.SimpleQueue[subprocess.Popen[bytes]] = queue.SimpleQueue()
    processes = [_start() for _ in range(n_processes)]
    for process in processes:
        free.put(process)

    def run(task: T) -> R:
        process = free.get()
        try:
            return _ask(process, (function, task))
        finally:
            free.put(process)

    with ThreadPoolExecutor(n_processes) as threads:
        try:
            waiting: deque[Future[R]] = deque()
            for task in tasks:
                waiting.append(threads.submit(run, task))
                if len(waiting) > TASKS_AHEAD * n_processes:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            threads.shutdown(wait=False, cancel_futures=True)
            for process in processes:
                _end(process)


def work() -> None:
    """Answer tasks until there are no more: what runs in the other process."""
    tasks = sys.stdin.buffer
    results = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a package prints is no result
    while True:
        try:
            function, task = pickle.load(tasks)  # noqa: S301 - from the process that started us
        except EOFError:
            return
        answer: tuple[Any, Exception | None]
        try:
            answer = (function(task), None)
        except Exception as error:  # raised again in the process that waits
            answer = (None, error)
        try:
            pickle.dump(answer, results, protocol=pickle.HIGHEST_PROTOCOL)
            results.flush()
        except BrokenPipeError:
            return


def _start() -> subprocess.Popen[bytes]:
    process = subprocess.Popen(  # noqa: S603 - this interpreter, fixed code
        [sys.executable, "-c", _START],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        _send(process, sys.path)
    except BaseException:
        _end(process)
        raise
    return process


def _ask(process: subprocess.Popen[bytes], task: tuple[Callable[[Any], R], Any]) -> R:
    try:
        _send(process, task)
        result, error = pickle.load(cast(IO[bytes], process.stdout))  # noqa: S301
    except (BrokenPipeError, EOFError, pickle.UnpicklingError) as broken:
        process.kill()  # one that has ended already keeps its exit code
        raise WorkerError(
            f"a process that reads files ended too soon (exit code {process.wait()}), perhaps "
            "because memory ran out; n_threads=1 (--threads 1) reads without further processes"
        ) from broken
    if error is not None:
        raise error
    return result  # type: ignore[no-any-return]


def _send(process: subprocess.Popen[bytes], value: Any) -> None:
    stream = cast(IO[bytes], process.stdin)
    pickle.dump(value, stream, protocol=pickle.HIGHEST_PROTOCOL)
    stream.flush()


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill: it holds nothing that would be lost."""
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with suppress(BrokenPipeError):  # what it did not take any more
                stream.close()
