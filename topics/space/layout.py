"""UMAP's graph and layout, on kernels that give the same bits on any number of threads.

Beside umap-learn: points move against the places of the epoch before (not one edge after the
other), only their own end of an edge moves, all forces of an edge start from one place, and
forces come from a table of squared distances in steps of an eighth of an octave.
"""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from topics.kernels.map.layout import BINS_SHIFT, fill_memberships, move_points

EPOCHS, FEW_EPOCHS, MANY_POINTS = 500, 180, 10_000
"""Fewer epochs for more points, as umap-learn; it takes 200, here 180 give as much."""

STRANGERS = 5
"""Chance points that each drawn edge moves its point away from."""

SMALLEST_OCTAVE, LARGEST_OCTAVE = -30, 12
"""Powers of two of the squared distances that forces are looked up for."""

Floats = NDArray[np.float64]


def neighbour_graph(index: NDArray[np.int64], distance: Floats) -> sp.csr_array:
    r"""How strongly points belong together, a symmetric CSR graph (n_points, n_points).

    :math:`a + a^T - a \circ a^T` of the directed memberships :math:`a`
    (`topics.kernels.map.layout.fill_memberships`).

    Parameters
    ----------
    index : array of int, shape (n_points, n_others)
    distance : array, shape (n_points, n_others)

    Examples
    --------
    >>> graph = neighbour_graph(np.array([[1], [0]]), np.array([[0.5], [0.5]]))
    >>> graph.toarray().tolist()
    [[0.0, 1.0], [1.0, 0.0]]
    """
    n_points, n_others = index.shape
    membership = np.empty(distance.shape)
    fill_memberships(distance, membership)
    offsets = np.arange(0, n_points * n_others + 1, n_others)
    # A copy: indices are sorted in place.
    rows = (membership.ravel(), index.ravel().copy(), offsets)
    directed = sp.csr_array(rows, (n_points, n_points))
    directed.sum_duplicates()
    back = directed.T.tocsr()
    return (directed + back - directed.multiply(back)).tocsr()


def lay_out(
    graph: sp.csr_array, start: Floats, *, min_dist: float = 0.1, random_state: int = 0
) -> Floats:
    """Places of points after UMAP's descent, shape (n_points, 2).

    Parameters
    ----------
    graph : CSR, shape (n_points, n_points)
        Of `neighbour_graph`.
    start : array, shape (n_points, 2)
        About ten wide.
    min_dist : float in [0, 1]
    random_state : int
    """
    n_points = graph.shape[0]
    n_epochs = FEW_EPOCHS if n_points > MANY_POINTS else EPOCHS
    edges = sp.csr_array(graph)
    frequency = edges.data / edges.data.max()
    edges.data = np.where(frequency * n_epochs < 1, 0, frequency)
    edges.eliminate_zeros()
    arrays = (
        edges.indptr.astype(np.int64),
        edges.indices.astype(np.int32),
        edges.data.astype(np.float32),
    )
    attraction, repulsion, first_bin = _forces(*curve(min_dist))
    before = start.astype(np.float32)
    after = np.empty_like(before)
    for epoch in range(n_epochs):
        step = np.float32(1.0 - epoch / n_epochs)
        move_points(
            before,
            *arrays,
            epoch,
            step,
            np.uint64(random_state),
            attraction,
            repulsion,
            first_bin,
            STRANGERS,
            after,
        )
        before, after = after, before
    return before.astype(np.float64)


def curve(min_dist: float) -> tuple[float, float]:
    r"""The :math:`a` and :math:`b` of :math:`1 / (1 + a d^{2b})` for a least distance.

    The curve comes nearest to 1 up to `min_dist` and :math:`e^{-(d - min\_dist)}` beyond.

    Examples
    --------
    >>> [round(number, 3) for number in curve(0.1)]
    [1.577, 0.895]
    """
    from scipy.optimize import curve_fit

    distance = np.linspace(0, 3, 300)
    wanted = np.where(distance < min_dist, 1.0, np.exp(-(distance - min_dist)))
    (a, b), _ = curve_fit(lambda d, a, b: 1 / (1 + a * d ** (2 * b)), distance, wanted)
    return float(a), float(b)


def _forces(a: float, b: float) -> tuple[NDArray[np.float32], NDArray[np.float32], int]:
    """Attraction and repulsion by the bits of a squared distance, and the first bin's number."""
    per_octave = 1 << (23 - BINS_SHIFT)
    first_bin = (SMALLEST_OCTAVE + 127) * per_octave
    n_bins = (LARGEST_OCTAVE - SMALLEST_OCTAVE) * per_octave
    bits = (np.arange(first_bin, first_bin + n_bins) << BINS_SHIFT) + (1 << (BINS_SHIFT - 1))
    squared = bits.astype(np.int32).view(np.float32).astype(np.float64)
    near = 1 + a * squared**b
    attraction = -2 * a * b * squared ** (b - 1) / near
    repulsion = 2 * b / ((0.001 + squared) * near)
    return attraction.astype(np.float32), repulsion.astype(np.float32), first_bin
