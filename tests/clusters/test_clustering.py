"""Planted clusters come back with every method; numbers are exact; bad input says what to try."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from topics.choices import CLUSTER_METHODS as METHODS
from topics.clusters import cluster_points, neighbour_graph, new_row_clusters
from topics.clusters.clustering import by_size
from topics.errors import InputError, OptionError

ROOT = Path(__file__).parents[2]


def planted(n_rows=300, n_clusters=4, n_axes=6, apart=8.0, seed=0):
    """Points around far centres, and the centre of each."""
    generator = np.random.default_rng(seed)
    centres = np.eye(n_clusters, n_axes) * apart
    labels = generator.integers(0, n_clusters, n_rows)
    return centres[labels] + generator.normal(size=(n_rows, n_axes)), labels


@pytest.mark.parametrize("method", METHODS)
def test_planted_clusters_come_back(method):
    """With the number given."""
    points, labels = planted()
    found = cluster_points(points, method=method, n_clusters=4)
    assert found.n_clusters == 4
    assert adjusted_rand_score(labels, found.nearest) > 0.95
    assert found.strength[found.labels >= 0].mean() > 0.95


@pytest.mark.parametrize("n_clusters", [1, 2, 3, 5, 9, 40, 199, 200])
@pytest.mark.parametrize("method", ["leiden", "kmeans"])
def test_the_number_of_clusters_is_exact(method, n_clusters):
    """From one cluster to one for every row."""
    points, _ = planted(200)
    found = cluster_points(points, method=method, n_clusters=n_clusters)
    assert np.unique(found.labels).tolist() == list(range(n_clusters))


@pytest.mark.parametrize("n_clusters", range(1, 7))
@pytest.mark.parametrize("method", ["leiden", "kmeans"])
def test_the_number_is_exact_where_points_differ_by_rounding(method, n_clusters):
    """Six points are two in single precision; copies stay together."""
    points = np.array([[0.0], [1e-9], [1.0], [1.0 + 1e-12], [1.0 + 2e-12], [0.0], [2e-9]])
    labels = cluster_points(points, method=method, n_clusters=n_clusters).labels
    assert np.unique(labels).tolist() == list(range(n_clusters))
    assert labels[5] == labels[0]


@pytest.mark.parametrize("n_clusters", [1, 2, 3, 4])
def test_the_number_of_dense_regions_is_exact(n_clusters):
    """Noise stays noise."""
    found = cluster_points(planted()[0], method="hdbscan", n_clusters=n_clusters)
    assert found.n_clusters == n_clusters


def test_more_dense_regions_than_there_are_is_an_error():
    """It says how many there are."""
    with pytest.raises(OptionError, match=r"finds \d+ dense regions, expected 150 clusters"):
        cluster_points(planted()[0], method="hdbscan", n_clusters=150)


def test_noise_stays_visible_and_has_a_nearest_cluster():
    """Nobody is silently reassigned."""
    points, _ = planted()
    scattered = np.random.default_rng(1).uniform(-30, 30, (40, points.shape[1]))
    found = cluster_points(np.vstack([points, scattered]), method="hdbscan")
    is_noise = found.labels == -1
    assert is_noise[300:].mean() > 0.8
    assert found.n_noise == is_noise.sum()
    assert (found.strength[is_noise] == 0).all()
    assert (found.nearest >= 0).all()
    assert (found.nearest[~is_noise] == found.labels[~is_noise]).all()


@pytest.mark.parametrize("method", METHODS)
def test_labels_are_ordered_by_size_and_strength_is_a_share(method):
    """The largest is 0."""
    found = cluster_points(planted(apart=3.0)[0], method=method, n_clusters=4)
    sizes = np.bincount(found.labels[found.labels >= 0])
    assert (np.diff(sizes) <= 0).all()
    assert ((found.strength >= 0) & (found.strength <= 1)).all()


@pytest.mark.parametrize("method", METHODS)
def test_one_row_is_one_cluster(method):
    """It has no neighbours, and all of itself in its cluster."""
    found = cluster_points(np.ones((1, 3)), method=method, n_clusters=1)
    assert found.labels.tolist() == [0]
    assert found.strength.tolist() == [1.0]


@pytest.mark.parametrize("method", METHODS)
def test_rows_that_are_all_alike_are_one_cluster(method):
    """As are two or three."""
    for n_rows in (2, 3, 50):
        found = cluster_points(np.ones((n_rows, 3)), method=method, n_clusters=1)
        assert found.labels.tolist() == [0] * n_rows
        assert np.isfinite(found.strength).all()


def test_copies_are_in_one_cluster():
    """Also if there are more of them than neighbours in the graph."""
    points, _ = planted(100)
    copies = np.vstack([points, np.repeat(points[:3], 40, axis=0)])
    for method in ("leiden", "kmeans"):
        labels = cluster_points(copies, method=method, n_clusters=8).labels
        assert (labels[100:].reshape(3, 40) == labels[:3, None]).all()


@pytest.mark.parametrize("method", METHODS)
def test_more_clusters_than_distinct_rows_is_an_error(method):
    """It says how many there can be."""
    points = np.array([[0.0], [0.0], [1.0]])
    with pytest.raises(OptionError, match="only 2 distinct rows among 3; ask for 2 or fewer"):
        cluster_points(points, method=method, n_clusters=3)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"method": "kmeans"}, "kmeans needs a number"),
        ({"method": "louvain"}, "choose from leiden, kmeans, hdbscan"),
        ({"n_clusters": 0}, "expected a whole number, 1 or more"),
        ({"resolution": 0.0}, "resolution is 0.0"),
        ({"resolution": float("nan")}, "resolution is nan"),
    ],
)
def test_options_out_of_range_are_errors(options, message):
    """Each names the option."""
    with pytest.raises(OptionError, match=message):
        cluster_points(planted(50)[0], **options)


def test_points_that_are_not_finite_are_an_error():
    """Rows are named."""
    points = planted(50)[0]
    points[7, 0] = np.nan
    with pytest.raises(InputError, match="NaN or infinity in row 7"):
        cluster_points(points)


def test_no_rows_and_other_rows_are_errors():
    """A graph must be of the same rows."""
    with pytest.raises(InputError, match="at least one row"):
        cluster_points(np.empty((0, 3)))
    with pytest.raises(InputError, match="graph has 40 rows and points 50"):
        cluster_points(planted(50)[0], neighbour_graph(planted(40)[0]))


def test_resolution_changes_the_number_of_clusters():
    """Higher ones give more."""
    points, _ = planted(apart=2.0)
    numbers = [cluster_points(points, resolution=each).n_clusters for each in (0.1, 1.0, 8.0)]
    assert numbers == sorted(numbers)
    assert numbers[0] < numbers[2]


def test_fitted_rows_get_their_cluster_again():
    """As new rows."""
    points, _ = planted()
    graph = neighbour_graph(points)
    found = cluster_points(points, graph)
    cluster, strength, nearest = new_row_clusters(
        [points], [points], found.labels, graph.scale, graph.n_neighbours
    )
    assert (cluster == found.labels).mean() > 0.97
    assert (nearest == cluster).all()
    assert ((strength > 0) & (strength <= 1)).all()
    assert new_row_clusters([points[:0]], [points], found.labels, graph.scale, graph.n_neighbours)[
        0
    ].shape == (0,)


def test_new_rows_amid_noise_are_noise_with_a_nearest_cluster():
    """The cluster that has most of the weight besides noise."""
    points = np.array([[0.0], [0.2], [5.0], [5.1], [5.2]])
    labels = np.array([-1, -1, 0, 1, 1])
    cluster, strength, nearest = new_row_clusters([np.array([[0.1]])], [points], labels, [10.0], 5)
    assert (cluster.tolist(), strength.tolist(), nearest.tolist()) == ([-1], [0.0], [1])


def test_labels_by_size_keep_noise():
    """Equal sizes are in order of the first row."""
    assert by_size(np.array([-1, 5, 3, 3, 1])).tolist() == [-1, 1, 0, 0, 2]


PROGRAM = """
import sys, hashlib, numba, numpy as np
from topics.choices import CLUSTER_METHODS as METHODS
from topics.clusters import cluster_points
numba.set_num_threads(min(int(sys.argv[1]), numba.config.NUMBA_NUM_THREADS))
points = np.random.default_rng(0).normal(size=(900, 20)) * np.linspace(3, 1, 20)
for method in METHODS:
    for _ in range(2):
        found = cluster_points(points, method=method, n_clusters=5 if method == "kmeans" else None)
        bits = found.labels.tobytes() + found.strength.tobytes() + found.nearest.tobytes()
        print(method, hashlib.sha256(bits).hexdigest())
"""


def test_labels_do_not_depend_on_threads_cache_or_process(tmp_path):
    """1, 2 and 4 threads; the second process compiles its kernels anew."""
    outputs = set()
    for n_threads, cache in ((1, None), (2, tmp_path), (4, tmp_path)):
        threads = {"OMP_NUM_THREADS": str(n_threads), "OPENBLAS_NUM_THREADS": str(n_threads)}
        environment = {**os.environ, **threads, "NUMBA_NUM_THREADS": "4"}
        if cache is not None:
            environment["NUMBA_CACHE_DIR"] = str(cache)
        result = subprocess.run(
            [sys.executable, "-c", PROGRAM, str(n_threads)],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        outputs.add(result.stdout)
    assert len(outputs) == 1
    lines = outputs.pop().splitlines()
    assert lines[::2] == lines[1::2]
