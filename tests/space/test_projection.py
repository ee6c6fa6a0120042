"""The map: any number of rows, the same bits each time, neighbours stay neighbours."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.manifold import trustworthiness

from topics.errors import OptionError
from topics.space import ENGINES_BY_NAME, place_new, project


@pytest.mark.parametrize("n_rows", [0, 1, 2, 5, 9, 10, 11, 40])
def test_any_number_of_rows_is_drawn(n_rows):
    """Coordinates are finite for any number of rows, also for none."""
    rows = np.random.default_rng(0).dirichlet(np.full(6, 0.3), size=n_rows)
    coordinates = project(rows)
    assert coordinates.shape == (n_rows, 2)
    assert np.all(np.isfinite(coordinates))


@pytest.mark.parametrize("engine", ENGINES_BY_NAME)
def test_few_rows_are_drawn_on_their_principal_axes(engine):
    """Every engine draws fewer than ten distinct rows alike, and places them again."""
    rows = np.random.default_rng(0).dirichlet(np.full(6, 0.3), size=9)
    for n_rows in (1, 2, 9):
        coordinates = project(rows[:n_rows], engine=engine)
        assert np.array_equal(coordinates, project(rows[:n_rows]))
        again = place_new(rows[:n_rows], rows[:n_rows], coordinates, engine=engine)
        assert np.array_equal(again, coordinates)


def test_the_same_rows_give_the_same_bits():
    """Two calls give identical coordinates."""
    rows = np.random.default_rng(1).dirichlet(np.full(6, 0.3), size=60)
    assert np.array_equal(project(rows, random_state=3), project(rows, random_state=3))


def test_equal_rows_get_equal_coordinates():
    """A document of one section is drawn on its section."""
    rows = np.random.default_rng(2).dirichlet(np.full(6, 0.3), size=30)
    coordinates = project(np.concatenate([rows, rows]))
    assert np.array_equal(coordinates[:30], coordinates[30:])


@pytest.mark.parametrize("engine", ENGINES_BY_NAME)
def test_rows_that_are_all_equal_are_drawn_at_the_origin(engine):
    """There is no axis to draw them on."""
    coordinates = project(np.full((20, 4), 0.25), engine=engine)
    assert np.array_equal(coordinates, np.zeros((20, 2)))


def test_neighbours_stay_neighbours():
    """Trustworthiness under the Hellinger distance is about .987."""
    rows = np.random.default_rng(4).dirichlet(np.full(8, 0.1), size=300)
    assert trustworthiness(np.sqrt(rows), project(rows)) > 0.98


def test_points_spread_out_with_min_dist():
    """The median distance to the nearest neighbour on the map grows."""
    rows = np.random.default_rng(4).dirichlet(np.full(8, 0.1), size=300)
    gaps = []
    for min_dist in (0.0, 0.8):
        points = project(rows, min_dist=min_dist)
        distance = np.linalg.norm(points[:, None] - points, axis=2)
        gaps.append(np.median(np.sort(distance, axis=1)[:, 1]))
    assert gaps[1] > 2 * gaps[0]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"n_neighbors": 1}, "n_neighbors is 1, expected 2 or more"),
        ({"min_dist": 2.0}, r"min_dist is 2.0, expected 0 to 1"),
        ({"n_components": 4}, "n_components is 4, expected 2 or 3"),
        ({"n_components": 3}, 'choose engine="umap-learn"'),
        ({"engine": "t-sne"}, "choose from topics, umap-learn"),
    ],
)
def test_options_out_of_range_are_refused(options, message):
    """The error names the option, also if the rows are few."""
    with pytest.raises(OptionError, match=message):
        project(np.eye(4), **options)
