"""Some rows of a large array, which are copied only where they are used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class SomeRows:
    """Rows of an array by their numbers, for functions that look at a part of them at a time.

    Attributes
    ----------
    array : array, shape (n_rows_of_array, n_columns)
    numbers : array of int, shape (n_rows,)

    Examples
    --------
    >>> rows = SomeRows(np.arange(8.0).reshape(4, 2), np.array([3, 0]))
    >>> rows.shape, rows[:1].tolist(), rows[:, 1].tolist()
    ((2, 2), [[6.0, 7.0]], [7.0, 1.0])
    """

    array: Floats
    numbers: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def shape(self) -> tuple[int, int]:
        """Numbers of rows and of columns."""
        return len(self.numbers), self.array.shape[1]

    def __getitem__(self, key: Any) -> Any:
        """The rows, or the rows and columns, that a key of NumPy names."""
        if isinstance(key, tuple):
            return self.array[self.numbers[key[0]], *key[1:]]
        return self.array[self.numbers[key]]


Shares = Floats | SomeRows
"""Rows of shares."""
