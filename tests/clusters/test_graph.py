"""The graph of neighbours: symmetric, weights in (0, 1], copies one node, views count equally."""

from __future__ import annotations

import numpy as np
import pytest

from topics.clusters import neighbour_graph
from topics.errors import InputError


def test_weights_follow_the_formula():
    """Against a plain loop."""
    points = np.random.default_rng(0).normal(size=(60, 3))
    graph = neighbour_graph(points, n_neighbours=5)
    distance = np.sqrt(np.square(points[:, None] - points[None]).sum(axis=2))
    np.fill_diagonal(distance, np.inf)
    order = np.argsort(distance, axis=1)[:, :5]
    scale = np.take_along_axis(distance, order, axis=1)[:, -1].mean()
    expected = np.zeros((60, 60))
    for row in range(60):
        expected[row, order[row]] = np.exp(-((distance[row, order[row]] / scale) ** 2))
    expected = np.maximum(expected, expected.T)
    np.testing.assert_allclose(graph.adjacency.toarray(), expected, rtol=1e-9)
    assert graph.scale == pytest.approx((scale,))


def test_copies_are_one_node():
    """-0.0 is 0.0."""
    graph = neighbour_graph(np.array([[0.0, 1.0], [-0.0, 1.0], [2.0, 1.0]]))
    assert graph.node_of_row.tolist() == [0, 0, 1]


def test_a_far_outlier_keeps_its_neighbours():
    """Though its weights would be zero in float64."""
    points = np.vstack([np.random.default_rng(0).normal(size=(200, 2)), [[1e9, 1e9]]])
    graph = neighbour_graph(points)
    assert graph.adjacency.data.min() > 0
    assert (np.diff(graph.adjacency.indptr) >= graph.n_neighbours).all()


def test_several_views_count_equally():
    """Each graph is divided by the roots of its degrees, then the mean is taken."""
    first, second = np.random.default_rng(0).normal(size=(2, 50, 4))
    graphs = [neighbour_graph(view).adjacency.toarray() for view in (first, 7 * second)]
    both = neighbour_graph(first, 7 * second)
    expected = [graph / np.sqrt(np.outer(graph.sum(1), graph.sum(1))) for graph in graphs]
    np.testing.assert_allclose(both.adjacency.toarray(), np.mean(expected, axis=0), rtol=1e-12)
    assert len(both.scale) == 2


def test_views_of_different_rows_are_an_error():
    """Both numbers are said."""
    with pytest.raises(InputError, match="got 3 and 4 rows"):
        neighbour_graph(np.ones((3, 2)), np.ones((4, 2)))
