"""Nearest rows: as a plain loop finds them, on any thread count, and nearly so by descent."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.naive import nearest
from topics.kernels.threads import kernel_threads
from topics.space import hellinger, nearest_points, neighbour_table, place, place_beside

ROOT = Path(__file__).parents[2]


@settings(max_examples=30, deadline=None)
@given(st.integers(2, 40), st.integers(1, 6), st.integers(0, 99), st.booleans())
def test_nearest_points_equal_a_plain_loop(n_points, n_axes, seed, ties):
    """Numbers and distances, ties by number, with and without the query itself."""
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
    """Where the tiles lie does not matter."""
    points = np.random.default_rng(0).random((500, 4))
    whole = nearest_points(points, points, 9)
    monkeypatch.setattr("topics.space.neighbours.POINTS", 64)
    monkeypatch.setattr("topics.space.neighbours.ROWS", 32)
    for one, other in zip(whole, nearest_points(points, points, 9), strict=True):
        assert np.array_equal(one, other)


def test_descent_finds_nearly_all():
    """Beyond the limit: recall of at least 0.95, no point its own, the same on any threads."""
    points = np.sqrt(np.random.default_rng(1).dirichlet(np.full(12, 0.2), size=3_000))
    exact, _ = neighbour_table(points, 14)
    with kernel_threads(1):
        found, distance = neighbour_table(points, 14, exact_up_to=1_000)
    with kernel_threads(2):
        again = neighbour_table(points, 14, exact_up_to=1_000)
    assert np.array_equal(found, again[0])
    assert np.array_equal(distance, again[1])
    recall = np.mean([len(np.intersect1d(*pair)) / 14 for pair in zip(exact, found, strict=True)])
    assert recall >= 0.95
    assert not np.any(found == np.arange(3_000)[:, None])
    assert np.all(np.diff(distance, axis=1) >= 0)


PROGRAM = """
import hashlib, numpy as np
from topics.space import neighbour_table, place
rows = np.random.default_rng(3).dirichlet(np.full(30, 0.1), size=700)
digest = hashlib.sha256(place(rows, random_state=4).tobytes())
for array in neighbour_table(np.sqrt(rows), 9):
    digest.update(array.tobytes())
print(digest.hexdigest())
"""


def test_any_number_of_threads_gives_the_same_bits(tmp_path):
    """The map and the exact table, with one and two threads of numba, OpenMP and BLAS.

    The first process compiles the kernels, the second one loads them.
    """
    printed = set()
    for n in ("1", "2"):
        names = ("NUMBA_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")
        process = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT),
                "NUMBA_CACHE_DIR": str(tmp_path),
                **dict.fromkeys(names, n),
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert process.returncode == 0, process.stderr
        printed.add(process.stdout)
    assert len(printed) == 1


def test_new_rows_lie_beside_their_like():
    """A fitted row on its place; others on that of a neighbour amid the neighbours."""
    fitted = np.array([[0.7, 0.3, 0], [0.72, 0.28, 0], [0.68, 0.32, 0], [0, 1.0, 0]])
    places = np.array([[0.0, 0.0], [9.0, 9.0], [1.0, 0.0], [0.5, 4.0]])
    assert np.array_equal(place_beside(fitted, fitted, places), places)
    assert place_beside(np.array([[0.705, 0.295, 0]]), fitted, places).tolist() == [[0.0, 0.0]]
    assert place_beside(fitted[:0], fitted, places).shape == (0, 2)


def test_new_rows_are_as_trustworthy_as_fitted_ones():
    """A tenth held out: the fitted rows around their places are near them."""
    rows = np.random.default_rng(5).dirichlet(np.full(8, 0.1), size=600)
    fitted, new = rows[60:], rows[:60]
    places = place(fitted)
    beside = place_beside(new, fitted, places)
    index, _ = nearest_points(beside, places, 10)
    gaps = [hellinger(row, fitted[near]).mean() for row, near in zip(new, index, strict=True)]
    chance = [hellinger(row, fitted).mean() for row in new]
    assert np.mean(gaps) < 0.5 * np.mean(chance)


@pytest.mark.parametrize("n_rows", [1, 5, 70_000])
def test_hellinger_is_the_distance_of_shares(n_rows):
    """As the formula gives it, block by block."""
    rows = np.random.default_rng(n_rows).dirichlet(np.ones(3), size=n_rows)
    expected = np.linalg.norm(np.sqrt(rows[0]) - np.sqrt(rows), axis=1) / np.sqrt(2)
    assert np.allclose(hellinger(rows[0], rows), expected)
