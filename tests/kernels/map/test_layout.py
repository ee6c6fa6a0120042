"""UMAP's loops: memberships equal umap-learn's, moves equal a plain loop."""

from __future__ import annotations

import numpy as np

from support.naive import moved_points
from topics.kernels.map.layout import Edges, fill_memberships, move_points
from topics.space.layout import curve, force_table, neighbour_graph


def test_memberships_are_those_of_umap():
    """smooth_knn_dist and compute_membership_strengths, on distances with ties and zeros."""
    from umap.umap_ import compute_membership_strengths, smooth_knn_dist

    rng = np.random.default_rng(0)
    distance = np.sort(rng.random((50, 9)), axis=1)
    distance[::7, :3] = 0
    distance[3] = 0.5
    membership = np.empty_like(distance)
    fill_memberships(distance, membership)
    with_self = np.column_stack([np.zeros(50), distance]).astype(np.float32)
    index = np.column_stack([np.arange(50), np.arange(50)[:, None] + np.arange(1, 10)])
    sigma, rho = smooth_knn_dist(with_self, 10)
    _, _, expected, _ = compute_membership_strengths(index.astype(np.int32), with_self, sigma, rho)
    assert np.allclose(membership, expected.reshape(50, 10)[:, 1:], atol=1e-3)


def test_the_graph_is_the_union_of_both_directions():
    """Their sum minus their product; the table of neighbours is not changed."""
    index = np.array([[2, 1], [0, 2], [0, 1]])
    distance = np.array([[0.1, 0.2], [0.2, 0.5], [0.1, 0.5]])
    graph = neighbour_graph(index, distance).toarray()
    assert np.allclose(graph, graph.T)
    directed = np.zeros((3, 3))
    membership = np.empty_like(distance)
    fill_memberships(distance, membership)
    np.put_along_axis(directed, index, membership, axis=1)
    assert np.allclose(graph, directed + directed.T - directed * directed.T)
    assert index.tolist() == [[2, 1], [0, 2], [0, 1]]


def test_an_epoch_equals_a_plain_loop():
    """Every point moves along its edges, then away from negative samples."""
    rng = np.random.default_rng(1)
    before = rng.normal(size=(12, 2)).astype(np.float32)
    indptr = np.arange(0, 37, 3)
    indices = rng.integers(0, 12, 36).astype(np.int32)
    frequency = rng.random(36).astype(np.float32)
    edges = Edges(frequency, indices, indptr)
    forces = force_table(*curve(0.1))
    for epoch in (0, 1, 5):
        after = np.empty_like(before)
        arguments = (before, edges, epoch, np.float32(0.5), np.uint64(7), forces, 5)
        move_points(*arguments, after)
        assert np.allclose(after, moved_points(*arguments), atol=1e-6)
