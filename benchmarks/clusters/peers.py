"""Peers on the tf-idf view: the same unit vectors and one setting each for all corpora."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

SMALLEST = 15
"""Fewest rows of a cluster of HDBSCAN and of UMAP + HDBSCAN."""


def sklearn_kmeans(axes: Any, n_labels: int, state: int) -> Any:
    """scikit-learn's k-means at the true number of labels."""
    cluster = import_module("sklearn.cluster")
    return cluster.KMeans(n_labels, n_init=10, random_state=state).fit_predict(axes)


def sklearn_hdbscan(axes: Any, n_labels: int, state: int) -> Any:
    """scikit-learn's HDBSCAN on the first 15 axes, as ours."""
    cluster = import_module("sklearn.cluster")
    return cluster.HDBSCAN(min_cluster_size=SMALLEST, copy=True).fit_predict(axes[:, :15])


def evoc(axes: Any, n_labels: int, state: int) -> Any:
    """EVoC as it comes."""
    return import_module("evoc").EVoC(random_state=state).fit_predict(axes)


def umap_hdbscan(axes: Any, n_labels: int, state: int) -> Any:
    """UMAP to five axes, then HDBSCAN, as BERTopic does."""
    umap, cluster = import_module("umap"), import_module("sklearn.cluster")
    low = umap.UMAP(
        n_components=5, min_dist=0.0, metric="cosine", random_state=state
    ).fit_transform(axes)
    return cluster.HDBSCAN(min_cluster_size=SMALLEST, copy=True).fit_predict(low)


PEERS: dict[str, Callable[[Any, int, int], Any]] = {
    "scikit-learn k-means, true number": sklearn_kmeans,
    "scikit-learn HDBSCAN": sklearn_hdbscan,
    "UMAP + HDBSCAN": umap_hdbscan,
    "EVoC": evoc,
}
"""Peers by name; those that are not installed are named and left out."""
