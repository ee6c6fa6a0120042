"""Bootstrap samples of documents, as counts of the rows."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike, NDArray

from topics.errors import InputError
from topics.values import amount


def times_drawn(groups: NDArray[np.int64], random_state: int) -> NDArray[np.int64]:
    """How often each row is in a sample of its groups with replacement, shape (n_rows,).

    As many groups are drawn as there are, and their rows come with them.

    Parameters
    ----------
    groups : array of int, shape (n_rows,)
        The group of each row: the document of a section, say.
    random_state : int

    Examples
    --------
    >>> times_drawn(np.array([4, 4, 7, 9]), random_state=0).tolist()
    [0, 0, 2, 1]
    """
    _, group = np.unique(groups, return_inverse=True)
    n_groups = int(group.max(initial=-1)) + 1
    drawn = np.random.default_rng(random_state).integers(0, max(n_groups, 1), n_groups)
    times: NDArray[np.int64] = np.bincount(drawn, minlength=n_groups)[group]
    return times


def checked_groups(groups: ArrayLike | None, n_rows: int) -> NDArray[np.int64]:
    """The group of each row; without groups every row is one.

    Raises
    ------
    InputError
        Groups are no whole numbers, or not one for each row.

    Examples
    --------
    >>> checked_groups(None, 3).tolist()
    [0, 1, 2]
    """
    if groups is None:
        return np.arange(n_rows)
    array = np.asarray(groups)
    if array.shape != (n_rows,) or array.dtype.kind not in "iu":
        raise InputError(
            f"groups are {array.dtype} of shape {array.shape}, expected a whole number for each of "
            f"the {amount(n_rows, 'row')}"
        )
    return array.astype(np.int64)


def weighted_rows(matrix: Any, weights: NDArray[Any]) -> Any:
    """CSR rows multiplied by their weights, of the same type; those of weight 0 are left out.

    Examples
    --------
    >>> weighted_rows(sp.csr_array([[2.0, 1.0], [0.0, 3.0]]), np.array([0, 2])).toarray().tolist()
    [[0.0, 6.0]]
    """
    kept = np.flatnonzero(weights)
    rows = sp.csr_matrix(matrix)[kept]
    rows.data = rows.data * np.repeat(weights[kept], np.diff(rows.indptr)).astype(rows.dtype)
    return rows
