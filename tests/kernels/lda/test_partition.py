"""The kernels of partitions equal plain NumPy."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from topics.kernels.lda.arrays import Topics
from topics.kernels.lda.partition import add_drawn, add_rounded, assign_topics
from topics.kernels.rows import Rows


def random_rows(seed=0, n_rows=7, n_terms=5):
    """Counts of which one row is empty."""
    rng = np.random.default_rng(seed)
    dense = rng.poisson(0.7, (n_rows, n_terms)).astype(np.float32)
    dense[3] = 0.0
    return sp.csr_matrix(dense)


def test_assign_topics_takes_the_most_probable_and_the_first_of_equal_ones():
    """Assign topics takes the most probable and the first of equal ones."""
    matrix, rng = random_rows(), np.random.default_rng(1)
    term_topic = rng.random((5, 4), dtype=np.float32)
    term_topic[2] = 0.5
    topics = Topics(
        term_topic, np.full(4, 0.25, np.float32), np.full(4, 0.1, np.float32), np.float32(0.005)
    )
    row_topic = np.zeros((7, 4), np.float32)
    row_topic[:3] = rng.random((3, 4), dtype=np.float32)
    drawn = np.empty(matrix.nnz, np.int32)
    assign_topics(Rows.from_csr(matrix), topics, row_topic, drawn)
    row_of = np.repeat(np.arange(7), np.diff(matrix.indptr))
    weights = (row_topic[row_of] + np.float32(0.1)) * np.float32(0.25) * term_topic[matrix.indices]
    assert drawn.tolist() == weights.argmax(axis=1).tolist()


def test_add_drawn_sums_scaled_counts():
    """Add drawn sums scaled counts."""
    matrix = random_rows()
    drawn = np.arange(matrix.nnz, dtype=np.int32) % 3
    counts = np.ones((5, 3), np.int32)
    add_drawn(Rows.from_csr(matrix), drawn, 8.0, counts)
    expected = np.ones((5, 3), np.int32)
    np.add.at(expected, (matrix.indices, drawn), (8 * matrix.data).astype(np.int32))
    assert counts.tolist() == expected.tolist()


def test_add_rounded_rounds_to_the_scale():
    """Add rounded rounds to the scale."""
    counts = np.zeros((4, 2), np.int32)
    contribution = np.array([[0.25, 1.1], [3.0, 0.0]], np.float32)
    for _ in range(2):
        add_rounded(np.array([2, 0], np.int32), contribution, 4.0, counts)
    assert counts.tolist() == [[24, 0], [0, 0], [2, 8], [0, 0]]
