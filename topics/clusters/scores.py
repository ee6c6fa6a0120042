"""How good clusters are: separation, stability, and agreement with labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from topics.errors import InputError
from topics.space import all_distances
from topics.values import amount

Floats = NDArray[np.float64]
Ids = NDArray[np.int64]

MOST_SAMPLED = 3_000
"""Above this many rows the silhouette is of a sample, since it takes all pairs of rows."""


@dataclass(frozen=True)
class Silhouette:
    """Silhouettes in a named space.

    Attributes
    ----------
    mean : float or None
        Mean over rows, in [-1, 1]; None if there are fewer than two clusters.
    by_cluster : tuple of float or None
        Means over the rows of every cluster; None for one that the sample lacks.
    space : str
        The view that distances are of, and the distance.
    n_rows : int
        Number of rows that were used; noise is left out.
    """

    mean: float | None
    by_cluster: tuple[float | None, ...]
    space: str
    n_rows: int


@dataclass(frozen=True)
class Agreement:
    """Agreement of clusters with labels of a column.

    Attributes
    ----------
    nmi, ami, ari : float
        Normalised and adjusted mutual information (arithmetic mean) and adjusted Rand index;
        1 is equality, and 0 is the expectation of AMI and ARI at random.
    n_rows : int
        Number of rows with a label; others are left out.
    n_noise : int
        Those of them that are in no cluster. Noise is one more cluster here, so that leaving
        difficult rows out cannot raise a score.
    clusters : array of int64, shape (n_clusters,)
    labels : list of str
    contingency : array of int64, shape (n_clusters, n_labels)
        Numbers of rows.
    """

    nmi: float
    ami: float
    ari: float
    n_rows: int
    n_noise: int
    clusters: Ids
    labels: list[str]
    contingency: Ids


def silhouette(
    points: Floats, labels: Ids, space: str, *, most: int = MOST_SAMPLED, random_state: int = 0
) -> Silhouette:
    """Silhouettes of rows by Euclidean distance, without noise; sampled if there are many rows.

    Parameters
    ----------
    points : array, shape (n_rows, n_axes)
    labels : array of int64, shape (n_rows,)
    space : str
        Name of the view, for the result.
    most : int
        Above this many rows a sample of this size is drawn.
    random_state : int
    """
    from sklearn.metrics import silhouette_samples

    n_clusters = int(labels.max(initial=-1)) + 1
    rows = np.flatnonzero(labels >= 0)
    if len(rows) > most:
        rows = np.sort(np.random.default_rng(random_state).choice(rows, most, replace=False))
    named = f"{space}, Euclidean distance"
    n_here = len(np.unique(labels[rows]))
    if not 2 <= n_here < len(rows):
        return Silhouette(None, (None,) * n_clusters, named, len(rows))
    values = silhouette_samples(all_distances(points[rows]), labels[rows], metric="precomputed")
    of_cluster = [values[labels[rows] == cluster] for cluster in range(n_clusters)]
    means = tuple(float(each.mean()) if len(each) else None for each in of_cluster)
    return Silhouette(float(values.mean()), means, named, len(rows))


def cluster_stability(labels: Ids, others: Sequence[Ids]) -> Floats:
    r"""Stability of every cluster in [0, 1]: mean Jaccard index with its best match (Hennig 2007).

    :math:`\frac1n \sum_r \max_{D} |C \cap D| / |C \cup D|` over the clusters :math:`D` of each
    repetition :math:`r`. Below .6 a cluster is doubtful, above .75 it is a pattern of the data,
    as Hennig says.

    Parameters
    ----------
    labels : array of int64, shape (n_rows,)
    others : sequence of array of int64, shape (n_rows,)
        The clustering repeated, such as on each fit of an ensemble alone. -1 is no cluster.

    Examples
    --------
    >>> once, again = np.array([0, 0, 0, 1]), np.array([1, 1, 0, 0])
    >>> cluster_stability(once, [again]).round(3).tolist()
    [0.667, 0.5]
    """
    if not others:
        raise InputError("expected at least one repetition of the clustering; fit several times")
    n_clusters = int(labels.max(initial=-1)) + 1
    total = np.zeros(n_clusters)
    for other in others:
        if len(other) != len(labels):
            raise InputError(
                f"a repetition has {amount(len(other), 'row')}, expected {len(labels)}"
            )
        together = np.zeros((n_clusters + 1, int(other.max(initial=-1)) + 2))
        np.add.at(together, (labels + 1, other + 1), 1.0)
        union = together.sum(axis=1)[:, None] + together.sum(axis=0)[None, :] - together
        jaccard = together / np.maximum(union, 1.0)
        total += jaccard[1:, 1:].max(axis=1, initial=0.0)
    stability: Floats = total / len(others)
    return stability


def agreement(labels: Ids, column: ArrayLike) -> Agreement:
    """Agreement of clusters with a column of labels; rows without a label are left out.

    Parameters
    ----------
    labels : array of int64, shape (n_rows,)
    column : array_like of str, shape (n_rows,)
        None, NaN and "" are no label.

    Raises
    ------
    InputError
        Another number of rows, or no row with a label.

    Examples
    --------
    >>> agreement(np.array([0, 0, 1]), ["sea", "sea", "law"]).ari
    1.0
    """
    from sklearn.metrics import (
        adjusted_mutual_info_score,
        adjusted_rand_score,
        normalized_mutual_info_score,
    )

    values: list[Any] = list(np.asarray(column, dtype=object).ravel())
    if len(values) != len(labels):
        raise InputError(f"the column has {amount(len(values), 'row')}, expected {len(labels)}")
    names = ["" if value is None or value != value else str(value) for value in values]
    rows = np.array([row for row, name in enumerate(names) if name.strip()], dtype=np.int64)
    if not len(rows):
        raise InputError("no row has a label in this column; choose another column")
    kinds, kind = np.unique([names[row] for row in rows], return_inverse=True)
    clusters, cluster = np.unique(labels[rows], return_inverse=True)
    contingency = np.zeros((len(clusters), len(kinds)), dtype=np.int64)
    np.add.at(contingency, (cluster, kind), 1)
    return Agreement(
        nmi=float(normalized_mutual_info_score(kind, cluster)),
        ami=float(adjusted_mutual_info_score(kind, cluster)),
        ari=float(adjusted_rand_score(kind, cluster)),
        n_rows=len(rows),
        n_noise=int((labels[rows] < 0).sum()),
        clusters=clusters,
        labels=kinds.tolist(),
        contingency=contingency,
    )
