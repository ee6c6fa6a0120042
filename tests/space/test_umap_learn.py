"""Map engine "umap-learn": the same bits each time, three coordinates, new rows.

The first map and the first new row of a process compile for about ten seconds, so the tests share
one map.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest
from sklearn.manifold import trustworthiness

from topics.kernels.threads import kernel_threads
from topics.space import place_new, project

ROOT = Path(__file__).parents[2]
ENGINE = "umap-learn"


def rows_of(seed, n_rows):
    """Rows of shares that have clusters."""
    return np.random.default_rng(seed).dirichlet(np.full(8, 0.1), size=n_rows)


@pytest.fixture(scope="module")
def fitted():
    """Rows, some of them twice, and their coordinates."""
    rows = np.concatenate([rows_of(0, 200), rows_of(0, 20)])
    with kernel_threads(2), warnings.catch_warnings():
        warnings.simplefilter("error")
        return rows, project(rows, engine=ENGINE, random_state=4)


def test_neighbours_stay_neighbours_and_equal_rows_equal(fitted):
    """Trustworthiness is about .985; a row that repeats has the coordinates of the first."""
    rows, coordinates = fitted
    assert trustworthiness(np.sqrt(rows), coordinates) > 0.98
    assert np.array_equal(coordinates[:20], coordinates[200:])


def test_a_fitted_row_gets_its_coordinates_again(fitted):
    """Alone, and among new rows."""
    rows, coordinates = fitted
    assert np.array_equal(place_new(rows[7:8], rows, coordinates, engine=ENGINE), coordinates[7:8])
    mixed = np.concatenate([rows_of(9, 3), rows[40:50]])
    placed = place_new(mixed, rows, coordinates, engine=ENGINE)
    assert np.array_equal(placed[3:], coordinates[40:50])


def test_new_rows_are_placed_independently_of_each_other(fitted):
    """Alone, in a batch, and in one of as many rows as were fitted; without warnings."""
    rows, coordinates = fitted
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        new = rows_of(1, 201)
        placed = {n: place_new(new[:n], rows, coordinates, engine=ENGINE) for n in (1, 30, 201)}
    assert {n: part.shape for n, part in placed.items()} == {n: (n, 2) for n in placed}
    # 199 new rows and the row that umap-learn's weights are scaled by would be 200, as fitted.
    same_size = place_new(new[:199], rows, coordinates, engine=ENGINE)
    for part in (placed[1], placed[30], same_size):
        assert np.array_equal(part, placed[201][: len(part)])


def test_new_rows_are_drawn_near_their_nearest_rows(fitted):
    """On the map, the nearest fitted row of a new row is closer than a random one."""
    rows, coordinates = fitted
    new = rows_of(2, 60)
    placed = place_new(new, rows, coordinates, engine=ENGINE)
    nearest = np.linalg.norm(np.sqrt(new)[:, None] - np.sqrt(rows), axis=2).argmin(axis=1)
    to_nearest = np.linalg.norm(placed - coordinates[nearest], axis=1).mean()
    to_random = np.linalg.norm(placed - coordinates[:60], axis=1).mean()
    assert to_nearest < 0.25 * to_random


def test_map_and_new_rows_are_those_of_a_fitted_umap():
    """The state that is made again from shares and coordinates transforms as the first one."""
    from umap import UMAP

    rows, new = np.unique(rows_of(6, 100), axis=0), rows_of(7, 20)
    options = {"metric": "hellinger", "random_state": 1, "n_jobs": 1, "disconnection_distance": 2.0}
    model = UMAP(**options).fit(rows)
    coordinates = project(rows, engine=ENGINE, random_state=1)
    assert np.array_equal(coordinates, model.embedding_)
    # One fitted row among the new ones, because of which edges are scaled by 1.
    expected = model.transform(np.concatenate([new, rows[:1]]))[:20]
    placed = place_new(new, rows, coordinates, engine=ENGINE, random_state=1)
    assert np.array_equal(placed, expected)


def test_three_coordinates(fitted):
    """Rows and new rows have three."""
    rows, _ = fitted
    coordinates = project(rows, engine=ENGINE, n_components=3)
    assert coordinates.shape == (220, 3)
    assert np.all(np.isfinite(coordinates))
    assert place_new(rows_of(3, 2), rows, coordinates, engine=ENGINE).shape == (2, 3)


def test_few_rows_and_rows_that_share_no_topic_are_drawn():
    """Fewer rows than neighbours; and rows at distance 1, which umap-learn leaves out."""
    for rows in (rows_of(5, 10), np.eye(12)):
        coordinates = project(rows, engine=ENGINE)
        new = np.full((1, rows.shape[1]), 1 / rows.shape[1])
        assert np.all(np.isfinite(coordinates))
        assert np.all(np.isfinite(place_new(new, rows, coordinates, engine=ENGINE)))


PROGRAM = """
import hashlib, numpy as np
from topics.space import place_new, project
dirichlet = lambda seed, n: np.random.default_rng(seed).dirichlet(np.full(8, 0.1), size=n)
rows = np.concatenate([dirichlet(0, 200), dirichlet(0, 20)])
coordinates = project(rows, engine="umap-learn", random_state=4)
placed = place_new(dirichlet(1, 30), rows, coordinates, engine="umap-learn", random_state=4)
print(hashlib.sha256(coordinates.tobytes() + placed.tobytes()).hexdigest())
"""


def test_a_process_with_one_thread_gives_the_same_bits(fitted):
    """The map and new rows, compared with this process, which has two threads or more."""
    rows, coordinates = fitted
    names = ("NUMBA_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")
    process = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={**os.environ, "PYTHONPATH": str(ROOT), **dict.fromkeys(names, "1")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 0, process.stderr
    assert not process.stderr
    placed = place_new(rows_of(1, 30), rows, coordinates, engine=ENGINE, random_state=4)
    digest = hashlib.sha256(coordinates.tobytes() + placed.tobytes()).hexdigest()
    assert process.stdout.strip() == digest
