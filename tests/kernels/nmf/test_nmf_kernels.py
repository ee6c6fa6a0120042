"""The NMF kernels equal their plain-loop twins."""

import numpy as np
import pytest
import scipy.sparse as sp

from support import naive
from topics.kernels.nmf.divergence import scale_rows
from topics.kernels.nmf.least_squares import solve_rows
from topics.kernels.nmf.sparse_products import extrapolate, gram_parts, multiply
from topics.kernels.nmf.transposing import transpose

N_ROWS, N_TERMS = 23, 31

sizes = pytest.mark.parametrize("n_topics", [1, 3, 8, 37])


def problem(n_topics):
    """Rows (one of them empty), a factor over terms that is mostly zeros, rows to begin with."""
    rng = np.random.default_rng(n_topics)
    values = rng.gamma(1.0, 1.0, (N_ROWS, N_TERMS)) * (rng.random((N_ROWS, N_TERMS)) < 0.3)
    values[5] = 0
    factor = rng.gamma(1.0, 1.0, (N_TERMS, n_topics)) * (rng.random((N_TERMS, n_topics)) < 0.5)
    rows = rng.gamma(1.0, 1.0, (N_ROWS, n_topics)) * (rng.random((N_ROWS, n_topics)) < 0.6)
    extra = rng.random((N_ROWS, n_topics))
    matrix = sp.csr_matrix(values.astype(np.float32))
    return matrix, *(np.ascontiguousarray(a, np.float32) for a in (factor, rows, extra))


def arrays(matrix):
    """CSR arrays in the kernels' types."""
    return matrix.data, matrix.indices.astype(np.int32), matrix.indptr.astype(np.int64)


@sizes
def test_multiply_equals_a_dense_product(n_topics):
    """Also for the empty row."""
    matrix, factor, rows, _ = problem(n_topics)
    multiply(*arrays(matrix), factor, rows)
    np.testing.assert_allclose(rows, matrix.toarray() @ factor, rtol=1e-5, atol=1e-6)


@sizes
@pytest.mark.parametrize("n_parts", [1, 7, 40])
def test_gram_parts_add_up(n_topics, n_parts):
    """Also where there are more parts than rows."""
    _, factor, _, _ = problem(n_topics)
    parts = np.empty((n_parts, n_topics, n_topics), np.float32)
    gram_parts(factor, parts)
    np.testing.assert_allclose(parts.sum(axis=0), factor.T @ factor, rtol=1e-5, atol=1e-5)


@sizes
@pytest.mark.parametrize("both_ways", [True, False])
def test_extrapolate_goes_on(n_topics, both_ways):
    """In the direction of the last move, never below zero."""
    _, _, now, before = problem(n_topics)
    result = np.empty_like(now)
    extrapolate(now, before, np.float32(0.7), both_ways, result)
    step = now - before
    step = step if both_ways else np.maximum(step, 0)
    np.testing.assert_allclose(result, np.maximum(now + 0.7 * step, 0), rtol=1e-5, atol=1e-6)


@sizes
@pytest.mark.parametrize(("linear", "quadratic"), [(0.0, 0.0), (0.3, 0.0), (0.1, 0.7)])
@pytest.mark.parametrize("with_extra", [True, False])
@pytest.mark.parametrize("tolerance", [0.0, 0.1])
def test_solve_rows_equals_its_twin(n_topics, linear, quadratic, with_extra, tolerance):
    """Rows and products after three passes, the Gram matrix with an empty topic."""
    matrix, factor, rows, extra = problem(n_topics)
    factor[:, n_topics // 2] = 0
    extra = extra if with_extra else extra[:0]
    gram = factor.T @ factor
    want = naive.solve_rows(
        matrix, factor.astype(float), gram.astype(float), linear, quadratic,
        extra if with_extra else np.zeros_like(rows), 3, tolerance, rows,
    )  # fmt: skip
    cross = np.empty(N_ROWS)
    solve_rows(
        *arrays(matrix), factor, gram, np.float32(linear), np.float32(quadratic), extra, 3,
        np.float32(tolerance), rows, cross,
    )  # fmt: skip
    np.testing.assert_allclose(rows, want[0], rtol=1e-3, atol=1e-4)
    np.testing.assert_allclose(cross, want[1], rtol=1e-3, atol=1e-3)


@sizes
@pytest.mark.parametrize("quadratic", [0.0, 0.7])
@pytest.mark.parametrize("with_extra", [True, False])
def test_scale_rows_equals_its_twin(n_topics, quadratic, with_extra):
    """Rows and log ratios after three passes."""
    matrix, factor, rows, extra = problem(n_topics)
    factor, rows, least = factor + np.float32(0.01), rows + np.float32(0.01), np.float32(1e-6)
    extra = extra if with_extra else extra[:0]
    mass = factor.sum(axis=0)
    want = naive.scale_rows(
        matrix, factor.astype(float), mass.astype(float), quadratic,
        extra if with_extra else np.zeros_like(rows), 3, least, rows,
    )  # fmt: skip
    score = np.empty(N_ROWS)
    scale_rows(
        *arrays(matrix), factor, mass, np.float32(quadratic), extra, 3, np.float32(0), least,
        rows, score,
    )  # fmt: skip
    np.testing.assert_allclose(rows, want[0], rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(score, want[1], rtol=1e-4, atol=1e-4)


def test_scale_rows_stops_when_settled():
    """A tolerance of 1 is met by the first pass."""
    matrix, factor, rows, extra = problem(8)
    factor, rows = factor + np.float32(0.01), rows + np.float32(0.01)
    once, score = rows.copy(), np.empty(N_ROWS)
    options = (*arrays(matrix), factor, factor.sum(axis=0), np.float32(0), extra[:0])
    scale_rows(*options, 1, np.float32(0), np.float32(1e-6), once, score)
    scale_rows(*options, 50, np.float32(9), np.float32(1e-6), rows, score)
    np.testing.assert_array_equal(rows, once)


@pytest.mark.parametrize("n_parts", [1, 3, 40])
def test_transpose_equals_scipy(n_parts):
    """In any number of parts, also more than there are rows; the indices are sorted."""
    matrix = problem(1)[0]
    flipped = (
        np.empty(matrix.nnz, np.float32),
        np.empty(matrix.nnz, np.int32),
        np.empty(N_TERMS + 1, np.int64),
    )
    transpose(*arrays(matrix), np.empty((n_parts, N_TERMS), np.int64), *flipped)
    for one, other in zip(flipped, arrays(matrix.T.tocsr()), strict=True):
        np.testing.assert_array_equal(one, other)
