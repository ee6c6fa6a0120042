"""Files of tasks and answers, which people open and save with spreadsheets."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import polars as pl

from topics.errors import InputError, OutputExistsError
from topics.runs.intrusion.tasks import KEY_SCHEMA, Intrusion
from topics.storage import replace_file, write_table

LARGEST = 50_000_000
"""Bytes of a file of answers; tasks of 1,000 topics are below."""

SEPARATORS = (",", ";", "\t")


def key_path(tasks: Path) -> Path:
    """Where the key of a file of tasks is.

    Examples
    --------
    >>> key_path(Path("study/tasks.csv")).as_posix()
    'study/tasks_key.csv'
    """
    return tasks.with_name(f"{tasks.stem}_key.csv")


def write_intrusion(path: Path, found: Intrusion, *, overwrite: bool) -> Path:
    """Write the tasks and, beside them, the key; the path of the key.

    Raises
    ------
    OutputExistsError
        One of the files exists; answers may be in it.
    OutputError
        They cannot be written.
    """
    key = key_path(path)
    existing = [each for each in (path, key) if each.exists()]
    if existing and not overwrite:
        raise OutputExistsError(
            f"{existing[0]} exists and may hold answers; name another file, or pass overwrite=True"
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    write_grades(key, found.key)
    write_grades(path, found.tasks)
    return key


def write_grades(path: Path, table: pl.DataFrame) -> None:
    """Write one table, all of it or nothing."""
    staging = path.with_name(f".{path.stem}.partial.csv")
    try:
        write_table(staging, table)
        replace_file(path, staging.read_bytes())
    finally:
        staging.unlink(missing_ok=True)


def read_answers(path: Path) -> pl.DataFrame:
    """A table of answers as texts, whatever separator a spreadsheet saved it with.

    Raises
    ------
    InputError
        The file cannot be read as a table.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise InputError(f"{path} has more than {LARGEST:,} bytes; give the filled tasks")
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8; save it as CSV UTF-8") from error
    head = text.partition("\n")[0]
    separator = max(SEPARATORS, key=head.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise InputError(f"{path} is no table of answers: {error}") from error
    if not rows:
        raise InputError(f"{path} is empty; give the filled tasks")
    names = [name.strip().lower() for name in rows[0]]
    cells = [[*row, *[""] * len(names)][: len(names)] for row in rows[1:] if any(row)]
    columns = dict(zip(names, zip(*cells, strict=True), strict=True)) if cells else {}
    return pl.DataFrame(
        {name: list(columns.get(name, ())) for name in names},
        schema=dict.fromkeys(names, pl.String),
    )


def read_key(path: Path) -> pl.DataFrame:
    """The key that `write_intrusion` wrote.

    Raises
    ------
    InputError
        It is not there, or is no key.
    """
    table = read_answers(path)
    missing = set(KEY_SCHEMA) - set(table.columns)
    if missing:
        raise InputError(f"{path} is no key of tasks: it lacks {', '.join(sorted(missing))}")
    try:
        return table.select(
            pl.col(name).cast(dtype, strict=True) for name, dtype in KEY_SCHEMA.items()
        )
    except pl.exceptions.PolarsError as error:
        raise InputError(f"{path} is no key of tasks: a number in it is none") from error
