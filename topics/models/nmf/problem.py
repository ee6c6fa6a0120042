"""What an NMF fit is given: scaled rows, their transpose, penalties and pulls."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from topics.errors import InputError
from topics.kernels.nmf.transposing import transpose
from topics.kernels.threads import kernel_threads

Floats = NDArray[np.float32]

LARGEST = 1e150
BLOCK = 1 << 16
MOST_PARTS = 8
"""Threads that transpose rows: each needs a number for every term."""

_NOTHING = np.float32(1e-30)
"""Values below this share of the largest are zero: subnormal numbers are slow and say nothing."""


@dataclass(frozen=True)
class SparseRows:
    """Arrays of CSR rows in the kernels' types."""

    values: Floats
    indices: NDArray[np.int32]
    indptr: NDArray[np.int64]

    @classmethod
    def of(cls, matrix: Any) -> SparseRows:
        """Of a CSR matrix, or of the transpose of a CSC matrix."""
        return cls(
            matrix.data.astype(np.float32, copy=False),
            # A kernel would be compiled again for arrays that cannot be written.
            np.require(matrix.indices, np.int32, ["C", "W"]),
            matrix.indptr.astype(np.int64),
        )

    @property
    def arrays(self) -> tuple[Floats, NDArray[np.int32], NDArray[np.int64]]:
        """Values, indices and offsets."""
        return self.values, self.indices, self.indptr

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return len(self.indptr) - 1

    def transposed(self, n_columns: int) -> SparseRows:
        """The transpose, which has `n_columns` rows."""
        with kernel_threads(None) as n_threads:
            n_parts = min(n_threads, MOST_PARTS)
        result = SparseRows(
            np.empty_like(self.values),
            np.empty_like(self.indices),
            np.empty(n_columns + 1, np.int64),
        )
        transpose(*self.arrays, np.empty((n_parts, n_columns), np.int64), *result.arrays)
        return result


@dataclass(frozen=True)
class Pull:
    """What draws the factor over terms, beside the rows.

    Attributes
    ----------
    extra : array, shape (n_terms, n_topics)
        Added to what the rows say for each number: to the product with the rows (Frobenius),
        to the expected weights (Kullback-Leibler).
    shared : array, shape (n_topics, n_topics) or (n_topics,)
        Gram matrix (Frobenius) or mass (Kullback-Leibler) of what draws.
    constant : float
        Makes the objective a sum of squares or a divergence.
    """

    extra: Floats
    shared: NDArray[np.float64]
    constant: float

    def widened(self, width: int) -> Pull:
        """The same with further topics that it does not draw."""
        shared = np.pad(self.shared, (0, width - len(self.shared)))
        return replace(self, extra=widened(self.extra, width), shared=shared)


@dataclass(frozen=True)
class Problem:
    """Rows over terms, divided by a power of two so that the largest value is about 1.

    Attributes
    ----------
    matrix : CSR of float32, shape (n_rows, n_terms)
    exponent : int
        The rows were divided by ``2**exponent``.
    row_linear, row_quadratic, term_linear, term_quadratic : float
        Penalties on the factors, in the scale of the divided rows.
    pull : Pull, optional
    """

    matrix: Any
    exponent: int = 0
    row_linear: float = 0.0
    row_quadratic: float = 0.0
    term_linear: float = 0.0
    term_quadratic: float = 0.0
    pull: Pull | None = None

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return int(self.matrix.shape[0])

    @property
    def n_terms(self) -> int:
        """Number of terms."""
        return int(self.matrix.shape[1])

    @cached_property
    def rows(self) -> SparseRows:
        """The rows."""
        return SparseRows.of(self.matrix)

    @cached_property
    def columns(self) -> SparseRows:
        """The rows' transpose."""
        return self.rows.transposed(self.n_terms)

    @cached_property
    def total(self) -> float:
        """Sum of all values."""
        return float(self.matrix.data.sum(dtype=np.float64))

    @cached_property
    def squares(self) -> float:
        """Sum of the squares of all values."""
        data = self.matrix.data
        return float(sum(np.square(data[b], dtype=np.float64).sum() for b in blocks(len(data))))

    @property
    def mean(self) -> float:
        """Mean value, zeros among them."""
        return self.total / max(self.n_rows * self.n_terms, 1)


def widened(factor: Floats, width: int) -> Floats:
    """A factor (n, n_topics) with further topics of zeros, `width` in all."""
    missing = width - factor.shape[1]
    return np.pad(factor, ((0, 0), (0, missing))) if missing else factor


def blocks(n: int) -> Iterator[slice]:
    """Slices of `n` numbers: a float64 copy of all would be most of the memory."""
    for begin in range(0, n, BLOCK):
        yield slice(begin, begin + BLOCK)


def exponent_of(matrix: Any) -> int:
    """The power of two next above the largest value; 0 where all are zero."""
    largest = float(matrix.data.max(initial=0.0))
    if largest > LARGEST:
        raise InputError(f"the largest value is {largest:.3g}, expected at most {LARGEST:g}")
    return int(np.frexp(largest)[1])


def times_power_of_two(array: NDArray[Any], exponent: int) -> NDArray[np.float64]:
    """``array * 2**exponent`` in float64; in two steps, as the power alone may be too large."""
    half = exponent // 2
    result = array * np.float64(2.0**half)
    result *= 2.0 ** (exponent - half)
    return result


def scaled(matrix: Any, exponent: int) -> Any:
    """CSR float32 rows divided by ``2**exponent``, without zeros."""
    data = np.empty(len(matrix.data), np.float32)
    for block in blocks(len(data)):
        with np.errstate(under="ignore", over="ignore"):
            data[block] = times_power_of_two(matrix.data[block], -exponent)
    data = np.minimum(data, np.finfo(np.float32).max / 2, out=data)
    data[data < _NOTHING] = 0
    rows = sp.csr_matrix((data, matrix.indices, matrix.indptr), shape=matrix.shape)
    if not data.all():
        rows.indices, rows.indptr = rows.indices.copy(), rows.indptr.copy()
        rows.eliminate_zeros()
    return rows
