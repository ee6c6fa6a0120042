"""Rows as points: what "close" means for clusters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike, NDArray

from topics.clusters.graph import check_rows
from topics.errors import InputError
from topics.memory import empty_array
from topics.shares import in_row_chunks
from topics.values import amount

Floats = NDArray[np.float64]

N_AXES = 100
"""Axes of the tf-idf view. On newsgroups, news and speeches, 50 to 200 axes differ little."""


def consensus_points(shares: Sequence[Floats]) -> Floats:
    r"""Points whose distance is the root mean square of the Hellinger distances of several fits.

    The square roots of the shares of all fits side by side, divided by :math:`\sqrt{2 n}`, with
    :math:`n` fits. Topics need not be matched.

    Parameters
    ----------
    shares : sequence of array, shape (n_rows, n_topics)
        One array for each fit; rows sum to 1. The numbers of topics can differ.

    Examples
    --------
    >>> apart = [np.eye(2), np.eye(2)]
    >>> float(np.linalg.norm(np.subtract(*consensus_points(apart))))
    1.0
    """
    if not shares:
        raise InputError("expected the shares of at least one fit; got none")
    arrays = [checked_points("shares", each) for each in shares]
    check_rows(arrays)
    points = empty_array((len(arrays[0]), sum(each.shape[1] for each in arrays)))
    for rows in in_row_chunks(len(points)):
        part = points[rows]
        np.concatenate([each[rows] for each in arrays], axis=1, out=part)
        if (part < 0).any():
            raise InputError("shares has values below 0; expected rows that sum to 1")
        np.divide(part, 2 * len(arrays), out=part)
        np.sqrt(part, out=part)
    return points


def shares_points(shares: Floats) -> Floats:
    """Points of one fit, whose distance is Hellinger's; the consensus of one."""
    return consensus_points([shares])


def tf_idf_points(
    counts: Any, *others: Any, n_axes: int = N_AXES, random_state: int = 0
) -> tuple[Floats, ...]:
    """Unit vectors on the largest axes of tf-idf: latent semantic analysis.

    Counts become 1 + log(count), times the smooth inverse document frequency, at unit length;
    then scikit-learn's TruncatedSVD, on one thread, so that the bits are always the same.

    Parameters
    ----------
    counts : scipy.sparse CSR, shape (n_rows, n_vocabulary)
    *others : scipy.sparse CSR, shape (any number of rows, n_vocabulary)
        Rows that are put on the axes of `counts`.
    n_axes : int
        Lowered if there are fewer rows or terms.
    random_state : int

    Returns
    -------
    tuple of array, shape (n_rows, n_axes)
        Points of `counts`, then of each of the others.
    """
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfTransformer
    from threadpoolctl import threadpool_limits

    weighting = TfidfTransformer(sublinear_tf=True).fit(sp.csr_matrix(counts))
    rows = [weighting.transform(sp.csr_matrix(each)) for each in (counts, *others)]
    n_kept = min(n_axes, *rows[0].shape)
    if n_kept < 2:
        return tuple(unit_rows(each.toarray()[:, :N_AXES]) for each in rows)
    with threadpool_limits(1):
        axes = TruncatedSVD(n_kept, random_state=random_state).fit(rows[0])
        return tuple(unit_rows(axes.transform(each).astype(np.float64)) for each in rows)


def embedding_points(
    embeddings: ArrayLike, n_rows: int, is_used: NDArray[np.bool_] | None = None
) -> Floats:
    """The caller's embeddings at unit length; distance is then a function of the cosine.

    Parameters
    ----------
    embeddings : array_like, shape (n_rows, n_axes)
        One row for each document, or each section, in the order of the run.
    n_rows : int
        The expected number of rows.
    is_used : array of bool, shape (n_rows,), optional
        Rows that take part; the others are left out, and their values are not looked at.

    Raises
    ------
    InputError
        Not numbers, another shape, NaN or infinity, or rows of zeros, all of them named.

    Examples
    --------
    >>> embedding_points([[3.0, 4.0], [0.0, 2.0]], 2).tolist()
    [[0.6, 0.8], [0.0, 1.0]]
    """
    array = _as_table("embeddings", embeddings)
    if len(array) != n_rows:
        raise InputError(
            f"embeddings has {amount(len(array), 'row')}, expected {n_rows}: one for each row of "
            "the run, in its order, also for rows without counted terms"
        )
    rows = np.arange(n_rows) if is_used is None else np.flatnonzero(is_used)
    chosen = array[rows]
    _refuse(rows, ~np.isfinite(chosen).all(axis=1), "NaN or infinity in")
    _refuse(rows, ~(chosen != 0).any(axis=1), "only zeros in")
    return unit_rows(chosen)


def checked_points(name: str, points: ArrayLike) -> Floats:
    """`points` as a table of finite numbers.

    Raises
    ------
    InputError
        Not numbers, not two axes, or NaN or infinity in some rows, which are named.
    """
    array = _as_table(name, points)
    is_bad = np.empty(len(array), dtype=np.bool_)
    for rows in in_row_chunks(len(array)):
        is_bad[rows] = ~np.isfinite(array[rows]).all(axis=1)
    _refuse(np.arange(len(array)), is_bad, "NaN or infinity in", name)
    return array


def unit_rows(points: Floats) -> Floats:
    """Rows divided by their lengths; rows of zeros stay as they are."""
    largest = np.abs(points).max(axis=1, keepdims=True, initial=0.0)
    scaled = points / np.where(largest > 0, largest, 1.0)  # the square of 1e200 is infinite
    length = np.sqrt(np.square(scaled).sum(axis=1, keepdims=True))
    result: Floats = scaled / np.where(length > 0, length, 1.0)
    return result


def _as_table(name: str, values: ArrayLike) -> Floats:
    """The values as a float64 array of two axes, of which the second is not empty."""
    try:
        array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise InputError(f"{name} are not numbers; expected rows of equal length") from None
    if array.ndim != 2 or array.shape[1] == 0:
        raise InputError(f"{name} has shape {array.shape}, expected (n_rows, n_axes)")
    return array


def _refuse(rows: NDArray[Any], is_bad: Any, what: str, name: str = "embeddings") -> None:
    """Raise InputError that names the first bad rows, if there are any."""
    bad = rows[is_bad]
    if len(bad):
        listed = ", ".join(map(str, bad[:5].tolist()))
        more = f" and {len(bad) - 5} more" if len(bad) > 5 else ""
        raise InputError(
            f"{name}: {what} row {listed}{more}; expected finite numbers that are not all 0"
        )
