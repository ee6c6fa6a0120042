"""Topic matrices as tables with a key for every row, in wide and in long form."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.errors import RunFolderError
from topics.memory import LARGE, forget_pages
from topics.storage.arrays import read_array, write_array, write_arrays
from topics.storage.in_parts import write_table_in_formats
from topics.storage.tables import csv_path, read_header, read_table
from topics.values import amount

Shares = NDArray[np.float64] | NDArray[np.float32]

KEY_TYPES = {"document": "String", "position": "Int64"}
"""Columns that identify a row: the document, and the position of the section in it."""

MAPPED = ".npy"
"""Ending of the file from which a large matrix is mapped."""

CSV_ROWS = 1_000_000
"""A matrix of more rows is Parquet instead of CSV, unless CSV was asked for."""

CHUNK_CELLS = 2_000_000
"""Maximum number of cells that are written at once, to limit memory."""


def write_matrix(
    path_stem: Path, keys: pl.DataFrame, shares: Shares, *, formats: Sequence[str]
) -> None:
    """Write a matrix as its key columns, then ``topic_0`` to ``topic_K-1``, in full precision.

    Parameters
    ----------
    path_stem : Path
        ``document_topic`` gives ``document_topic.csv`` and, if `formats` contains them,
        ``document_topic.parquet`` and ``document_topic.npz``. The NPZ file has the arrays
        ``shares``, ``document`` (fixed-width strings) and, for sections, ``position``. More than
        `CSV_ROWS` rows are in ``document_topic.parquet`` instead of CSV, which must be asked for.
        A matrix that is large or not in CSV is also in ``document_topic.npy``, without keys, from
        which `read_shares` maps it.
    keys : polars.DataFrame, shape (n_rows, 1 or 2)
        Columns ``document``, or ``document`` and ``position``.
    shares : array of float64 or float32, shape (n_rows, n_topics)
    formats : sequence of str
        Any of `MATRIX_FORMATS`; ``"long"`` is ignored here, see `write_long`.
    """
    _check_shapes(keys, shares)
    tables = _formats_of_tables(keys, formats)
    write_table_in_formats(path_stem, _chunks(keys, shares), tables)
    if shares.nbytes >= LARGE or "csv" not in tables:
        write_array(csv_path(path_stem).with_suffix(MAPPED), shares)
    if "npz" in formats:
        arrays = {name: _fixed_width(keys[name]) for name in keys.columns}
        write_arrays(csv_path(path_stem).with_suffix(".npz"), shares=shares, **arrays)


def _formats_of_tables(keys: pl.DataFrame, formats: Sequence[str]) -> set[str]:
    """Which of CSV and Parquet a matrix with these rows is written as."""
    is_long = keys.height > CSV_ROWS
    return {*formats, "parquet" if is_long else "csv"} & {"csv", "parquet"}


def _row_chunks(shares: Shares) -> Iterator[slice]:
    """Rows that are written at once; always at least one slice."""
    n_rows = max(CHUNK_CELLS // max(shares.shape[1], 1), 1)
    for first in range(0, max(len(shares), 1), n_rows):
        yield slice(first, first + n_rows)
        forget_pages()


def _chunks(keys: pl.DataFrame, shares: Shares) -> Iterator[pl.DataFrame]:
    """The table of a matrix, some rows at a time."""
    for rows in _row_chunks(shares):
        columns = {f"topic_{k}": shares[rows, k] for k in range(shares.shape[1])}
        yield keys[rows].with_columns(**_series(columns))


def _long_chunks(keys: pl.DataFrame, shares: Shares, threshold: float) -> Iterator[pl.DataFrame]:
    """The rows and topics of a matrix, some rows at a time."""
    for rows in _row_chunks(shares):
        row, topic = np.nonzero(shares[rows] >= threshold)
        yield keys[rows][row].with_columns(
            topic=pl.Series(topic, dtype=pl.Int64), share=pl.Series(shares[rows][row, topic])
        )


def read_matrix(
    path_stem: Path, dtype: type[np.floating] = np.float64
) -> tuple[pl.DataFrame, NDArray[Any]]:
    """Return keys and shares of a matrix from its CSV file, bit for bit as they were written.

    Returns
    -------
    keys : polars.DataFrame, shape (n_rows, 1 or 2)
    shares : array of the type that was written, shape (n_rows, n_topics)

    Raises
    ------
    RunFolderError
        The columns are not keys followed by ``topic_0``, ``topic_1``, … in order, or a
        cell is missing or not a finite number.
    """
    path = csv_path(path_stem)
    columns = read_header(path)
    names = [name for name in columns if name in KEY_TYPES]
    topics = columns[len(names) :]
    is_in_order = topics == [f"topic_{k}" for k in range(len(topics))]
    if names not in (["document"], ["document", "position"]) or not topics or not is_in_order:
        raise RunFolderError(
            f"{path} has the columns {', '.join(columns)!s:.200}; expected document, "
            "position (sections only), topic_0, topic_1, …; fit again"
        )
    kind = "Float32" if dtype == np.float32 else "Float64"
    table = read_table(path, {name: KEY_TYPES.get(name, kind) for name in columns})
    if any(column.null_count() for column in table.iter_columns()):
        raise RunFolderError(f"{path} has empty cells; fit again")
    shares = np.ascontiguousarray(table.select(topics).to_numpy(), dtype=dtype)
    if not np.all(np.isfinite(shares)):
        raise RunFolderError(f"{path} has shares that are not finite numbers; fit again")
    return table.select(names), shares.reshape(table.height, len(topics))


def matrix_file(name: str, files: Collection[str]) -> str:
    """The file of a run folder from which a matrix is read.

    Examples
    --------
    >>> matrix_file("document_topic", ["document_topic.npy", "document_topic.parquet"])
    'document_topic.npy'
    """
    return name + (MAPPED if name + MAPPED in files else ".csv")


def read_shares(
    folder: Path, name: str, files: Collection[str], dtype: type[np.floating] = np.float64
) -> NDArray[Any]:
    """The shares of a matrix of a run folder, shape (n_rows, n_topics); large ones are mapped.

    Parameters
    ----------
    folder : Path
    name : str
        Such as ``document_topic``, with the folder inside before it.
    files : collection of str
        Names of the files in the manifest, which were verified.
    dtype : type
        The type that was written.

    Raises
    ------
    RunFolderError
        As `read_matrix`, or the array is not one of such shares.
    """
    if matrix_file(name, files) != name + MAPPED:
        return read_matrix(folder / name, dtype)[1]
    path = folder / (name + MAPPED)
    shares = read_array(path, mapped=True)
    is_matrix = shares.ndim == 2 and shares.dtype == dtype
    n_rows = max(CHUNK_CELLS // max(shares.shape[-1], 1), 1) if is_matrix else 1
    for first in range(0, len(shares) if is_matrix else 0, n_rows):
        is_matrix &= bool(np.isfinite(shares[first : first + n_rows]).all())
        forget_pages()
    if not is_matrix:
        raise RunFolderError(f"{path} does not hold a matrix of finite shares; fit again")
    return shares


def read_levels(
    folder: Path, files: Mapping[str, str], inner: str = ""
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Shares of documents and of sections that `write_levels` wrote.

    They are one array where they are mapped from equal files.

    Parameters
    ----------
    folder : Path
    files : mapping of str to str
        Files in the manifest, with their checksums.
    inner : str
        The folder inside that holds them, with a slash at its end.
    """
    documents, sections = (f"{inner}{level}_topic" for level in ("document", "section"))
    document_topic = read_shares(folder, documents, files)
    if files.get(documents + MAPPED, "none") == files.get(sections + MAPPED):
        return document_topic, document_topic
    return document_topic, read_shares(folder, sections, files)


