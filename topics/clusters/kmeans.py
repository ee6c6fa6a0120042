"""k-means on the points of a view."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
from numpy.typing import NDArray

from topics.clusters.graph import distinct_rows
from topics.clusters.leiden import in_order_of_nodes

Floats = NDArray[np.float64]

N_STARTS = 10
"""k-means keeps the best of this many starts."""


def kmeans(points: Floats, n_clusters: int, *, random_state: int = 0) -> NDArray[np.int64]:
    """Exactly `n_clusters` clusters by scikit-learn's k-means, numbered in order of the rows.

    On one thread, because with more the sums of centres depend on which thread is first, and in
    float32, which halves the time.

    Parameters
    ----------
    points : array, shape (n_rows, n_axes)
    n_clusters : int
        At most the number of distinct rows.
    random_state : int
    """
    from sklearn.cluster import KMeans
    from sklearn.exceptions import ConvergenceWarning
    from threadpoolctl import threadpool_limits

    small = np.ascontiguousarray(points, dtype=np.float32)
    first, row = distinct_rows(points)
    if n_clusters == len(first):  # two distinct points can be one in float32
        return row
    with threadpool_limits(1):
        model = KMeans(n_clusters, n_init=N_STARTS, random_state=random_state)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # of fewer clusters: see below
            labels = model.fit_predict(small)
    return in_order_of_nodes(_filled_up(points[first], labels[first], n_clusters)[row])


def _filled_up(points: Floats, labels: NDArray[Any], n_clusters: int) -> NDArray[np.int64]:
    """Labels of distinct points with exactly `n_clusters` clusters.

    Points that differ by rounding only can be one for k-means, which then finds fewer clusters. The
    point that is farthest from the mean of its cluster becomes a cluster, until there are enough.
    """
    labels = in_order_of_nodes(labels.astype(np.int64))
    for new in range(int(labels.max()) + 1, n_clusters):
        sizes = np.bincount(labels)
        means = np.zeros((len(sizes), points.shape[1]))
        np.add.at(means, labels, points)
        distance = np.square(points - (means / sizes[:, None])[labels]).sum(axis=1)
        labels[np.where(sizes[labels] > 1, distance, -1.0).argmax()] = new
    return labels
