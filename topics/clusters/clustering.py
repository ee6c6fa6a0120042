"""Clusters by any method, with the membership of every row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from topics.checks import check_choice, check_number, check_random_state, check_whole
from topics.choices import CLUSTER_METHODS, DEFAULT_CLUSTER_METHOD, DEFAULT_RESOLUTION
from topics.clusters.density import hdbscan
from topics.clusters.graph import NeighbourGraph, edge_weights, neighbour_graph
from topics.clusters.kmeans import kmeans
from topics.clusters.leiden import leiden, leiden_of_size
from topics.clusters.views import checked_points
from topics.errors import InputError, OptionError
from topics.shares import Shares, in_row_chunks
from topics.space import nearest_points
from topics.values import agreeing, amount

Floats = NDArray[np.float64]
Ids = NDArray[np.int64]

LEAST_RESOLUTION = 1e-6
"""Leiden's resolution is at least this; lower ones only join what has no edges between it."""


@dataclass(frozen=True)
class Clustering:
    """The cluster of every row.

    Attributes
    ----------
    labels : array of int64, shape (n_rows,)
        Clusters from 0, in descending order of their number of rows; equal ones in the order of
        their first rows. -1 is a row of no cluster (HDBSCAN's noise).
    strength : array, shape (n_rows,)
        Share in [0, 1] of the row's weight to its neighbours that falls to rows of its cluster;
        a row at the point of others counts their common neighbours. 0 for rows of no cluster.
    nearest : array of int64, shape (n_rows,)
        The row's cluster; for a row of no cluster, the one that its neighbours have most weight
        in. -1 only if there is no cluster at all.
    resolution : float or None
        Leiden's resolution: the given one, or what the search for `n_clusters` ended with.
    """

    labels: Ids
    strength: Floats
    nearest: Ids
    resolution: float | None = None

    @property
    def n_clusters(self) -> int:
        """Number of clusters, without noise."""
        return int(self.labels.max(initial=-1)) + 1

    @property
    def n_noise(self) -> int:
        """Number of rows of no cluster."""
        return int((self.labels < 0).sum())


def cluster_points(
    points: Floats,
    graph: NeighbourGraph | None = None,
    *,
    method: str = DEFAULT_CLUSTER_METHOD,
    n_clusters: int | None = None,
    resolution: float = DEFAULT_RESOLUTION,
    random_state: int = 0,
) -> Clustering:
    """Clusters of rows; rows at the same point are always in the same one with Leiden.

    Parameters
    ----------
    points : array, shape (n_rows, n_axes)
        As the functions of `topics.clusters.views` return them, without rows that have no terms.
    graph : NeighbourGraph, optional
        Graph of the same rows; by default that of `points`. Leiden uses only the graph, k-means
        and HDBSCAN only the points; strength is measured by the graph.
    method : {"leiden", "kmeans", "hdbscan"}
    n_clusters : int, optional
        Exactly this many. None leaves it to the method; k-means needs a number.
    resolution : float
        Leiden's resolution, if `n_clusters` is None.
    random_state : int

    Raises
    ------
    OptionError
        An option is out of range; k-means has no number; there are fewer distinct rows than
        `n_clusters`.
    InputError
        There are no rows, or points that are not finite.

    Examples
    --------
    >>> points = np.array([[0.0], [0.1], [0.3], [7.0], [7.1]])
    >>> cluster_points(points, method="kmeans", n_clusters=2).labels.tolist()
    [0, 0, 0, 1, 1]
    """
    points = checked_points("points", points)
    check_choice("method", method, CLUSTER_METHODS)
    check_whole("n_clusters", n_clusters, 1)
    check_number("resolution", resolution, LEAST_RESOLUTION, None)
    check_random_state(random_state)
    if method == "kmeans" and n_clusters is None:
        raise OptionError("kmeans needs a number of clusters; give n_clusters, or use leiden")
    graph = neighbour_graph(points, random_state=random_state) if graph is None else graph
    if len(graph.node_of_row) != len(points):
        raise InputError(
            f"the graph has {amount(len(graph.node_of_row), 'row')} and points {len(points)}; "
            "expected the same rows"
        )
    if n_clusters is not None and n_clusters > graph.n_nodes:
        raise OptionError(
            f"n_clusters is {n_clusters}, but there {agreeing(graph.n_nodes, 'is', 'are')} only "
            f"{amount(graph.n_nodes, 'distinct row')} among {len(points)}; ask for "
            f"{graph.n_nodes} or fewer"
        )
    used_resolution = None
    if method == "kmeans":
        labels = kmeans(points, int(n_clusters or 1), random_state=random_state)
    elif method == "hdbscan":
        labels = hdbscan(points, graph.adjacency, graph.node_of_row, n_clusters)
    else:
        found, used_resolution = _by_leiden(graph, n_clusters, resolution, random_state)
        labels = found[graph.node_of_row]
    return _with_membership(by_size(labels), graph, used_resolution)


