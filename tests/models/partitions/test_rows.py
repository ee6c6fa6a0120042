"""Partitions on disk: what is written is read, samples take a share of each, damage is named."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st

from topics.errors import OptionError, RunFolderError, WorkerError
from topics.models.partitions import read_partition, write_partitions


def rows_of(n_rows, n_terms=6, seed=0):
    """Random rows, each with a count."""
    rng = np.random.default_rng(seed)
    dense = rng.poisson(1.0, (n_rows, n_terms))
    dense[:, 0] += 1
    return sp.csr_matrix(dense.astype(np.float32))


@given(st.integers(1, 40), st.integers(1, 50))
def test_partitions_are_the_rows(tmp_path_factory, n_rows, partition_rows):
    """Partitions are the rows."""
    folder = tmp_path_factory.mktemp("rows")
    matrix = rows_of(n_rows)
    rows = write_partitions(folder, matrix, np.arange(n_rows), partition_rows)
    assert rows.n_partitions == -(-n_rows // partition_rows)
    assert (sp.vstack(list(rows.matrices())) != matrix).nnz == 0
    assert rows.term_counts.tolist() == matrix.toarray().sum(axis=0).tolist()
    assert (rows.n_rows, rows.n_tokens) == (n_rows, matrix.sum())


def test_a_sample_takes_its_share_of_every_partition(tmp_path):
    """A sample takes its share of every partition."""
    matrix = rows_of(100)
    groups = np.arange(100) // 2
    rows = write_partitions(tmp_path, matrix, groups, 30)
    sample, of_sample = rows.sample(20, random_state=3)
    assert sample.shape == (20, 6)
    shares = np.bincount(of_sample * 2 // 30, minlength=4)
    assert shares.tolist() == [6, 6, 6, 2]
    again, _ = rows.sample(20, random_state=3)
    assert (sample != again).nnz == 0
    other, _ = rows.sample(20, random_state=4)
    assert (sample != other).nnz > 0
    everything, all_groups = rows.sample(100, random_state=3)
    assert (everything != matrix).nnz == 0
    assert all_groups.tolist() == groups.tolist()


def test_the_hash_is_of_rows_and_bounds(tmp_path):
    """The hash is of rows and bounds."""
    hashes = set()
    for number, (matrix, size) in enumerate(
        ((rows_of(9), 3), (rows_of(9), 4), (rows_of(9, seed=1), 3))
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        hashes.add(write_partitions(folder, matrix, np.arange(9), size).sha256)
    assert len(hashes) == 3


def test_bad_partitions_are_named(tmp_path):
    """Bad partitions are named."""
    with pytest.raises(OptionError, match="partition_rows is 0"):
        write_partitions(tmp_path, rows_of(3), np.arange(3), 0)
    with pytest.raises(WorkerError, match="all workers need to see the work folder"):
        read_partition(tmp_path, 5, 6)
    write_partitions(tmp_path, rows_of(3), np.arange(3), 2)
    (tmp_path / "rows-000001.npz").write_bytes(b"cut")
    with pytest.raises(RunFolderError, match=r"rows-000001\.npz cannot be read"):
        read_partition(tmp_path, 1, 6)