def write_long(
    path: Path,
    keys: pl.DataFrame,
    shares: Shares,
    *,
    threshold: float = 0.0,
    formats: Sequence[str] = (),
) -> None:
    """Write one row per document (or section) and topic: keys, ``topic``, ``share``.

    By default every share is written, including zeros, so that sums over the file are exact
    and every document has every topic. The file has n_rows × n_topics lines, about 4 GB for a
    million sections and a hundred topics; a `threshold` such as 0.001 makes it smaller.

    Parameters
    ----------
    path : Path
        For example ``document_topic_long``, with or without ``.csv``.
    keys : polars.DataFrame, shape (n_rows, 1 or 2)
    shares : array of float64, shape (n_rows, n_topics)
    threshold : float
        Smallest share that is written.
    formats : sequence of str
        CSV or Parquet as in `write_matrix`.
    """
    _check_shapes(keys, shares)
    write_table_in_formats(
        path, _long_chunks(keys, shares, threshold), _formats_of_tables(keys, formats)
    )


def _series(columns: dict[str, Shares]) -> dict[str, pl.Series]:
    return {name: pl.Series(name, np.ascontiguousarray(v)) for name, v in columns.items()}


def _fixed_width(column: pl.Series) -> NDArray[np.generic]:
    """The column as an array; text as strings of one width, so that NPZ needs no pickle."""
    if column.dtype != pl.String:
        return column.to_numpy()
    return np.array(column.to_list(), dtype=np.str_) if len(column) else np.empty(0, "<U1")


def _check_shapes(keys: pl.DataFrame, shares: Shares) -> None:
    if shares.ndim != 2 or shares.shape[0] != keys.height:
        raise ValueError(f"shares have shape {shares.shape}, expected {amount(keys.height, 'row')}")
    if any(re.fullmatch(r"topic_\d+", name) for name in keys.columns):
        raise ValueError("a key column has the name of a topic column")


def write_levels(
    folder: Path,
    documents: pl.DataFrame,
    sections: pl.DataFrame,
    document_topic: NDArray[np.float64],
    section_topic: NDArray[np.float64],
    *,
    formats: Sequence[str],
) -> None:
    """Write both levels with `write_matrix`, and with `write_long` if `formats` has ``"long"``."""
    matrices = {
        "document_topic": (documents.select(document="id"), document_topic),
        "section_topic": (sections.select("document", "position"), section_topic),
    }
    for name, (keys, shares) in matrices.items():
        write_matrix(folder / name, keys, shares, formats=formats)
        if "long" in formats:
            write_long(folder / f"{name}_long", keys, shares, formats=formats)
