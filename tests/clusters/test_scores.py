"""Silhouettes, stability and agreement of clusters, against scikit-learn and by hand."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import silhouette_score

from topics.clusters import agreement, cluster_stability, silhouette
from topics.errors import InputError


def test_silhouettes_leave_noise_out_and_name_the_space():
    """As scikit-learn's on the rest."""
    points = np.random.default_rng(0).normal(size=(60, 3))
    labels = np.arange(60) % 4 - 1
    score = silhouette(points, labels, "consensus")
    is_member = labels >= 0
    assert score.mean == pytest.approx(silhouette_score(points[is_member], labels[is_member]))
    assert score.space == "consensus, Euclidean distance"
    assert (score.n_rows, len(score.by_cluster)) == (45, 3)


@pytest.mark.parametrize("labels", [[0, 0, 0], [-1, -1, -1], [0, 1, 2], [0, -1, -1]])
def test_there_is_no_silhouette_of_one_cluster(labels):
    """None, and not NaN."""
    assert silhouette(np.eye(3), np.array(labels), "shares").mean is None


def test_a_sample_is_the_same_again():
    """Of many rows."""
    points = np.random.default_rng(0).normal(size=(400, 3))
    labels = np.arange(400) % 3
    first, second = (silhouette(points, labels, "shares", most=50) for _ in range(2))
    assert first == second
    assert first.n_rows == 50


def test_a_cluster_that_is_always_found_has_stability_1():
    """Others less; noise is no match."""
    labels = np.array([0, 0, 0, 1, 1, 2])
    others = [np.array([5, 5, 5, 0, 1, 1]), np.array([1, 1, 1, 0, -1, -1])]
    assert cluster_stability(labels, others).round(3).tolist() == [1.0, 0.5, 0.25]
    with pytest.raises(InputError, match="has 2 rows, expected 6"):
        cluster_stability(labels, [np.array([0, 1])])
    with pytest.raises(InputError, match="fit several times"):
        cluster_stability(labels, [])


def test_agreement_leaves_out_rows_without_a_label():
    """None, NaN and "" are none; noise counts as one more cluster."""
    column = ["sea", "sea", "law", None, float("nan"), "", "law"]
    result = agreement(np.array([0, 0, 1, 1, 0, 0, -1]), column)
    assert (result.n_rows, result.n_noise) == (4, 1)
    assert result.labels == ["law", "sea"]
    assert result.contingency.tolist() == [[1, 0], [0, 2], [1, 0]]
    assert 0 < result.ari < 1


def test_ten_thousand_values_and_none_are_no_trouble():
    """Every row its own label; a column without labels is an error."""
    result = agreement(np.zeros(10_000, dtype=np.int64), np.arange(10_000).astype(str))
    assert (result.ami, result.ari, result.contingency.shape) == (0.0, 0.0, (1, 10_000))
    with pytest.raises(InputError, match="no row has a label"):
        agreement(np.zeros(2, dtype=np.int64), [None, ""])
    with pytest.raises(InputError, match="has 1 row, expected 2"):
        agreement(np.zeros(2, dtype=np.int64), ["a"])
