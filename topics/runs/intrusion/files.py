"""Files of tasks and answers, which people open and save with spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import polars as pl

from topics.errors import InputError, OptionError, OutputError, OutputExistsError
from topics.runs.intrusion.tasks import (
    KEY_SCHEMA,
    N_OPTIONS,
    RUN,
    TASK_KINDS,
    TASK_SET,
    Intrusion,
)
from topics.storage import check_file_name, check_new_file, write_table
from topics.values import amount

LARGEST = 50_000_000
"""Bytes of a file of answers; tasks of 1,000 topics are below."""

SEPARATORS = (",", ";", "\t")

ENDING = ".csv"
"""Of all files of tasks, keys and grades."""


def key_path(tasks: Path) -> Path:
    """Where the key of a file of tasks is.

    Examples
    --------
    >>> key_path(Path("study/tasks.csv")).as_posix()
    'study/tasks_key.csv'
    """
    return tasks.with_name(f"{tasks.stem}_key.csv")


def write_intrusion(
    path: Path, found: Intrusion, *, overwrite: bool, inside: Path | None = None
) -> Path:
    """Write the tasks and, beside them, the key, both or neither; the path of the key.

    Parameters
    ----------
    path : Path
    found : Intrusion
    overwrite : bool
        Replace files that exist.
    inside : Path or None
        Folder of a run, which stays as it is.

    Raises
    ------
    OptionError
        The name of the file does not end with .csv, or it would be in the run.
    OutputExistsError
        One of the files exists; answers may be in it.
    OutputError
        They cannot be written.
    """
    key = key_path(path)
    _check_files((path, key), inside, overwrite=overwrite)
    _write_tables({key: found.key, path: found.tasks})
    return key


def write_grades(
    path: Path, table: pl.DataFrame, *, overwrite: bool, inside: Path | None = None
) -> None:
    """Write the grades, all of them or nothing; parameters and errors as `write_intrusion`."""
    _check_files((path,), inside, overwrite=overwrite)
    _write_tables({path: table})


def _check_files(paths: Sequence[Path], inside: Path | None, *, overwrite: bool) -> None:
    for path in paths:
        if path.suffix.lower() != ENDING:
            raise OptionError(f"the output {path} should end with {ENDING}")
        check_file_name(path)
        check_new_file(path, inside=inside, overwrite=True)
    existing = [path for path in paths if path.exists()]
    if existing and not overwrite:
        raise OutputExistsError(
            f"{existing[0]} exists and may hold answers; name another file, or pass overwrite=True"
        )


def _write_tables(tables: dict[Path, pl.DataFrame]) -> None:
    """Write all tables under other names first, so that a failure leaves none of them."""
    partial = {path: path.with_name(f".{path.stem}.partial{ENDING}") for path in tables}
    path = next(iter(tables))
    try:
        for path, table in tables.items():
            write_table(partial[path], table)
        for path, written in partial.items():
            written.replace(path)
    except OSError as error:
        raise OutputError(
            f"cannot write {path}: {error.strerror or error}; name a file in another folder"
        ) from error
    finally:
        for written in partial.values():
            with suppress(OSError):  # never made, or its name is too long
                written.unlink()


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
        It is not there, is no key, or was changed.
    """
    if not path.exists():
        raise InputError(
            f"there is no key {path}; name the key that was written with the tasks, with --key"
        )
    table = read_answers(path)
    missing = set(KEY_SCHEMA) - set(table.columns)
    if missing:
        raise InputError(
            f"{path} is no key of tasks: it lacks {', '.join(sorted(missing))}; name the key that "
            "was written with the tasks, with --key"
        )
    try:
        key = table.select(
            pl.col(name).cast(dtype, strict=True) for name, dtype in KEY_SCHEMA.items()
        )
    except pl.exceptions.PolarsError as error:
        raise InputError(f"{path} is no key of tasks: a number in it is none") from error
    is_sound = (
        pl.col("task").is_unique()
        & pl.col("kind").is_in(TASK_KINDS)
        & pl.col("n_options").is_between(2, N_OPTIONS)
        & (pl.col("intruder") >= 1)
        & (pl.col("intruder") <= pl.col("n_options"))
        & (pl.col(RUN) == pl.col(RUN).first())
        & (pl.col(TASK_SET) == pl.col(TASK_SET).first())
    )
    damaged = key.filter(~is_sound.fill_null(False))
    if damaged.height:
        raise InputError(
            f"{path} is damaged: {amount(damaged.height, 'row is', 'rows are')} not as "
            f"`topics intrusion` wrote the key (task {damaged['task'][0]} is the first); write the "
            "tasks again, with the same random state"
        )
    return key
