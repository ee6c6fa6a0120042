"""What an NMF fit is given: scaled rows, their transpose, penalties and a pull."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from topics.errors import InputError
from topics.kernels.nmf.transposing import transpose
from topics.kernels.rows import Rows
from topics.kernels.threads import kernel_threads
from topics.models.nmf.pull import Pull

LARGEST = 1e150
"""Largest value of the rows: the square of a larger one is infinite in float64."""

BLOCK = 1 << 16
"""Non-zeros that are converted at a time."""

MAX_PARTS = 8
"""Threads that transpose rows: each needs a number for every term."""

_NEGLIGIBLE = np.float32(1e-30)
"""Values below this share of the largest become 0, because subnormal numbers are slow."""


@dataclass(frozen=True)
class Problem:
    """Rows over terms, divided by a power of two so that the largest value is at most 1.

    Attributes
    ----------
    matrix : CSR of float32, shape (n_rows, n_vocabulary)
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

    @classmethod
    def scaled(
        cls,
        matrix: Any,
        exponent: int,
        unit: int,
        *,
        document_topic_penalty: float,
        topic_term_penalty: float,
        l1_ratio: float,
    ) -> Self:
        """Rows divided by ``s = 2**exponent``, and the penalties of `NMF` in that scale.

        With ``V`` divided by ``s``, ``H`` keeps its scale and ``W`` is divided by ``s``. The loss
        is divided by ``s**unit``, so the penalties of ``H`` are divided by that too, the linear
        one of ``W`` by ``s**(unit - 1)`` and its quadratic one by ``s**(unit - 2)``.
        """
        n_rows, n_vocabulary = matrix.shape
        per_row = n_vocabulary * document_topic_penalty
        per_term = _shifted(n_rows * topic_term_penalty, -unit * exponent)
        row_linear = _shifted(per_row, (1 - unit) * exponent)
        row_quadratic = _shifted(per_row, (2 - unit) * exponent)
        return cls(
            matrix=scaled_rows(matrix, exponent),
            exponent=exponent,
            row_linear=row_linear * l1_ratio,
            row_quadratic=row_quadratic * (1 - l1_ratio),
            term_linear=per_term * l1_ratio,
            term_quadratic=per_term * (1 - l1_ratio),
        )

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return int(self.matrix.shape[0])

    @property
    def n_vocabulary(self) -> int:
        """Number of terms."""
        return int(self.matrix.shape[1])

    @cached_property
    def rows(self) -> Rows:
        """The rows, for the kernels."""
        return Rows.from_csr(self.matrix)

    @cached_property
    def columns(self) -> Rows:
        """The transpose of the rows."""
        return transposed(self.rows, self.n_vocabulary)

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
        """Mean value, including zeros."""
        return self.total / max(self.n_rows * self.n_vocabulary, 1)


def transposed(rows: Rows, n_columns: int) -> Rows:
    """The transpose of rows over `n_columns` columns."""
    with kernel_threads(None) as n_threads:
        n_parts = min(n_threads, MAX_PARTS)
    result = Rows(
        np.empty_like(rows.values),
        np.empty_like(rows.indices),
        np.empty(n_columns + 1, np.int64),
    )
    transpose(rows, np.empty((n_parts, n_columns), np.int64), result)
    return result


def blocks(n: int) -> Iterator[slice]:
    """Slices of `n` numbers; a float64 copy of all at once would take most of the memory."""
    for begin in range(0, n, BLOCK):
        yield slice(begin, begin + BLOCK)


def exponent_of(matrix: Any) -> int:
    """The exponent of the first power of two above the largest value; 0 if all values are 0.

    Raises
    ------
    InputError
        The largest value is above `LARGEST`.
    """
    largest = float(matrix.data.max(initial=0.0))
    if largest > LARGEST:
        raise InputError(f"the largest value is {largest:.3g}, expected at most {LARGEST:g}")
    return int(np.frexp(largest)[1])


def times_power_of_two(array: NDArray[Any], exponent: int) -> NDArray[np.float64]:
    """``array * 2**exponent`` in float64, in two steps: the power itself may be infinite."""
    half = exponent // 2
    result = array * np.float64(2.0**half)
    result *= 2.0 ** (exponent - half)
    return result


def scaled_rows(matrix: Any, exponent: int) -> Any:
    """CSR float32 rows divided by ``2**exponent``, without stored zeros."""
    data = np.empty(len(matrix.data), np.float32)
    for block in blocks(len(data)):
        with np.errstate(under="ignore", over="ignore"):
            data[block] = times_power_of_two(matrix.data[block], -exponent)
    data = np.minimum(data, np.finfo(np.float32).max / 2, out=data)
    data[data < _NEGLIGIBLE] = 0
    rows = sp.csr_matrix((data, matrix.indices, matrix.indptr), shape=matrix.shape)
    if not data.all():
        rows.indices, rows.indptr = rows.indices.copy(), rows.indptr.copy()
        rows.eliminate_zeros()
    return rows


def _shifted(penalty: float, exponent: int) -> float:
    """``penalty * 2**exponent``, but at most 1e30, which is safe in float32."""
    with np.errstate(over="ignore", under="ignore"):
        return float(min(np.ldexp(penalty, exponent), 1e30))
