"""The two passes of Leiden over the nodes of a graph: moving nodes, and refining clusters.

Source: Traag, Waltman and van Eck 2019, "From Louvain to Leiden". Both passes visit one node after
the other, in an order that is given, so that threads change nothing.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

LEAST_GAIN = 1e-10
"""A move must gain more than this share of a node's weight, or rounding could move it for ever."""


class Graph(NamedTuple):
    """A symmetric weighted graph in CSR form.

    Attributes
    ----------
    offsets : array of int64, shape (n_nodes + 1,)
    neighbours : array of int64, shape (n_edges,)
    weights : array of float64, shape (n_edges,)
    degrees : array of float64, shape (n_nodes,)
        Sums of the rows of weights, loops included.
    """

    offsets: NDArray[np.int64]
    neighbours: NDArray[np.int64]
    weights: NDArray[np.float64]
    degrees: NDArray[np.float64]


@njit(cache=True)
def move_nodes(
    graph: Graph, order: NDArray[np.int64], resolution: float, labels: NDArray[np.int64]
) -> int:
    """Move nodes to the cluster that gains most until none gains; return the number of moves.

    ``labels`` is changed; it has numbers below the number of nodes. A node with the weight
    ``w_c`` to a cluster of degree ``K_c`` gains ``w_c - resolution * degree * K_c / total`` there,
    the node itself left out, and 0 in a cluster of its own. Nodes wait in a queue; a node that
    moves calls its neighbours outside its new cluster back.
    """
    n_nodes = len(labels)
    total = graph.degrees.sum()
    cluster_degree = np.zeros(n_nodes)
    size = np.zeros(n_nodes, dtype=np.int64)
    for node in range(n_nodes):
        cluster_degree[labels[node]] += graph.degrees[node]
        size[labels[node]] += 1
    empty = np.empty(n_nodes + 1, dtype=np.int64)
    n_empty = 0
    for cluster in range(n_nodes - 1, -1, -1):
        if size[cluster] == 0:
            empty[n_empty] = cluster
            n_empty += 1
    queue = order.copy()
    is_waiting = np.ones(n_nodes, dtype=np.bool_)
    weight_to = np.zeros(n_nodes)
    touched = np.empty(n_nodes, dtype=np.int64)
    first, n_waiting, n_moves = 0, n_nodes, 0
    while n_waiting > 0:
        node = queue[first]
        first = (first + 1) % n_nodes
        n_waiting -= 1
        is_waiting[node] = False
        old, degree = labels[node], graph.degrees[node]
        n_touched = 0
        for edge in range(graph.offsets[node], graph.offsets[node + 1]):
            neighbour = graph.neighbours[edge]
            if neighbour != node and graph.weights[edge] > 0.0:
                cluster = labels[neighbour]
                if weight_to[cluster] == 0.0:
                    touched[n_touched] = cluster
                    n_touched += 1
                weight_to[cluster] += graph.weights[edge]
        factor = resolution * degree / total if total > 0.0 else 0.0
        best = old
        best_gain = weight_to[old] - factor * (cluster_degree[old] - degree)
        best_gain += LEAST_GAIN * degree
        for rank in range(n_touched):
            cluster = touched[rank]
            gain = weight_to[cluster] - factor * cluster_degree[cluster]
            if cluster != old and gain > best_gain:
                best, best_gain = cluster, gain
        if best_gain < 0.0 and size[old] > 1:
            n_empty -= 1
            best = empty[n_empty]
        for rank in range(n_touched):
            weight_to[touched[rank]] = 0.0
        if best == old:
            continue
        n_moves += 1
        labels[node] = best
        cluster_degree[old] -= degree
        cluster_degree[best] += degree
        size[old] -= 1
        size[best] += 1
        if size[old] == 0:
            cluster_degree[old] = 0.0
            empty[n_empty] = old
            n_empty += 1
        for edge in range(graph.offsets[node], graph.offsets[node + 1]):
            neighbour = graph.neighbours[edge]
            if not is_waiting[neighbour] and neighbour != node and labels[neighbour] != best:
                queue[(first + n_waiting) % n_nodes] = neighbour
                n_waiting += 1
                is_waiting[neighbour] = True
    return n_moves


@njit(cache=True)
def refine(
    graph: Graph, order: NDArray[np.int64], resolution: float, labels: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Parts of clusters that are well connected inside; returns the part of every node.

    Every node begins as a part of its own. One that is still alone, and well connected to the rest
    of its cluster, joins the well connected part of the cluster that gains most, if one gains. A
    set ``C`` in a cluster ``S`` is well connected if the weight between ``C`` and the rest of ``S``
    is at least ``resolution * K_C * (K_S - K_C) / total``.
    """
    n_nodes = len(labels)
    total = graph.degrees.sum()
    factor = resolution / total if total > 0.0 else 0.0
    cluster_degree = np.zeros(n_nodes)
    outward = np.zeros(n_nodes)
    for node in range(n_nodes):
        cluster_degree[labels[node]] += graph.degrees[node]
        for edge in range(graph.offsets[node], graph.offsets[node + 1]):
            neighbour = graph.neighbours[edge]
            if neighbour != node and labels[neighbour] == labels[node]:
                outward[node] += graph.weights[edge]
    parts = np.arange(n_nodes)
    part_degree = graph.degrees.copy()
    size = np.ones(n_nodes, dtype=np.int64)
    weight_to = np.zeros(n_nodes)
    touched = np.empty(n_nodes, dtype=np.int64)
    for node in order:
        own = parts[node]
        degree, whole = graph.degrees[node], cluster_degree[labels[node]]
        if size[own] > 1 or outward[own] < factor * degree * (whole - degree):
            continue
        n_touched = 0
        for edge in range(graph.offsets[node], graph.offsets[node + 1]):
            neighbour = graph.neighbours[edge]
            is_inside = neighbour != node and labels[neighbour] == labels[node]
            if is_inside and graph.weights[edge] > 0.0:
                part = parts[neighbour]
                if weight_to[part] == 0.0:
                    touched[n_touched] = part
                    n_touched += 1
                weight_to[part] += graph.weights[edge]
        best, best_gain = own, 0.0
        for rank in range(n_touched):
            part = touched[rank]
            inside = part_degree[part]
            gain = weight_to[part] - factor * degree * inside
            if gain > best_gain and outward[part] >= factor * inside * (whole - inside):
                best, best_gain = part, gain
        if best != own:
            parts[node] = best
            size[own], size[best] = 0, size[best] + 1
            part_degree[own], part_degree[best] = 0.0, part_degree[best] + degree
            outward[best] += outward[own] - 2.0 * weight_to[best]
            outward[own] = 0.0
        for rank in range(n_touched):
            weight_to[touched[rank]] = 0.0
    return parts
