"""Many pages are parsed by several processes, ahead of the one that puts them together."""

from __future__ import annotations

import hashlib
import signal
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from topics.errors import WorkerError
from topics.reading.files import InputFile
from topics.reading.opening import limit_of, read_bytes
from topics.reading.parsing import parse_bytes
from topics.reading.records import BadRow, Document, RowOptions, UnusableFileError

PAGE_FORMATS = frozenset(("plain", "markdown", "rst", "html"))
"""Formats of one page a file; tables are read row by row by one process, to save memory."""

MIN_BYTES = 8_000_000
"""Less is read faster than processes start. HTML counts `HTML_FACTOR` times."""

HTML_FACTOR = 20
"""Text is read at 10 MB in a second, HTML at half a megabyte."""

FILE_BYTES = 2_000
"""What opening a file costs, in bytes of text."""

BATCH_BYTES = 2_000_000

BATCHES_AHEAD = 2
"""Batches a process that wait for it, or for the one that puts them together."""

IDLE_SECONDS = 10
"""Processes without work end after so long, also when the one that they work for was killed."""


@dataclass(slots=True)
class ParsedFile:
    """What a process found in a file.

    Attributes
    ----------
    results : list of Document or BadRow
    sha256 : str
        Empty where the file could not be read.
    n_bytes : int
    error : UnusableFileError or None
        Why the file is unusable from the last result on.
    """

    results: list[Document | BadRow]
    sha256: str = ""
    n_bytes: int = 0
    error: UnusableFileError | None = None


def parse_ahead(
    files: list[InputFile], options: RowOptions, n_threads: int | None = None
) -> Iterator[tuple[InputFile, ParsedFile | None]]:
    """Every file in order, with what is in it where another process has parsed it already.

    Parameters
    ----------
    files : list of InputFile
    options : RowOptions
    n_threads : int, optional
        Most processes; by default, and at most, one a core.

    Raises
    ------
    WorkerError
        A process was killed from outside.
    """
    batches = _batches(files)
    n_processes = min(_n_processes(n_threads), len(batches))
    if n_processes < 2 or sum(_cost(file) for file in files) < MIN_BYTES:
        for file in files:
            yield file, None
        return
    with _pool(n_processes) as pool:
        waiting: deque[tuple[list[InputFile], Any]] = deque()
        for batch in batches:
            with _unreached_by_interrupts():
                waiting.append((batch, pool.submit(parse_files, batch, options)))
            if len(waiting) > BATCHES_AHEAD * n_processes:
                yield from _next(waiting)
        while waiting:
            yield from _next(waiting)


def parse_files(files: list[InputFile], options: RowOptions) -> list[ParsedFile | None]:
    """What is in each file; None for formats that are not parsed ahead."""
    return [_parse(file, options) if file.format in PAGE_FORMATS else None for file in files]


def _parse(file: InputFile, options: RowOptions) -> ParsedFile:
    parsed = ParsedFile([])
    try:
        data = read_bytes(file, limit_of(file, options))
        parsed.sha256, parsed.n_bytes = hashlib.sha256(data).hexdigest(), len(data)
        for result in parse_bytes(file, data, options):
            parsed.results.append(result)
    except UnusableFileError as error:
        parsed.error = error
    return parsed


def _n_processes(n_threads: int | None) -> int:
    from joblib import cpu_count

    return int(cpu_count()) if n_threads is None else min(n_threads, int(cpu_count()))


@contextmanager
def _pool(n_processes: int) -> Iterator[Any]:
    """Processes that are gone when the block ends, however it ends."""
    # Not fork, which deadlocks beside running threads; loky starts clean interpreters.
    from joblib.externals.loky.process_executor import ProcessPoolExecutor

    pool = ProcessPoolExecutor(n_processes, timeout=IDLE_SECONDS)
    is_done = False
    try:
        yield pool
        is_done = True
    finally:
        pool.shutdown(wait=is_done, kill_workers=not is_done)


def _next(
    waiting: deque[tuple[list[InputFile], Any]],
) -> Iterator[tuple[InputFile, ParsedFile | None]]:
    """The files of the first batch, when it is done."""
    from joblib.externals.loky.process_executor import BrokenProcessPool

    batch, future = waiting.popleft()
    try:
        parsed = future.result()
    except BrokenProcessPool as error:
        raise WorkerError(
            f"a process that read one of {len(batch)} files from {batch[0].source} on was "
            "killed, perhaps because memory ran out; n_threads=1 (--threads 1) reads without "
            "further processes"
        ) from error
    yield from zip(batch, parsed, strict=True)


@contextmanager
def _unreached_by_interrupts() -> Iterator[None]:
    """Processes that start inside the block never see Ctrl-C: this one ends them.

    Else each of them would print a traceback of its own.
    """
    if not hasattr(signal, "pthread_sigmask") or (
        threading.current_thread() is not threading.main_thread()
    ):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _cost(file: InputFile) -> int:
    if file.format not in PAGE_FORMATS:
        return 0
    return FILE_BYTES + file.n_bytes * (HTML_FACTOR if file.format == "html" else 1)


def _batches(files: list[InputFile]) -> list[list[InputFile]]:
    """Files in order, cut where a batch has enough bytes."""
    batches: list[list[InputFile]] = [[]]
    cost = 0
    for file in files:
        if cost >= BATCH_BYTES:
            batches.append([])
            cost = 0
        batches[-1].append(file)
        cost += _cost(file)
    return batches
