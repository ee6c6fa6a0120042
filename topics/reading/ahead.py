"""Many pages are parsed by several processes, ahead of the one that puts them together."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass

from topics.reading.files import InputFile
from topics.reading.parsing import parse_bytes, read_bytes
from topics.reading.records import BadRow, Document, RowOptions, UnusableFileError

PAGE_FORMATS = frozenset(("plain", "markdown", "rst", "html"))
"""Formats of one page a file; tables are read row by row by one process, to save memory."""

MIN_BYTES = 8_000_000
"""Less is read faster than processes start. HTML counts `HTML_FACTOR` times."""

HTML_FACTOR = 20
"""Text is read at 10 MB in a second, HTML at half a megabyte."""

BATCH_BYTES = 2_000_000


@dataclass(slots=True)
class ParsedFile:
    """What a process found in a file.

    Attributes
    ----------
    results : list of Document or BadRow
    sha256 : str
        Empty where the file could not be opened.
    n_bytes : int
    error : str or None
        Why the file is unusable from the last result on.
    """

    results: list[Document | BadRow]
    sha256: str = ""
    n_bytes: int = 0
    error: str | None = None


def parse_ahead(
    files: list[InputFile], options: RowOptions
) -> Iterator[tuple[InputFile, ParsedFile | None]]:
    """Every file in order, with what is in it where another process has parsed it already."""
    from joblib import cpu_count

    sizes = [_cost(file) for file in files]
    n_processes = cpu_count()
    if n_processes < 2 or sum(sizes) < MIN_BYTES:
        for file in files:
            yield file, None
        return
    from joblib import Parallel, delayed

    batches = _batches(files, sizes)
    # Not fork, which deadlocks beside running threads; loky starts clean interpreters.
    pool = Parallel(n_jobs=n_processes, return_as="generator", pre_dispatch="2*n_jobs")
    for batch, parsed in zip(
        batches, pool(delayed(parse_files)(batch, options) for batch in batches), strict=True
    ):
        yield from zip(batch, parsed, strict=True)


def parse_files(files: list[InputFile], options: RowOptions) -> list[ParsedFile | None]:
    """What is in each file; None for formats that are not parsed ahead."""
    return [_parse(file, options) if file.format in PAGE_FORMATS else None for file in files]


def _parse(file: InputFile, options: RowOptions) -> ParsedFile:
    parsed = ParsedFile([])
    try:
        data = read_bytes(file)
        parsed.sha256, parsed.n_bytes = hashlib.sha256(data).hexdigest(), len(data)
        for result in parse_bytes(file, data, options):
            parsed.results.append(result)
    except UnusableFileError as error:
        parsed.error = str(error)
    return parsed


def _cost(file: InputFile) -> int:
    if file.format not in PAGE_FORMATS:
        return 0
    try:
        n_bytes = os.path.getsize(file.path)
    except OSError:
        return 0
    return n_bytes * (HTML_FACTOR if file.format == "html" else 1)


def _batches(files: list[InputFile], sizes: list[int]) -> list[list[InputFile]]:
    """Files in order, cut where a batch has enough bytes."""
    batches: list[list[InputFile]] = [[]]
    n_bytes = 0
    for file, size in zip(files, sizes, strict=True):
        if n_bytes >= BATCH_BYTES:
            batches.append([])
            n_bytes = 0
        batches[-1].append(file)
        n_bytes += size
    return batches
