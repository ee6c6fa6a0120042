"""Sparse rows in files of a fixed number of rows each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from topics.checks import check_whole
from topics.errors import WorkerError
from topics.kernels.resampling import draw_times
from topics.models.resampling import weighted_rows
from topics.storage import read_arrays, write_arrays

TERM_COUNTS = "term-counts.npz"
"""The file with the summed counts of all terms."""


@dataclass(frozen=True)
class PartitionedRows:
    """Counts in files, of which one at a time is in memory.

    Attributes
    ----------
    folder : Path
        Where the files are; every worker sees it.
    bounds : array of int64, shape (n_partitions + 1,)
        Partition ``p`` has the rows ``bounds[p]:bounds[p + 1]``, each with at least one count.
    groups : array of int64, shape (n_rows,)
        The document of each row.
    term_counts : array of float64, shape (n_vocabulary,)
        Summed counts of all rows.
    sha256 : str
        Of the bounds and of all files.
    """

    folder: Path
    bounds: NDArray[np.int64]
    groups: NDArray[np.int64]
    term_counts: NDArray[np.float64]
    sha256: str

    @property
    def n_partitions(self) -> int:
        """Number of files."""
        return len(self.bounds) - 1

    @property
    def n_rows(self) -> int:
        """Number of rows in all files."""
        return int(self.bounds[-1])

    @property
    def n_vocabulary(self) -> int:
        """Number of columns."""
        return len(self.term_counts)

    @property
    def n_tokens(self) -> float:
        """Summed counts."""
        return float(self.term_counts.sum())

    @property
    def term_counts_path(self) -> Path:
        """The file with `term_counts`, for workers."""
        return self.folder / TERM_COUNTS

    def matrices(self) -> Iterator[Any]:
        """The rows of each partition, CSR of float32, shape (n_rows_of_partition, n_vocabulary)."""
        for number in range(self.n_partitions):
            yield read_partition(self.folder, number, self.n_vocabulary)

    def sample(self, n_rows: int, random_state: int) -> tuple[Any, NDArray[np.int64]]:
        """About `n_rows` rows at random, in their order, CSR, and the group of each.

        Every partition gives its share of them. All rows if there are no more.
        """
        if self.n_rows <= n_rows:
            return sp.vstack(list(self.matrices()), format="csr"), self.groups
        ends = self.bounds * n_rows // self.n_rows
        parts, groups = [], []
        for number, matrix in enumerate(self.matrices()):
            generator = np.random.default_rng((random_state, number))
            n_drawn = int(ends[number + 1] - ends[number])
            drawn = np.sort(generator.choice(matrix.shape[0], n_drawn, replace=False))
            parts.append(matrix[drawn])
            groups.append(self.groups[self.bounds[number] + drawn])
        return sp.vstack(parts, format="csr"), np.concatenate(groups)


def write_partitions(
    folder: Path, matrix: Any, groups: NDArray[np.int64], partition_rows: int
) -> PartitionedRows:
    """Write rows into files of `partition_rows` rows each; the last one may have fewer.

    Parameters
    ----------
    folder : Path
        It exists.
    matrix : CSR of float32, shape (n_rows, n_vocabulary)
        Counts, each row with at least one.
    groups : array of int, shape (n_rows,)
        The document of each row.
    partition_rows : int

    Raises
    ------
    OptionError
        `partition_rows` is no whole number of at least 1.
    OutputError, OSError
        The folder cannot be written.
    """
    check_whole("partition_rows", partition_rows, 1, optional=False)
    n_rows = matrix.shape[0]
    bounds = np.append(np.arange(0, n_rows, partition_rows, dtype=np.int64), n_rows)
    digest = hashlib.sha256(bounds.tobytes())
    for number, first in enumerate(bounds[:-1]):
        rows = matrix[first : bounds[number + 1]]
        path = _path(folder, number)
        write_arrays(
            path,
            values=rows.data.astype(np.float32, copy=False),
            indices=rows.indices.astype(np.int32, copy=False),
            indptr=rows.indptr.astype(np.int64, copy=False),
            groups=groups[first : bounds[number + 1]].astype(np.int64, copy=False),
        )
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    term_counts = np.asarray(matrix.sum(axis=0, dtype=np.float64)).ravel()
    write_arrays(folder / TERM_COUNTS, term_counts=term_counts)
    return PartitionedRows(folder, bounds, groups, term_counts, digest.hexdigest())


def read_partition(
    folder: Path, number: int, n_vocabulary: int, resampled: int | None = None
) -> Any:
    """The rows of one partition, CSR of float32.

    Parameters
    ----------
    folder : Path
    number, n_vocabulary : int
    resampled : int, optional
        Random state of a bootstrap sample of the documents: rows of documents that are not in it
        are left out, and counts of those that are in it several times are multiplied.

    Raises
    ------
    WorkerError
        There is no such file.
    RunFolderError
        The file is damaged.
    """
    path = _path(folder, number)
    if not path.exists():
        raise WorkerError(
            f"{path} does not exist where a job runs; all workers need to see the work folder "
            "under the same path: name another one (work_folder, or the folder of --output)"
        )
    arrays = read_arrays(path)
    values, indices, indptr = (arrays[name] for name in ("values", "indices", "indptr"))
    matrix = sp.csr_matrix((values, indices, indptr), shape=(len(indptr) - 1, n_vocabulary))
    if resampled is None:
        return matrix
    times = np.empty(len(arrays["groups"]), np.int64)
    draw_times(np.uint64(resampled), arrays["groups"], times)
    return weighted_rows(matrix, times)


def _path(folder: Path, number: int) -> Path:
    return folder / f"rows-{number:06d}.npz"
