"""Many pages are parsed by several processes, ahead of the one that puts them together."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from topics.options import ReadOptions
from topics.reading.files.discovery import InputFile
from topics.reading.files.opening import limit_of, read_bytes
from topics.reading.formats.parsing import parse_bytes
from topics.reading.parallel.workers import run_ahead
from topics.reading.records import BadRow, Document, UnusableFileError

MIN_BYTES = 8_000_000
"""Less than this is read before the processes have started; bytes count by the
`relative_cost` of their format."""

FILE_BYTES = 2_000
"""What opening a file costs, in bytes of text."""

BATCH_BYTES = 2_000_000


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
    files: list[InputFile], options: ReadOptions, n_threads: int | None = None
) -> Iterator[tuple[InputFile, ParsedFile | None]]:
    """Every file in order, with what is in it where another process has parsed it already.

    Parameters
    ----------
    files : list of InputFile
    options : ReadOptions
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
    results = run_ahead(partial(parse_files, options=options), batches, n_processes)
    for batch, parsed in zip(batches, results, strict=True):
        yield from zip(batch, parsed, strict=True)


def parse_files(files: list[InputFile], options: ReadOptions) -> list[ParsedFile | None]:
    """What is in each file; None for formats that are not parsed ahead."""
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


def _n_processes(n_threads: int | None) -> int:
    from joblib import cpu_count

    return int(cpu_count()) if n_threads is None else min(n_threads, int(cpu_count()))


def _cost(file: InputFile) -> int:
    if not file.format.is_page:
        return 0
    return FILE_BYTES + file.n_bytes * file.format.relative_cost


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
