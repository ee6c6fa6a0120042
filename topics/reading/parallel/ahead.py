"""Parse pages in several processes, ahead of the one that assembles the corpus."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace

from topics.options import ReadOptions
from topics.reading.files.discovery import InputFile
from topics.reading.files.opening import limit_of, read_bytes
from topics.reading.parallel.shared import is_another, is_same_here, not_opened
from topics.reading.parsing import parse_bytes
from topics.reading.records import BadRow, Document, Remark, UnusableFileError
from topics.scheduling import Processes, Scheduler, ThisProcess, in_order, this_worker

MIN_BYTES = 8_000_000
"""Processes are started if all files together cost at least this; less is read before they are
ready."""

FILE_BYTES = 2_000
"""Cost of opening a file, in bytes of text that could be parsed in the same time."""

BATCH_BYTES = 2_000_000
"""Minimum cost of the files that a process parses in one task."""


@dataclass(slots=True)
class ParsedFile:
    """Documents of a file that another process has parsed.

    Attributes
    ----------
    results : list of Document, BadRow or Remark
    sha256 : str
        Hash of the file's bytes; empty if the file could not be read.
    n_bytes : int
    error : UnusableFileError or None
        Why nothing more than `results` could be read from the file.
    worker : str
        Address of the worker of a cluster that has parsed it; empty if none has.
    unopened : str
        Why the system did not open the file; empty if it did. (An error that another process sends
        does not bring its cause along.)
    """

    results: list[Document | BadRow | Remark]
    sha256: str = ""
    n_bytes: int = 0
    error: UnusableFileError | None = None
    worker: str = ""
    unopened: str = ""


def parse_ahead(
    files: list[InputFile], options: ReadOptions, scheduler: Scheduler
) -> Generator[tuple[InputFile, ParsedFile | None], None, None]:
    """Every file in order, with its documents if another process has parsed it, else None.

    Parameters
    ----------
    files : list of InputFile
    options : ReadOptions
    scheduler : Scheduler
        Its workers parse, unless they would not be worth their start.

    Raises
    ------
    WorkerError
        A process ended early, for example because it was killed, or a worker does not see a file.
    """
    batches = _batches(files)
    is_small = len(batches) < 2 or sum(_cost(file) for file in files) < MIN_BYTES
    if is_small or isinstance(scheduler, ThisProcess):
        for file in files:
            yield file, None
        return
    jobs = (scheduler.submit(parse_files, _with_full_paths(batch), options) for batch in batches)
    for batch, parsed in zip(batches, in_order(scheduler, jobs), strict=True):
        for file, each in zip(batch, parsed, strict=True):
            if each is not None and each.worker:
                _check_seen(file, each)
            yield file, each


def _with_full_paths(files: list[InputFile]) -> list[InputFile]:
    """The files with paths that do not depend on the folder in which a worker was started."""
    return [replace(file, path=os.path.abspath(file.path)) for file in files]


def _check_seen(file: InputFile, parsed: ParsedFile) -> None:
    """Raise WorkerError if a worker of a cluster had no such file, or another one."""
    if parsed.unopened and os.access(file.path, os.R_OK):
        raise not_opened(file.path, parsed.worker, parsed.unopened)
    if parsed.sha256 and not is_same_here(file.path, parsed.n_bytes):
        raise is_another(file.path, parsed.worker)


def parse_files(files: list[InputFile], options: ReadOptions) -> list[ParsedFile | None]:
    """Documents of each file; None for formats that are not parsed ahead."""
    return [_parse(file, options) if file.format.is_page else None for file in files]


def _parse(file: InputFile, options: ReadOptions) -> ParsedFile:
    parsed = ParsedFile([], worker=this_worker())
    try:
        data = read_bytes(file, limit_of(file, options))
        parsed.sha256, parsed.n_bytes = hashlib.sha256(data).hexdigest(), len(data)
        for result in parse_bytes(file, data, options):
            parsed.results.append(result)
    except UnusableFileError as error:
        parsed.error = error
        if isinstance(error.__cause__, OSError):
            parsed.unopened = str(error.__cause__.strerror)
    return parsed


@contextmanager
def readers(n_threads: int | None) -> Iterator[Scheduler]:
    """Who reads if nobody else was asked: several processes, if there may be several."""
    n = most_processes(n_threads)
    if n < 2:
        yield ThisProcess()
        return
    with closing(Processes(n)) as processes:
        yield processes


def most_processes(n_threads: int | None) -> int:
    """Number of processes: one per core, and at most `n_threads`."""
    # joblib respects CPU affinity and, unlike the standard library, the limits of cgroups.
    from joblib import cpu_count

    n_cores = int(cpu_count())
    return n_cores if n_threads is None else min(n_threads, n_cores)


def _cost(file: InputFile) -> int:
    """Cost of parsing a file, in bytes of plain text; 0 if it is not parsed ahead."""
    if not file.format.is_page:
        return 0
    return FILE_BYTES + file.n_bytes * file.format.relative_cost


def _batches(files: list[InputFile]) -> list[list[InputFile]]:
    """The files in order, in batches that cost at least `BATCH_BYTES` each, except the last."""
    batches: list[list[InputFile]] = [[]]
    cost = 0
    for file in files:
        if cost >= BATCH_BYTES:
            batches.append([])
            cost = 0
        batches[-1].append(file)
        cost += _cost(file)
    return batches
