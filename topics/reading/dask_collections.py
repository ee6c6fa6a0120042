"""A dask.bag or a dask.dataframe → documents, one per row, partition by partition.

A partition is computed and parsed in one job, so that only documents come here. They do not stay on
the workers: ids, copies and blocks that repeat are matters of the whole corpus, which is assembled
here, from batches on disk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

from topics.errors import InputError, TopicsError
from topics.frames import columns_of, plain_value
from topics.options import ReadOptions
from topics.reading.arguments import DaskCollection
from topics.reading.files.discovery import InputFile
from topics.reading.formats.json.rows import RowResult, read_row, usable_rows
from topics.reading.formats.registry import Format
from topics.reading.formats.row_columns import check_columns
from topics.reading.formats.rows import RowError, RowReader
from topics.reading.records import BadRow, Document, Parsed
from topics.scheduling import Scheduler, in_order
from topics.scheduling.dask_cluster import DaskWorkers


class ReadPartition(NamedTuple):
    """What a partition gives, its rows numbered from 1, and the reader that saw them."""

    results: list[RowResult]
    reader: RowReader


def file_of(collection: DaskCollection) -> InputFile:
    """What takes the place of a file in the ids of rows and in messages."""
    name = "dataframe" if _is_table(collection) else "bag"
    return InputFile(name, name, True, name, own_format=Format(name, (), "", is_page=False))


def documents_of(
    collection: DaskCollection,
    options: ReadOptions,
    scheduler: Scheduler,
    on_partition: Callable[[int, int], None],
) -> Parsed:
    """Documents, bad rows and remarks, as the rows of a file of JSON Lines or a table give them.

    Parameters
    ----------
    collection : dask.bag or dask.dataframe
        A bag has texts or mappings.
    options : ReadOptions
    scheduler : Scheduler
        Workers of Dask compute the partitions; instead of others, the scheduler of the collection
        does, as many partitions at a time as there are workers.
    on_partition : callable
        Called with the number of partitions read, and of all.

    Raises
    ------
    UnusableFileError
        There are no rows, or no column of texts.
    InputError
        A partition cannot be computed.
    """
    if _is_table(collection):
        check_columns(options, _names_of_table(collection), {})
    reader = RowReader(options)
    yield from usable_rows(_rows_of(collection, options, scheduler, reader, on_partition))
    yield from reader.remarks()


def read_partition_of_bag(rows: Iterable[Any], options: ReadOptions) -> ReadPartition:
    """The documents of the texts or mappings of a partition."""
    reader = RowReader(options)
    results: list[RowResult] = []
    for number, value in enumerate(rows, 1):
        row = {key: plain_value(each) for key, each in value.items()} if _is_row(value) else value
        results.append((number, None, read_row(reader, plain_value(row), number, None)))
    return ReadPartition(results, reader)


def read_partition_of_table(table: Any, options: ReadOptions) -> ReadPartition:
    """The documents of the rows of a partition, which is a table of pandas."""
    columns = columns_of(table)
    reader = RowReader(options, list(columns))
    results: list[RowResult] = []
    for number, cells in enumerate(zip(*map(list, columns.values()), strict=True), 1):
        result: Document | BadRow
        try:
            result = reader.document(dict(zip(columns, cells, strict=True)), number, None)
        except RowError as error:
            result = BadRow(None, f"row {number}: {error}")
        results.append((number, None, result))
    return ReadPartition(results, reader)


def _rows_of(
    collection: DaskCollection,
    options: ReadOptions,
    scheduler: Scheduler,
    reader: RowReader,
    on_partition: Callable[[int, int], None],
) -> Iterator[RowResult]:
    """The results of all partitions, numbered on; the reader learns what theirs saw."""
    from dask.delayed import delayed

    read = read_partition_of_table if _is_table(collection) else read_partition_of_bag
    job = delayed(partial(read, options=options), pure=False)
    jobs = [job(partition) for partition in collection.to_delayed()]
    n_before = 0
    for n_done, partition in enumerate(_computed(collection, jobs, scheduler), 1):
        reader.merge(partition.reader)
        yield from (_numbered_on(result, n_before) for result in partition.results)
        n_before += len(partition.results)
        on_partition(n_done, len(jobs))


def _computed(
    collection: DaskCollection, jobs: list[Any], scheduler: Scheduler
) -> Iterator[ReadPartition]:
    done = 0
    try:
        for partition in _in_turn(collection, jobs, scheduler):
            done += 1
            yield partition
    except TopicsError:
        raise
    except Exception as error:  # of the functions that make the rows, whatever they are
        raise InputError(
            f"{file_of(collection).source}: a partition cannot be computed, after {done:,} that "
            f"were read: {type(error).__name__}: {str(error)[:200]}"
        ) from error


def _in_turn(
    collection: DaskCollection, jobs: list[Any], scheduler: Scheduler
) -> Iterator[ReadPartition]:
    if isinstance(scheduler, DaskWorkers):
        yield from in_order(scheduler, map(scheduler.compute, jobs))
        return
    from dask import base

    get = base.get_scheduler(collections=[collection])  # type: ignore[no-untyped-call]
    n = scheduler.n_workers
    for begin in range(0, len(jobs), n):
        some = jobs[begin : begin + n]
        yield from base.compute(*some, scheduler=get)  # type: ignore[no-untyped-call]


def _numbered_on(result: RowResult, n_before: int) -> RowResult:
    """The result with the number of its row in the collection."""
    number, line, found = result
    if isinstance(found, Document):
        found.row = number + n_before
    elif isinstance(found, BadRow):
        why = found.why.removeprefix(f"row {number}")
        found = replace(found, why=f"row {number + n_before}{why}")
    return number + n_before, line, found


def _is_row(value: Any) -> bool:
    return isinstance(value, Mapping)


def _is_table(collection: DaskCollection) -> bool:
    return hasattr(collection, "columns")


def _names_of_table(collection: Any) -> list[str]:
    """The columns of a table, with its index if that has a name."""
    index = collection.index.name
    return [*([] if index is None else [str(index)]), *map(str, collection.columns)]
