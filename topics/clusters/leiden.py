"""Leiden: clusters of a graph that maximise modularity, each well connected inside.

Own code, because scikit-network 0.33.5 refines with the C library's `rand`, which has no seed:
six calls with one random state in one process gave five different results. It has no wheel for
Python 3.14 either. igraph and leidenalg are under the GPL.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from topics.kernels.clusters.leiden import Graph, move_nodes, refine

Ids = NDArray[np.int64]

MAX_LEVELS, MAX_ROUNDS = 50, 10
"""Leiden aggregates at most `MAX_LEVELS` times and begins again from its result at most
`MAX_ROUNDS` times; it ends earlier where nothing moves."""

MAX_TRIALS = 14
"""Resolutions that are tried for a given number of clusters."""

WIDEST = 2.0**40
"""The search for a resolution ends at this one, where every point is alone."""


def leiden(adjacency: Any, *, resolution: float = 1.0, random_state: int = 0) -> Ids:
    r"""Clusters of the nodes of a graph, numbered from 0 in order of the nodes.

    Maximises :math:`\sum_{ij} (A_{ij} - \gamma k_i k_j / 2m) [c_i = c_j]`, with weights
    :math:`A`, degrees :math:`k`, total weight :math:`2m` and resolution :math:`\gamma`: nodes are
    moved, clusters refined, refined parts become nodes, until nothing moves (Traag, Waltman and
    van Eck 2019). The labels do not depend on threads or on earlier calls.

    Parameters
    ----------
    adjacency : scipy.sparse CSR, shape (n_nodes, n_nodes)
        Symmetric, weights of at least 0.
    resolution : float
        Above 0; larger values give more clusters.
    random_state : int
        Seed of the orders in which nodes are visited.

    Examples
    --------
    >>> pairs = sp.csr_array(np.array([[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]]))
    >>> leiden(pairs).tolist()
    [0, 0, 1, 1]
    """
    labels = np.arange(adjacency.shape[0])
    generator = np.random.default_rng(random_state)
    for _ in range(MAX_ROUNDS):
        moved = _round(adjacency, labels, resolution, generator)
        if np.array_equal(moved, labels):
            break
        labels = moved
    return labels


def leiden_of_size(adjacency: Any, n_clusters: int, *, random_state: int = 0) -> tuple[Ids, float]:
    """Exactly `n_clusters` clusters of a graph, and the resolution that they are from.

    The resolution is searched by bisection of its logarithm. Where no resolution that is tried
    gives the number, the result with the fewest clusters above it is taken, and the pair whose
    union has the highest modularity is merged until the number is reached; of equal pairs, the
    one with the smaller numbers.

    Parameters
    ----------
    adjacency : scipy.sparse CSR, shape (n_nodes, n_nodes)
    n_clusters : int
        1 to n_nodes.
    random_state : int
    """
    lower, upper = 0.0, 1.0
    best: tuple[Ids, float] | None = None
    resolution = 1.0
    for _ in range(MAX_TRIALS):
        labels = leiden(adjacency, resolution=resolution, random_state=random_state)
        n_clusters_here = int(labels.max()) + 1
        if n_clusters_here == n_clusters:
            return labels, resolution
        if n_clusters_here > n_clusters:
            if best is None or n_clusters_here <= best[0].max():
                best = labels, resolution
            upper = resolution
            resolution = upper / 4 if lower == 0 else float(np.sqrt(lower * upper))
        else:
            lower = resolution
            resolution = lower * 4 if best is None else float(np.sqrt(lower * upper))
    if best is None:
        best = np.arange(adjacency.shape[0]), WIDEST
    return merged_to(adjacency, best[0], n_clusters, min(best[1], 1.0)), best[1]


def merged_to(
    adjacency: Any,
    labels: Ids,
    n_clusters: int,
    resolution: float = 1.0,
    node_of_row: Ids | None = None,
) -> Ids:
    """Labels after merging the pair that gains most modularity until `n_clusters` are left.

    Where the largest gain is shared, the pair with the smaller numbers is merged. Numbers are then
    given again in order of the rows. Labels of -1 belong to no cluster and stay.

    Parameters
    ----------
    adjacency : scipy.sparse CSR, shape (n_nodes, n_nodes)
    labels : array of int64, shape (n_rows,)
    n_clusters : int
    resolution : float
    node_of_row : array of int64, shape (n_rows,), optional
        By default every row is a node of its own.
    """
    is_member = labels >= 0
    n_found = int(labels.max()) + 1
    if n_found <= n_clusters:
        return labels
    rows = np.flatnonzero(is_member)
    nodes = rows if node_of_row is None else node_of_row[rows]
    membership = sp.csr_array(
        (np.ones(len(nodes)), (nodes, labels[rows])), shape=(adjacency.shape[0], n_found)
    )
    between = (membership.T @ adjacency @ membership).toarray()
    degree = membership.T @ np.asarray(adjacency.sum(axis=1)).ravel()
    factor = resolution / max(degree.sum(), np.finfo(float).tiny)
    root = np.arange(n_found)
    gain = between - factor * np.outer(degree, degree)
    gain[np.tril_indices(n_found)] = -np.inf
    for _ in range(n_found - n_clusters):
        kept, gone = (int(each) for each in np.unravel_index(gain.argmax(), gain.shape))
        root[root == gone] = kept
        between[kept] += between[gone]
        between[:, kept] += between[:, gone]
        degree[kept] += degree[gone]
        gain[gone], gain[:, gone] = -np.inf, -np.inf
        new = between[kept] - factor * degree[kept] * degree
        is_left = root == np.arange(n_found)
        after = np.arange(n_found) > kept
        gain[kept, after & is_left] = new[after & is_left]
        before = np.arange(n_found) < kept
        gain[before & is_left, kept] = new[before & is_left]
    return in_order_of_nodes(np.where(is_member, root[np.maximum(labels, 0)], -1))


def in_order_of_nodes(labels: Ids) -> Ids:
    """The labels numbered from 0 in the order in which they first occur; -1 stays.

    Examples
    --------
    >>> in_order_of_nodes(np.array([7, -1, 2, 7])).tolist()
    [0, -1, 1, 0]
    """
    numbers, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    ranks = np.full(len(numbers), -1)
    is_cluster = numbers >= 0
    ranks[is_cluster] = np.argsort(np.argsort(first[is_cluster]))
    return ranks[inverse.ravel()]


def _round(adjacency: Any, labels: Ids, resolution: float, generator: np.random.Generator) -> Ids:
    """Labels of the nodes after moving, refining and aggregating until nothing moves."""
    node_of = np.arange(len(labels))
    current, weights = labels.copy(), adjacency
    for _ in range(MAX_LEVELS):
        graph = _as_graph(weights)
        n_moves = move_nodes(graph, generator.permutation(len(current)), resolution, current)
        current = in_order_of_nodes(current)
        if n_moves == 0:
            break
        order = generator.permutation(len(current))
        parts = in_order_of_nodes(refine(graph, order, resolution, current))
        n_parts = int(parts.max()) + 1
        if n_parts == len(current):
            # Every part is one node: what is left of the moves is kept, and nothing shrinks.
            break
        membership = sp.csr_array(
            (np.ones(len(parts)), parts, np.arange(len(parts) + 1)), shape=(len(parts), n_parts)
        )
        weights = (membership.T.tocsr() @ weights @ membership).tocsr()
        cluster_of_part = np.zeros(n_parts, dtype=np.int64)
        cluster_of_part[parts] = current
        current, node_of = cluster_of_part, parts[node_of]
    return in_order_of_nodes(current[node_of])


def _as_graph(weights: Any) -> Graph:
    """The arrays of a CSR matrix in the types that the kernels are compiled for."""
    weights.sort_indices()
    data = weights.data.astype(np.float64)
    offsets = weights.indptr.astype(np.int64)
    rows = np.repeat(np.arange(len(offsets) - 1), np.diff(offsets))
    degrees = np.bincount(rows, weights=data, minlength=len(offsets) - 1)
    return Graph(offsets, weights.indices.astype(np.int64), data, degrees.astype(np.float64))
