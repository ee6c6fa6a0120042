"""Bootstrap samples of documents, as counts of the rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike, NDArray

from topics.errors import InputError
from topics.values import amount

BALANCED = 12
"""Samples are balanced within blocks of this many. Fewer would leave out too few documents: of two
balanced samples each lacks a quarter, of 12 each lacks .35, and independent ones lack .37."""


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
    group, n_groups = _numbered(groups)
    drawn = np.random.default_rng(random_state).integers(0, max(n_groups, 1), n_groups)
    times: NDArray[np.int64] = np.bincount(drawn, minlength=n_groups)[group]
    return times


def balanced_times(
    groups: NDArray[np.int64], random_states: Sequence[int]
) -> Iterator[NDArray[np.int64]]:
    """How often each row is in each of several samples of its groups, each of shape (n_rows,).

    As `times_drawn`, but each group is drawn equally often in every `BALANCED` samples together
    (Davison, Hinkley and Schechtman 1986): their mean then depends less on which groups happened
    to be drawn, which matters for topics of few documents. The first samples are the same for any
    larger number of samples.

    Parameters
    ----------
    groups : array of int, shape (n_rows,)
        The group of each row: the document of a section, say.
    random_states : sequence of int
        One for each sample; the first one of each block is its seed.

    Examples
    --------
    >>> samples = list(balanced_times(np.array([4, 4, 7, 9]), range(BALANCED)))
    >>> [times.tolist() for times in samples[:2]], sum(samples).tolist()
    ([[1, 1, 2, 0], [2, 2, 0, 1]], [12, 12, 12, 12])
    """
    group, n_groups = _numbered(groups)
    for first in range(0, len(random_states), BALANCED):
        order = np.tile(np.arange(n_groups), BALANCED)
        np.random.default_rng(random_states[first]).shuffle(order)
        block = order.reshape(BALANCED, n_groups)
        for drawn in block[: len(random_states) - first]:
            yield np.bincount(drawn, minlength=n_groups)[group]


def _numbered(groups: NDArray[np.int64]) -> tuple[NDArray[np.int64], int]:
    """The group of each row, numbered from 0, and the number of groups."""
    _, group = np.unique(groups, return_inverse=True)
    return group, int(group.max(initial=-1)) + 1


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
