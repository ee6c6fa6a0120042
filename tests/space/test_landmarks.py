"""Maps of very many rows: some are drawn, the others are placed between them."""

from __future__ import annotations

import numpy as np
import pytest

from topics.kernels.threads import kernel_threads
from topics.space import landmarks, place_new, project, projection
from topics.space.landmarks import place_between, rows_at


@pytest.fixture
def few_landmarks(monkeypatch):
    """Maps of more than 300 rows are drawn with 100 of them."""
    monkeypatch.setattr(projection, "MOST_DRAWN", 300)
    monkeypatch.setattr(landmarks, "LANDMARKS", 100)
    monkeypatch.setattr(landmarks, "CHUNK_ROWS", 64)


def planted(n, seed=0):
    """Rows of three groups, and the group of each."""
    rng = np.random.default_rng(seed)
    group = rng.integers(0, 3, n)
    return rng.dirichlet(np.ones(6), n) * 0.2 + 0.8 * np.eye(6)[group], group


@pytest.mark.usefixtures("few_landmarks")
def test_groups_stay_together():
    """Nearly every row is nearest to the middle of its own group on the map."""
    rows, group = planted(800)
    places = project(rows)
    middles = np.stack([np.median(places[group == g], axis=0) for g in range(3)])
    nearest = np.linalg.norm(places[:, None] - middles, axis=2).argmin(axis=1)
    assert (nearest == group).mean() > 0.97


@pytest.mark.usefixtures("few_landmarks")
def test_equal_rows_have_one_place_on_any_number_of_threads():
    """Also where one of them is a landmark; parts that are one array are placed once."""
    rows, _ = planted(400)
    places = []
    for n_threads in (1, 2):
        with kernel_threads(n_threads):
            places.append(project([rows, rows]))
    assert np.array_equal(*places)
    assert np.array_equal(places[0][:400], places[0][400:])
    assert np.array_equal(places[0], project(np.concatenate([rows, rows])))
    assert len(np.unique(places[0], axis=0)) > 350


@pytest.mark.usefixtures("few_landmarks")
@pytest.mark.parametrize("engine", ["topics", "umap-learn"])
def test_a_fitted_row_gets_its_place_again(engine):
    """Whether it is a landmark or was placed between some, alone or among others."""
    rows, _ = planted(400)
    places = project(rows, engine=engine, random_state=3)
    options = {"engine": engine, "random_state": 3}
    again = place_new([rows[200:], rows[:1]], [rows[:150], rows[150:]], places, **options)
    assert np.allclose(again, places[[*range(200, 400), 0]], rtol=0, atol=1e-9)
    alone = place_new(rows[7:8], rows, places, **options)
    assert np.allclose(alone, places[7], rtol=0, atol=1e-9)


def test_a_place_is_the_geometric_median_of_its_neighbours():
    """No step from it makes the weighted sum of distances smaller."""
    rng = np.random.default_rng(1)
    points, coordinates = rng.random((40, 3)), rng.random((40, 2))
    rows = rng.random((30, 3))

    def cost(place, row):
        distance = np.linalg.norm(points - row, axis=1)
        nearest = np.argsort(distance)[: landmarks.NEIGHBOURS]
        gaps = np.linalg.norm(coordinates[nearest] - place, axis=1)
        return (gaps / distance[nearest] ** 2).sum()

    for place, row in zip(place_between(rows, points, coordinates), rows, strict=True):
        least = cost(place, row)
        around = [cost(place + step, row) for step in 0.05 * rng.standard_normal((20, 2))]
        assert least <= 1.002 * min(around)


def test_rows_of_several_arrays():
    """As if the arrays were joined, also where one is empty."""
    parts = [np.arange(6.0).reshape(3, 2), np.empty((0, 2)), 10 + np.arange(4.0).reshape(2, 2)]
    numbers = np.array([0, 2, 3, 4])
    assert np.array_equal(rows_at(parts, numbers), np.concatenate(parts)[numbers])
