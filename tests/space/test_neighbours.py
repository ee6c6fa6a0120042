"""Nearest rows equal a plain loop, on any number of threads; the descent finds nearly all."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import combinations
from pathlib import Path
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.naive import nearest
from topics.kernels.threads import kernel_threads
from topics.space import (
    all_distances,
    hellinger,
    nearest_points,
    neighbour_table,
    place_at_medoids,
    place_new,
    project,
)
from topics.space.neighbours import rounds

ROOT = Path(__file__).parents[2]


@settings(max_examples=30, deadline=None)
@given(st.integers(2, 40), st.integers(1, 6), st.integers(0, 99), st.booleans())
def test_nearest_points_equal_a_plain_loop(n_points, n_axes, seed, ties):
    """Indices and distances, ties by index, with and without the query itself."""
    rng = np.random.default_rng(seed)
    points = (
        rng.integers(0, 3, (n_points, n_axes)).astype(float)
        if ties
        else rng.random((n_points, n_axes))
    )
    n = n_points - 1
    index, distance = nearest_points(points, points, n, skip=np.arange(n_points))
    expected_index, expected = nearest(points, points, n, skip_self=True)
    assert np.allclose(distance, expected)
    assert np.array_equal(index, expected_index)
    index, distance = nearest_points(points[:3], points, n_points)
    assert np.array_equal(index, nearest(points[:3], points, n_points)[0])


def test_many_tiles_equal_one(monkeypatch):
    """The size of the tiles does not change the result."""
    points = np.random.default_rng(0).random((500, 4))
    whole = nearest_points(points, points, 9)
    monkeypatch.setattr("topics.space.neighbours.POINTS", 64)
    monkeypatch.setattr("topics.space.neighbours.ROWS", 32)
    for one, other in zip(whole, nearest_points(points, points, 9), strict=True):
        assert np.array_equal(one, other)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 40), st.integers(1, 6), st.integers(0, 99))
def test_all_distances_equal_a_plain_loop(n_points, n_axes, seed):
    """Distances of all pairs, exactly 0 from a point to itself, the same on any threads."""
    points = np.random.default_rng(seed).random((n_points, n_axes))
    distance = all_distances(points)
    expected = np.sqrt(np.square(points[:, None] - points[None]).sum(axis=2))
    assert np.allclose(distance, expected, atol=1e-7)
    assert not distance.diagonal().any()
    with kernel_threads(1):
        assert np.array_equal(all_distances(points), distance)


@settings(max_examples=30, deadline=None)
@given(st.integers(2, 70), st.integers(1, 6), st.integers(0, 99), st.booleans())
def test_a_table_equals_the_nearest_points(n_points, n_axes, seed, ties):
    """Products that serve both their points give what each point finds alone."""
    rng = np.random.default_rng(seed)
    points = (
        rng.integers(0, 3, (n_points, n_axes)).astype(float)
        if ties
        else rng.random((n_points, n_axes))
    )
    n = min(n_points - 1, 9)
    expected = nearest(points, points, n_points - 1, skip_self=True)
    with mock.patch("topics.space.neighbours.ROWS", 16):
        index, distance = neighbour_table(points, n)
        with kernel_threads(1):
            assert np.array_equal(neighbour_table(points, n)[0], index)
    assert np.allclose(distance, expected[1][:, :n])
    assert np.array_equal(index, expected[0][:, :n])


def test_every_pair_meets_once():
    """All pairs of blocks, and no block twice in a round."""
    for n in range(8):
        met = rounds(list(range(n)))
        assert sorted(pair for each in met for pair in each) == list(combinations(range(n), 2))
        assert all(len({*sum(each, ())}) == 2 * len(each) for each in met)


def test_descent_finds_nearly_all():
    """Above the limit: recall, no point its own neighbour, the same bits on any threads."""
    points = np.sqrt(np.random.default_rng(1).dirichlet(np.full(12, 0.2), size=3_000))
    exact, _ = neighbour_table(points, 14)
    with kernel_threads(1):
        index, distance = neighbour_table(points, 14, exact_up_to=1_000)
    with kernel_threads(2):
        again = neighbour_table(points, 14, exact_up_to=1_000)
    assert np.array_equal(index, again[0])
    assert np.array_equal(distance, again[1])
    recall = np.mean([len(np.intersect1d(*pair)) / 14 for pair in zip(exact, index, strict=True)])
    assert recall >= 0.99
    assert not np.any(index == np.arange(3_000)[:, None])
    assert np.all(np.diff(distance, axis=1) >= 0)


PROGRAM = """
import hashlib, numpy as np
from topics.space import neighbour_table, project
rows = np.random.default_rng(3).dirichlet(np.full(30, 0.1), size=700)
digest = hashlib.sha256(project(rows, random_state=4).tobytes())
for array in neighbour_table(np.sqrt(rows), 9):
    digest.update(array.tobytes())
print(digest.hexdigest())
"""


def test_any_number_of_threads_gives_the_same_bits():
    """The map and the exact table, with one and two threads of numba, OpenMP and BLAS."""
    printed = set()
    for n in ("1", "2"):
        names = ("NUMBA_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")
        process = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT),
                **dict.fromkeys(names, n),
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert process.returncode == 0, process.stderr
        printed.add(process.stdout)
    assert len(printed) == 1


def test_new_rows_take_the_position_of_the_medoid():
    """A fitted row gets its own coordinates, another row those of its most central neighbour."""
    fitted = np.array([[0.7, 0.3, 0], [0.72, 0.28, 0], [0.68, 0.32, 0], [0, 1.0, 0]])
    coordinates = np.array([[0.0, 0.0], [9.0, 9.0], [1.0, 0.0], [0.5, 4.0]])
    assert np.array_equal(place_at_medoids(fitted, fitted, coordinates), coordinates)
    new = np.array([[0.705, 0.295, 0]])
    assert place_at_medoids(new, fitted, coordinates).tolist() == [[0.0, 0.0]]
    assert place_new(fitted[:0], fitted, coordinates).shape == (0, 2)


def test_new_rows_are_as_trustworthy_as_fitted_ones():
    """The fitted rows around a held-out row on the map are closer to it than random ones."""
    rows = np.random.default_rng(5).dirichlet(np.full(8, 0.1), size=600)
    fitted, new = rows[60:], rows[:60]
    coordinates = project(fitted)
    placed = place_new(new, fitted, coordinates)
    index, _ = nearest_points(placed, coordinates, 10)
    pairs = zip(new, index, strict=True)
    to_neighbours = [hellinger(row, fitted[neighbours]).mean() for row, neighbours in pairs]
    to_any = [hellinger(row, fitted).mean() for row in new]
    assert np.mean(to_neighbours) < 0.4 * np.mean(to_any)


@pytest.mark.parametrize("n_rows", [1, 5, 70_000])
def test_hellinger_equals_its_formula(n_rows):
    """Also for more rows than are computed at a time."""
    rows = np.random.default_rng(n_rows).dirichlet(np.ones(3), size=n_rows)
    expected = np.linalg.norm(np.sqrt(rows[0]) - np.sqrt(rows), axis=1) / np.sqrt(2)
    assert np.allclose(hellinger(rows[0], rows), expected)