def new_row_clusters(
    new_views: Sequence[Shares],
    views: Sequence[Floats],
    labels: Ids,
    scale: Sequence[float],
    n_neighbours: int,
) -> tuple[Ids, Floats, Ids]:
    """Cluster, strength and nearest cluster of new rows, by the weights of nearest fitted rows.

    The cluster with most weight is the row's, and its share of the weight is the strength. A row
    whose neighbours are mostly noise is noise (-1, strength 0); its nearest cluster is that with
    most weight.

    Parameters
    ----------
    new_views : sequence of array or SomeRows, shape (n_new, n_axes)
        Points of the new rows in each view.
    views : sequence of array, shape (n_rows, n_axes)
        Points of the fitted rows in the same views.
    labels : array of int64, shape (n_rows,)
    scale : sequence of float
    n_neighbours : int
        Those of the `NeighbourGraph` of the fitted rows.

    Examples
    --------
    >>> points = np.array([[0.0], [0.1], [7.0], [7.1]])
    >>> graph = neighbour_graph(points, n_neighbours=1)
    >>> labels, new = np.array([0, 0, 1, 1]), np.array([[6.9]])
    >>> new_row_clusters([new], [points], labels, graph.scale, graph.n_neighbours)[0].tolist()
    [1]
    """
    n_new = len(new_views[0])
    cluster, nearest = np.empty((2, n_new), dtype=np.int64)
    strength = np.empty(n_new)
    for rows in in_row_chunks(n_new):
        new = [each[rows] for each in new_views]
        votes = _votes_for_new(new, views, labels, scale, max(1, n_neighbours))
        cluster[rows] = votes.argmax(axis=1) - 1
        share = votes.max(axis=1) / votes.sum(axis=1)
        strength[rows] = np.where(cluster[rows] >= 0, share, 0.0)
        nearest[rows] = _nearest(cluster[rows], votes)
    return cluster, strength, nearest


def _votes_for_new(
    new_views: Sequence[Floats],
    views: Sequence[Floats],
    labels: Ids,
    scale: Sequence[float],
    n_kept: int,
) -> Floats:
    """Weight of every new row's neighbours in noise and in each cluster, (n_new, n_clusters + 1).

    Parameters are those of `new_row_clusters`.
    """
    n_new = len(new_views[0])
    votes = np.zeros((n_new, int(labels.max(initial=-1)) + 2))
    rows = np.repeat(np.arange(n_new), n_kept)
    for new, points, distance_unit in zip(new_views, views, scale, strict=True):
        index, distance = nearest_points(new, points, n_kept)
        weights = edge_weights(distance, distance_unit)
        np.add.at(votes, (rows, labels[index].ravel() + 1), weights.ravel())
    return votes


def _nearest(labels: Ids, votes: Floats) -> Ids:
    """The labels, and for noise the cluster with most votes; the first column is that of noise."""
    nearest = labels.copy()
    is_noise = labels < 0
    if votes.shape[1] > 1:
        # A row amid noise has no weight in any cluster; then the largest cluster is the nearest.
        nearest[is_noise] = votes[is_noise, 1:].argmax(axis=1)
    return nearest


def by_size(labels: Ids) -> Ids:
    """The labels numbered by size, largest 0; equal sizes in order of the first row; -1 stays.

    Examples
    --------
    >>> by_size(np.array([4, 2, -1, 2, 9])).tolist()
    [1, 0, -1, 0, 2]
    """
    numbers, first, inverse, sizes = np.unique(
        labels, return_index=True, return_inverse=True, return_counts=True
    )
    is_cluster = numbers >= 0
    ranks = np.full(len(numbers), -1)
    order = np.lexsort((first[is_cluster], -sizes[is_cluster]))
    ranks[np.flatnonzero(is_cluster)[order]] = np.arange(is_cluster.sum())
    return ranks[inverse.ravel()]


def _by_leiden(
    graph: NeighbourGraph, n_clusters: int | None, resolution: float, random_state: int
) -> tuple[Ids, float]:
    """Clusters of the nodes, and the resolution that they are from."""
    if n_clusters is not None:
        return leiden_of_size(graph.adjacency, n_clusters, random_state=random_state)
    labels = leiden(graph.adjacency, resolution=resolution, random_state=random_state)
    return labels, resolution


def _with_membership(labels: Ids, graph: NeighbourGraph, resolution: float | None) -> Clustering:
    """The clustering with strength and nearest cluster of every row."""
    votes = _votes(labels, graph)[graph.node_of_row]
    n_rows = len(labels)
    total = votes.sum(axis=1)
    own = votes[np.arange(n_rows), labels + 1]
    alone = total == 0  # a single point has no neighbours, and all of itself in its cluster
    strength = np.where(alone, 1.0, own / np.where(alone, 1.0, total))
    strength = np.clip(np.where(labels < 0, 0.0, strength), 0.0, 1.0)
    return Clustering(labels, strength, _nearest(labels, votes), resolution)


def _votes(labels: Ids, graph: NeighbourGraph) -> Any:
    """Weight of every node's neighbours in noise and in each cluster, (n_nodes, n_clusters + 1).

    A node of several rows votes for each of their clusters by its share of the rows.
    """
    n_columns = int(labels.max(initial=-1)) + 2
    rows = np.zeros((graph.n_nodes, n_columns))
    np.add.at(rows, (graph.node_of_row, labels + 1), 1.0)
    return graph.adjacency @ (rows / rows.sum(axis=1, keepdims=True))
