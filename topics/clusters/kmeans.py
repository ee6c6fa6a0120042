"""k-means on the points of a view."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from topics.clusters.graph import distinct_rows
from topics.clusters.leiden import in_order_of_nodes

N_STARTS = 10
"""k-means keeps the best of this many starts."""


def kmeans(
    points: NDArray[np.float64], n_clusters: int, *, random_state: int = 0
) -> NDArray[np.int64]:
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
    from threadpoolctl import threadpool_limits

    small = np.ascontiguousarray(points, dtype=np.float32)
    first, row = distinct_rows(points)
    if n_clusters == len(first):  # two distinct points can be one in float32
        return row
    with threadpool_limits(1):
        model = KMeans(n_clusters, n_init=N_STARTS, random_state=random_state)
        labels = model.fit_predict(small)
    return in_order_of_nodes(labels.astype(np.int64))
