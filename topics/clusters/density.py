"""HDBSCAN: clusters are dense regions, and rows between them belong to none."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from topics.clusters.leiden import in_order_of_nodes, merged_to
from topics.errors import OptionError
from topics.values import amount

Ids = NDArray[np.int64]

DENSITY_AXES = 15
"""Points are put on this many principal axes first: in hundreds of axes all distances are alike,
and the search of neighbours takes minutes."""

FEWEST_ROWS, MOST_SAMPLES = 3, 5
"""A cluster has at least three rows, unless there are fewer; a region is dense around a row if its
fifth nearest row is close, or an earlier one where clusters are allowed to be smaller."""


def smallest_cluster(n_rows: int) -> int:
    """The fewest rows of a cluster: half the square root of their number, at least 3.

    Examples
    --------
    >>> smallest_cluster(32), smallest_cluster(18_000)
    (3, 67)
    """
    return max(FEWEST_ROWS, round(math.sqrt(n_rows) / 2))


def hdbscan(
    points: NDArray[np.float64],
    adjacency: Any,
    node_of_row: Ids,
    n_clusters: int | None = None,
) -> Ids:
    """Clusters by scikit-learn's HDBSCAN, with -1 for noise; exactly `n_clusters` if given.

    For a given number, smaller clusters are allowed until there are enough; then the pair with the
    highest modularity in the graph is merged until the number is reached.

    Parameters
    ----------
    points : array, shape (n_rows, n_axes)
    adjacency : scipy.sparse CSR, shape (n_nodes, n_nodes)
    node_of_row : array of int64, shape (n_rows,)
    n_clusters : int, optional

    Raises
    ------
    OptionError
        There are fewer dense regions than `n_clusters`.
    """
    if not np.ptp(points, axis=0).any():
        return np.zeros(len(points), dtype=np.int64)
    axes = _principal_axes(points)
    size = min(smallest_cluster(len(points)), max(2, len(points)))
    labels = _dense_regions(axes, size)
    if n_clusters is None:
        return in_order_of_nodes(labels)
    while labels.max() + 1 < n_clusters and size > 2:
        size = max(2, size // 2)
        labels = _dense_regions(axes, size)
    n_found = int(labels.max()) + 1
    if n_found < n_clusters:
        raise OptionError(
            f"hdbscan finds {amount(n_found, 'dense region')}, expected "
            f"{amount(n_clusters, 'cluster')}; ask for fewer, or choose the method leiden or kmeans"
        )
    labels = in_order_of_nodes(labels)
    return merged_to(adjacency, labels, n_clusters, node_of_row=node_of_row)


def _principal_axes(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """The points on their largest principal axes, on one thread."""
    from sklearn.decomposition import PCA
    from threadpoolctl import threadpool_limits

    n_axes = min(DENSITY_AXES, *points.shape)
    if points.shape[1] <= n_axes:
        return points
    with threadpool_limits(1):
        axes: NDArray[np.float64] = PCA(n_axes, svd_solver="covariance_eigh").fit_transform(points)
    return axes


def _dense_regions(axes: NDArray[np.float64], size: int) -> Ids:
    """HDBSCAN's labels; one cluster where there are too few rows for two."""
    from sklearn.cluster import HDBSCAN
    from threadpoolctl import threadpool_limits

    if len(axes) < 2 * size:
        return np.zeros(len(axes), dtype=np.int64)
    model = HDBSCAN(min_cluster_size=size, min_samples=min(MOST_SAMPLES, size), copy=True)
    with threadpool_limits(1):
        labels: Ids = model.fit_predict(axes).astype(np.int64)
    return labels
