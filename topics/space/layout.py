"""UMAP's graph and layout, on kernels that give the same bits on any number of threads.

It differs from umap-learn in four ways. Points move relative to the coordinates of the epoch
before, instead of one edge after the other. Only the first point of an edge moves. All forces of
an edge are taken at the same coordinates. Forces are looked up in a table of squared distances
with eight entries per octave.
"""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from topics.kernels.map.layout import BINS_SHIFT, Edges, Forces, fill_memberships, move_points
from topics.notices import report_step

EPOCHS, FEW_EPOCHS, MANY_POINTS = 500, 180, 10_000
"""Epochs of a layout, and those for more than `MANY_POINTS`, where umap-learn takes 200."""

EPOCHS_A_STEP = 10
"""Progress is reported once in this many epochs."""

NEGATIVE_SAMPLES = 5
"""Each drawn edge moves its point away from this many random points."""

SMALLEST_OCTAVE, LARGEST_OCTAVE = -30, 12
"""The table of forces covers squared distances between 2 to these powers."""

Floats = NDArray[np.float64]


def neighbour_graph(index: NDArray[np.int64], distance: Floats) -> sp.csr_array:
    r"""Symmetric CSR graph of membership strengths, shape (n_points, n_points).

    :math:`a + a^T - a \circ a^T`, the probability that at least one direction of an edge
    exists, with :math:`a` the directed memberships
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
    # A copy, because indices are sorted in place.
    rows = (membership.ravel(), index.ravel().copy(), offsets)
    directed = sp.csr_array(rows, (n_points, n_points))
    directed.sum_duplicates()
    back = directed.T.tocsr()
    return (directed + back - directed.multiply(back)).tocsr()


def lay_out(
    graph: sp.csr_array, start: Floats, *, min_dist: float = 0.1, random_state: int = 0
) -> Floats:
    """Coordinates of points after UMAP's gradient descent, shape (n_points, 2).

    Parameters
    ----------
    graph : CSR, shape (n_points, n_points)
        What `neighbour_graph` returns.
    start : array, shape (n_points, 2)
        Initial coordinates, about -10 to 10.
    min_dist : float in [0, 1]
    random_state : int
    """
    n_points = graph.shape[0]
    n_epochs = FEW_EPOCHS if n_points > MANY_POINTS else EPOCHS
    drawn = sp.csr_array(graph)
    frequency = drawn.data / drawn.data.max()
    # Edges that would be drawn less than once are left out.
    drawn.data = np.where(frequency * n_epochs < 1, 0, frequency)
    drawn.eliminate_zeros()
    edges = Edges(
        drawn.data.astype(np.float32),
        drawn.indices.astype(np.int32),
        drawn.indptr.astype(np.int64),
    )
    forces = force_table(*curve(min_dist))
    before = start.astype(np.float32)
    after = np.empty_like(before)
    for epoch in range(n_epochs):
        if epoch % EPOCHS_A_STEP == 0:
            report_step(epoch, n_epochs)
        step = np.float32(1.0 - epoch / n_epochs)
        move_points(
            before,
            edges,
            epoch,
            step,
            np.uint64(random_state),
            forces,
            NEGATIVE_SAMPLES,
            after,
        )
        before, after = after, before
    return before.astype(np.float64)


def curve(min_dist: float) -> tuple[float, float]:
    r"""Parameters :math:`a` and :math:`b` of the similarity :math:`1 / (1 + a d^{2b})` on the map.

    They are the least-squares fit to 1 up to `min_dist` and :math:`e^{-(d - min\_dist)}`
    beyond.

    Examples
    --------
    >>> [round(number, 3) for number in curve(0.1)]
    [1.577, 0.895]
    """
    from scipy.optimize import curve_fit

    distance = np.linspace(0, 3, 300)
    target = np.where(distance < min_dist, 1.0, np.exp(-(distance - min_dist)))
    (a, b), _ = curve_fit(lambda d, a, b: 1 / (1 + a * d ** (2 * b)), distance, target)
    return float(a), float(b)


def force_table(a: float, b: float) -> Forces:
    r"""Attraction and repulsion per unit of distance, by the bin of the squared distance :math:`s`.

    .. math::

        \frac{-2 a b s^{b - 1}}{1 + a s^b} \quad\text{and}\quad
        \frac{2 b}{(0.001 + s) (1 + a s^b)}

    at the middle of each bin. The leading bits of a float32 are its exponent and the first
    digits of its fraction, so shifting them gives the bin.

    Examples
    --------
    >>> forces = force_table(*curve(0.1))
    >>> len(forces.attraction), bool(forces.attraction.max() < 0 < forces.repulsion.min())
    (336, True)
    """
    per_octave = 1 << (23 - BINS_SHIFT)
    first_bin = (SMALLEST_OCTAVE + 127) * per_octave
    n_bins = (LARGEST_OCTAVE - SMALLEST_OCTAVE) * per_octave
    bits = (np.arange(first_bin, first_bin + n_bins) << BINS_SHIFT) + (1 << (BINS_SHIFT - 1))
    squared = bits.astype(np.int32).view(np.float32).astype(np.float64)
    inverse_similarity = 1 + a * squared**b
    attraction = -2 * a * b * squared ** (b - 1) / inverse_similarity
    repulsion = 2 * b / ((0.001 + squared) * inverse_similarity)
    return Forces(attraction.astype(np.float32), repulsion.astype(np.float32), first_bin)
