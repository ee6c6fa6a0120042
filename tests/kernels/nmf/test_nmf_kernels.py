"""The NMF kernels equal their plain-loop twins."""

import numpy as np
import pytest
import scipy.sparse as sp

from support import naive
from topics.kernels.nmf.arrays import Divergence, LeastSquares
from topics.kernels.nmf.divergence import scale_rows
from topics.kernels.nmf.least_squares import solve_rows
from topics.kernels.nmf.sparse_products import extrapolate, gram_parts, multiply
from topics.kernels.nmf.transposing import transpose
from topics.kernels.rows import Rows

N_ROWS, N_TERMS = 23, 31

sizes = pytest.mark.parametrize("n_topics", [1, 3, 8, 37])


def problem(n_topics):
    """Rows (one empty), a factor over terms that is half zeros, a first factor over rows, extra."""
    rng = np.random.default_rng(n_topics)
    values = rng.gamma(1.0, 1.0, (N_ROWS, N_TERMS)) * (rng.random((N_ROWS, N_TERMS)) < 0.3)
    values[5] = 0
    factor = rng.gamma(1.0, 1.0, (N_TERMS, n_topics)) * (rng.random((N_TERMS, n_topics)) < 0.5)
    rows = rng.gamma(1.0, 1.0, (N_ROWS, n_topics)) * (rng.random((N_ROWS, n_topics)) < 0.6)
    extra = rng.random((N_ROWS, n_topics))
    matrix = sp.csr_matrix(values.astype(np.float32))
    return matrix, *(np.ascontiguousarray(a, np.float32) for a in (factor, rows, extra))


@sizes
def test_multiply_equals_a_dense_product(n_topics):
    """Including the empty row."""
    matrix, factor, rows, _ = problem(n_topics)
    multiply(Rows.from_csr(matrix), factor, rows)
    np.testing.assert_allclose(rows, matrix.toarray() @ factor, rtol=1e-5, atol=1e-6)


@sizes
@pytest.mark.parametrize("n_parts", [1, 7, 40])
def test_gram_parts_add_up(n_topics, n_parts):
    """Even if there are more parts than rows."""
    _, factor, _, _ = problem(n_topics)
    parts = np.empty((n_parts, n_topics, n_topics), np.float32)
    gram_parts(factor, parts)
    np.testing.assert_allclose(parts.sum(axis=0), factor.T @ factor, rtol=1e-5, atol=1e-5)


@sizes
@pytest.mark.parametrize("both_ways", [True, False])
def test_extrapolate_continues_the_last_move(n_topics, both_ways):
    """But never below zero."""
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
    """Rows and products after three passes; one topic of the factor is empty."""
    matrix, factor, rows, extra = problem(n_topics)
    factor[:, n_topics // 2] = 0
    target = LeastSquares(
        factor,
        factor.T @ factor,
        np.float32(linear),
        np.float32(quadratic),
        extra if with_extra else extra[:0],
    )
    want = naive.solve_rows(matrix, target, 3, tolerance, rows)
    cross = np.empty(N_ROWS)
    solve_rows(Rows.from_csr(matrix), target, 3, np.float32(tolerance), rows, cross)
    np.testing.assert_allclose(rows, want[0], rtol=1e-3, atol=1e-4)
    np.testing.assert_allclose(cross, want[1], rtol=1e-3, atol=1e-3)


@sizes
@pytest.mark.parametrize("quadratic", [0.0, 0.7])
@pytest.mark.parametrize("with_extra", [True, False])
def test_scale_rows_equals_its_twin(n_topics, quadratic, with_extra):
    """Rows and log ratios after three passes."""
    matrix, factor, rows, extra = problem(n_topics)
    rows += np.float32(0.01)
    target = divergence(factor, quadratic, extra if with_extra else extra[:0])
    want = naive.scale_rows(matrix, target, 3, rows)
    score = np.empty(N_ROWS)
    scale_rows(Rows.from_csr(matrix), target, 3, np.float32(0), rows, score)
    np.testing.assert_allclose(rows, want[0], rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(score, want[1], rtol=1e-4, atol=1e-4)


def divergence(factor, quadratic, extra):
    """The target of `scale_rows` for a factor that is lifted above 0."""
    factor = factor + np.float32(0.01)
    return Divergence(factor, factor.sum(axis=0), np.float32(quadratic), extra, np.float32(1e-6))


def test_scale_rows_stops_when_settled():
    """The first pass meets a tolerance above 1."""
    matrix, factor, rows, extra = problem(8)
    rows += np.float32(0.01)
    once, score = rows.copy(), np.empty(N_ROWS)
    target, given = divergence(factor, 0.0, extra[:0]), Rows.from_csr(matrix)
    scale_rows(given, target, 1, np.float32(0), once, score)
    scale_rows(given, target, 50, np.float32(9), rows, score)
    np.testing.assert_array_equal(rows, once)


@pytest.mark.parametrize("n_parts", [1, 3, 40])
def test_transpose_equals_scipy(n_parts):
    """In any number of parts, even more than there are rows; the indices are sorted."""
    matrix = problem(1)[0]
    result = Rows(
        np.empty(matrix.nnz, np.float32),
        np.empty(matrix.nnz, np.int32),
        np.empty(N_TERMS + 1, np.int64),
    )
    transpose(Rows.from_csr(matrix), np.empty((n_parts, N_TERMS), np.int64), result)
    for one, other in zip(result, Rows.from_csr(matrix.T.tocsr()), strict=True):
        np.testing.assert_array_equal(one, other)
