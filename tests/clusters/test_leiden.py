"""Leiden: as good as the best partition of small graphs, connected clusters, exact numbers."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from topics.clusters.leiden import in_order_of_nodes, leiden, leiden_of_size, merged_to


def random_graph(n_nodes, seed, density=0.2):
    """A symmetric graph with random weights."""
    generator = np.random.default_rng(seed)
    weights = np.triu(generator.random((n_nodes, n_nodes)), 1)
    weights *= np.triu(generator.random((n_nodes, n_nodes)) < density, 1)
    return sp.csr_array(weights + weights.T)


def modularity(adjacency, labels, resolution=1.0):
    """As defined, divided by the total weight."""
    weights = adjacency.toarray()
    degree, total = weights.sum(axis=1), weights.sum()
    same = labels[:, None] == labels[None]
    return ((weights - resolution * np.outer(degree, degree) / total) * same).sum() / total


def partitions(n):
    """All partitions of n nodes, as labels."""
    if n == 0:
        yield []
        return
    for labels in partitions(n - 1):
        for label in range(max(labels, default=-1) + 2):
            yield [*labels, label]


@pytest.mark.parametrize("seed", range(6))
def test_small_graphs_get_nearly_the_best_partition(seed):
    """Of all partitions of seven nodes."""
    adjacency = random_graph(7, seed, 0.5)
    best = max(modularity(adjacency, np.array(each)) for each in partitions(7))
    found = max(modularity(adjacency, leiden(adjacency, random_state=s)) for s in range(3))
    assert found == pytest.approx(best, abs=0.02)


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 60), st.integers(0, 999), st.sampled_from([0.3, 1.0, 3.0]))
def test_clusters_are_connected_and_no_single_move_gains(n_nodes, seed, resolution):
    """What Leiden promises."""
    adjacency = random_graph(n_nodes, seed, 0.15)
    labels = leiden(adjacency, resolution=resolution)
    total = adjacency.sum()
    if not total:
        assert len(np.unique(labels)) == n_nodes
        return
    for cluster in range(labels.max() + 1):
        rows = np.flatnonzero(labels == cluster)
        inside = adjacency[rows][:, rows]
        assert sp.csgraph.connected_components(inside, return_labels=False) == 1
    before = modularity(adjacency, labels, resolution)
    for node in range(n_nodes):
        for cluster in range(labels.max() + 2):
            moved = labels.copy()
            moved[node] = cluster
            assert modularity(adjacency, moved, resolution) <= before + 1e-9


def test_cliques_in_a_ring_come_back():
    """Thirty nodes, six cliques."""
    blocks = np.kron(np.eye(6), np.ones((5, 5))) - np.eye(30)
    for block in range(6):
        here, there = 5 * block, (5 * block + 5) % 30
        blocks[here, there] = blocks[there, here] = 1
    labels = leiden(sp.csr_array(blocks))
    assert labels.tolist() == np.repeat(np.arange(6), 5).tolist()


def test_nothing_is_left_of_earlier_calls():
    """The same labels again and again, whatever ran in between."""
    adjacency = random_graph(200, 1, 0.05)
    once = leiden(adjacency, random_state=3)
    leiden(random_graph(50, 2), random_state=9)
    assert (leiden(adjacency, random_state=3) == once).all()


def test_a_number_that_no_resolution_gives_is_reached_by_merging():
    """Four equal cliques without edges between them are three only so; ties: the first two."""
    adjacency = sp.csr_array(np.kron(np.eye(4), np.ones((3, 3)) - np.eye(3)))
    labels, _ = leiden_of_size(adjacency, 3)
    assert labels.tolist() == [0] * 6 + [1] * 3 + [2] * 3


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 40), st.integers(0, 99), st.data())
def test_the_number_is_exact(n_nodes, seed, data):
    """Also in graphs of many pieces and without edges."""
    n_clusters = data.draw(st.integers(1, n_nodes))
    labels, resolution = leiden_of_size(random_graph(n_nodes, seed, 0.1), n_clusters)
    assert np.unique(labels).tolist() == list(range(n_clusters))
    assert np.isfinite(resolution)


def test_merging_takes_the_pair_that_gains_most():
    """Against the modularity of every union."""
    adjacency = random_graph(30, 4)
    labels = in_order_of_nodes(np.arange(30) % 6)
    unions = [
        np.where(labels == second, first, labels) for second in range(6) for first in range(second)
    ]
    best = max(modularity(adjacency, each) for each in unions)
    merged = merged_to(adjacency, labels, 5)
    assert modularity(adjacency, merged) == pytest.approx(best)
