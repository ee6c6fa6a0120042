"""Labels on the map: those of the clusters, and of the levels of their tree above them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import polars as pl

from topics.report import MapLayer, layer_of
from topics.results.clusters import CLUSTER
from topics.trees import Tree

NODE = "node"
"""Column of the points' nodes on one level of the tree."""


def map_layers(
    points: pl.DataFrame,
    labels: Sequence[str],
    tree: Tree | None = None,
) -> list[MapLayer]:
    """Labels at the positions of the points, from the top level of a tree to the clusters.

    Parameters
    ----------
    points : polars.DataFrame
        Columns x, y and cluster; -1 and null are in no cluster.
    labels : sequence of str, shape (n_clusters,)
    tree : Tree, optional
        Of the clusters, with labels of its nodes. A level with a node for each cluster is left
        out.

    Examples
    --------
    >>> points = pl.DataFrame({"cluster": [0, 1, -1], "x": [0.0, 2.0, 9.0], "y": [1.0, 1.0, 9.0]})
    >>> [layer.labels for layer in map_layers(points, ["sea", "law"])]
    [['sea', 'law']]
    """
    finest = layer_of(points, labels, CLUSTER)
    if tree is None:
        return [finest]
    layers = []
    cluster = points[CLUSTER].fill_null(-1).to_numpy()
    for level, size in enumerate(tree.sizes):
        nodes = tree.nodes(level)
        # Clusters -1 and null have no node; the last entry stands for them.
        number = np.append([nodes.index(node) for node in tree.levels[level].tolist()], -1)
        of_point = points.with_columns(pl.Series(NODE, number[cluster], dtype=pl.Int64))
        if size < len(labels):
            layers.append(layer_of(of_point, [tree.labels[node] for node in nodes], NODE, level))
    return [*layers, replace(finest, level=len(layers))]
