"""Sparse rows as one argument of a kernel."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray


class Rows(NamedTuple):
    """A sparse matrix in CSR form.

    Row ``i`` has the values ``values[indptr[i]:indptr[i + 1]]`` in the columns
    ``indices[indptr[i]:indptr[i + 1]]``. A kernel is compiled once for each combination of
    types, and a read-only array has another type than a writable one, so rows for the same kernel
    should always be made in the same way.

    Attributes
    ----------
    values : array, shape (n_nonzeros,)
    indices : array of int, shape (n_nonzeros,)
    indptr : array of int64, shape (n_rows + 1,)
    """

    values: NDArray[Any]
    indices: NDArray[Any]
    indptr: NDArray[np.int64]

    @classmethod
    def from_csr(cls, matrix: Any) -> Rows:
        """Arrays of a CSR matrix as float32, int32 and int64, copied only where needed."""
        return cls(
            np.require(matrix.data, np.float32, ["C", "W"]),
            np.require(matrix.indices, np.int32, ["C", "W"]),
            np.require(matrix.indptr, np.int64, ["C", "W"]),
        )

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return len(self.indptr) - 1
