"""The graph of nearest rows, which Leiden divides and by which a row's membership is measured."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from topics.errors import InputError
from topics.space import neighbour_table

Floats = NDArray[np.float64]
Ids = NDArray[np.int64]

N_NEIGHBOURS, FEWEST_NEIGHBOURS = 15, 3
"""Every point is joined with 15 nearest points, as is usual for UMAP and Leiden; with fewer where
there are fewer than 900 rows, but at least with 3."""

LEAST_WEIGHT = 1e-6
"""An edge weighs at least this, so that no far outlier is without neighbours."""


@dataclass(frozen=True)
class NeighbourGraph:
    """Nearest neighbours of distinct points, weighted and symmetric.

    Attributes
    ----------
    adjacency : scipy.sparse CSR of float64, shape (n_nodes, n_nodes)
        Weights in (0, 1], no loops.
    node_of_row : array of int64, shape (n_rows,)
        Rows at the same point are one node, so that copies cannot fill each other's neighbours.
    scale : tuple of float
        Mean distance of the last neighbour in each view.
    n_neighbours : int
        Number of nearest points that every point was joined with.
    """

    adjacency: Any
    node_of_row: Ids
    scale: tuple[float, ...]
    n_neighbours: int

    @property
    def n_nodes(self) -> int:
        """Number of distinct points."""
        return int(self.adjacency.shape[0])


def usual_neighbours(n_rows: int) -> int:
    """Number of neighbours for a number of rows: half its square root, from 3 to 15.

    A theme of four documents among 32 would be joined with others by 15 neighbours.

    Examples
    --------
    >>> [usual_neighbours(n) for n in (1, 32, 300, 900, 18_000)]
    [3, 3, 9, 15, 15]
    """
    return max(FEWEST_NEIGHBOURS, min(N_NEIGHBOURS, round(math.sqrt(n_rows) / 2)))


def neighbour_graph(
    *views: Floats, n_neighbours: int | None = None, random_state: int = 0
) -> NeighbourGraph:
    r"""The graph of the nearest neighbours of every row; of several views, the mean of the graphs.

    An edge weighs :math:`\exp(-(d / \bar d)^2)`, where :math:`d` is the distance and
    :math:`\bar d` the mean distance of the last neighbour. An edge that only one end has is taken
    as it is; of an edge that both ends have, the larger weight. With several views, the weights
    :math:`w_{ij}` of each view become :math:`w_{ij} / \sqrt{k_i k_j}` first, with the degrees
    :math:`k`, so that no view has more say than the others, in all and for any row.

    Parameters
    ----------
    *views : array, shape (n_rows, n_axes)
        Points of the same rows, as the functions of `topics.clusters.views` return them.
    n_neighbours : int, optional
        By default as `usual_neighbours` says; lowered if there are fewer points.
    random_state : int
        Used only above 50,000 points, where neighbours are approximate.

    Raises
    ------
    InputError
        There are no rows, or the views have different numbers of rows.

    Examples
    --------
    >>> graph = neighbour_graph(np.array([[0.0], [1.0], [1.0], [9.0]]), n_neighbours=1)
    >>> graph.node_of_row.tolist(), graph.adjacency.indices.tolist()
    ([0, 1, 1, 2], [1, 0, 2, 1])
    """
    check_rows(views)
    first, node_of_row = distinct_rows(np.hstack(views))
    n_kept = usual_neighbours(len(first)) if n_neighbours is None else n_neighbours
    n_kept = min(n_kept, len(first) - 1)
    graphs = [_weights(view[first], n_kept, random_state) for view in views]
    adjacency = graphs[0][0]
    if len(graphs) > 1:
        adjacency = sum(_normalised(each) for each, _ in graphs) / len(graphs)
    adjacency.sort_indices()
    return NeighbourGraph(adjacency, node_of_row, tuple(scale for _, scale in graphs), n_kept)


def check_rows(views: Sequence[Floats]) -> None:
    """Raise InputError unless all views have the same number of rows, at least one."""
    sizes = sorted({len(view) for view in views})
    if len(sizes) != 1 or sizes[0] == 0:
        came = " and ".join(map(str, sizes)) or "no"
        raise InputError(
            f"expected views of the same rows, at least one row; got {came} rows: "
            "give one point for every document or section that has counted terms"
        )


def distinct_rows(points: Floats) -> tuple[Ids, Ids]:
    """First row of every distinct point, in order of appearance, and the point of every row."""
    numbers: dict[bytes, int] = {}
    bits = np.ascontiguousarray(points + 0.0)  # -0.0 becomes 0.0
    node = np.array([numbers.setdefault(row.tobytes(), len(numbers)) for row in bits])
    _, first = np.unique(node, return_index=True)
    return first.astype(np.int64), node.astype(np.int64)


def edge_weights(distance: Floats, scale: float) -> Floats:
    """``exp(-(distance / scale) ** 2)``, at least `LEAST_WEIGHT`; 1 if all distances are 0."""
    ratio = distance / scale if scale > 0 else np.zeros(distance.shape)
    weights: Floats = np.maximum(np.exp(-np.square(ratio)), LEAST_WEIGHT)
    return weights


def _normalised(adjacency: Any) -> Any:
    """Weights divided by the root of the degrees of both ends."""
    degree = np.asarray(adjacency.sum(axis=1)).ravel()
    scale = sp.diags_array(1.0 / np.sqrt(np.where(degree > 0, degree, 1.0)))
    return (scale @ adjacency @ scale).tocsr()


def _weights(points: Floats, n_kept: int, random_state: int) -> tuple[Any, float]:
    """The symmetric weights of one view, and the mean distance of the last neighbour."""
    n_nodes = len(points)
    if n_kept < 1:
        return sp.csr_array((n_nodes, n_nodes), dtype=np.float64), 0.0
    index, distance = neighbour_table(points, n_kept, random_state=random_state)
    scale = float(distance[:, -1].mean())
    weights = edge_weights(distance, scale).ravel()
    rows = np.repeat(np.arange(n_nodes), n_kept)
    directed = sp.csr_array((weights, (rows, index.ravel())), shape=(n_nodes, n_nodes))
    return directed.maximum(directed.T).tocsr(), scale
