"""Parse pages in several processes, ahead of the one that assembles the corpus."""

from __future__ import annotations

import hashlib
from collections.abc import Generator
from dataclasses import dataclass
from functools import partial

from topics.options import ReadOptions
from topics.reading.files.discovery import InputFile
from topics.reading.files.opening import limit_of, read_bytes
from topics.reading.parallel.workers import run_ahead
from topics.reading.parsing import parse_bytes
from topics.reading.records import BadRow, Document, Remark, UnusableFileError

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
    """

    results: list[Document | BadRow | Remark]
    sha256: str = ""
    n_bytes: int = 0
    error: UnusableFileError | None = None


def parse_ahead(
    files: list[InputFile], options: ReadOptions, n_threads: int | None = None
) -> Generator[tuple[InputFile, ParsedFile | None], None, None]:
    """Every file in order, with its documents if another process has parsed it, else None.

    Parameters
    ----------
    files : list of InputFile
    options : ReadOptions
    n_threads : int, optional
        Maximum number of processes; by default one per core, and never more.

    Raises
    ------
    WorkerError
        A process ended early, for example because it was killed.
    """
    batches = _batches(files)
    n_processes = min(most_processes(n_threads), len(batches))
    if n_processes < 2 or sum(_cost(file) for file in files) < MIN_BYTES:
        for file in files:
            yield file, None
        return
    results = run_ahead(partial(parse_files, options=options), batches, n_processes)
    for batch, parsed in zip(batches, results, strict=True):
        yield from zip(batch, parsed, strict=True)


def parse_files(files: list[InputFile], options: ReadOptions) -> list[ParsedFile | None]:
    """Documents of each file; None for formats that are not parsed ahead."""
    return [_parse(file, options) if file.format.is_page else None for file in files]


def _parse(file: InputFile, options: ReadOptions) -> ParsedFile:
    parsed = ParsedFile([])
    try:
        data = read_bytes(file, limit_of(file, options))
        parsed.sha256, parsed.n_bytes = hashlib.sha256(data).hexdigest(), len(data)
        for result in parse_bytes(file, data, options):
            parsed.results.append(result)
    except UnusableFileError as error:
        parsed.error = error
    return parsed


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
