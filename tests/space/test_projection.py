"""The map: any number of rows, same bits, like beside like."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.manifold import trustworthiness

from topics.errors import OptionError
from topics.space import place


@pytest.mark.parametrize("n_rows", [0, 1, 2, 5, 9, 10, 11, 40])
def test_any_number_of_rows_is_placed(n_rows):
    """Finite coordinates from no row to many."""
    rows = np.random.default_rng(0).dirichlet(np.full(6, 0.3), size=n_rows)
    places = place(rows)
    assert places.shape == (n_rows, 2)
    assert np.all(np.isfinite(places))


def test_same_rows_same_bits():
    """Two calls agree to the last bit."""
    rows = np.random.default_rng(1).dirichlet(np.full(6, 0.3), size=60)
    assert np.array_equal(place(rows, random_state=3), place(rows, random_state=3))


def test_equal_rows_share_a_place():
    """A document of one section lies on its section."""
    rows = np.random.default_rng(2).dirichlet(np.full(6, 0.3), size=30)
    places = place(np.concatenate([rows, rows]))
    assert np.array_equal(places[:30], places[30:])


def test_one_shared_row_for_all_is_placed():
    """Rows that do not differ at all."""
    assert np.array_equal(place(np.full((20, 4), 0.25)), np.zeros((20, 2)))


def test_neighbours_stay_neighbours():
    """Trustworthiness of the map under the Hellinger distance."""
    rows = np.random.default_rng(4).dirichlet(np.full(8, 0.1), size=300)
    assert trustworthiness(np.sqrt(rows), place(rows)) > 0.9


@pytest.mark.parametrize("options", [{"n_neighbors": 1}, {"min_dist": 2.0}])
def test_numbers_out_of_range_are_refused(options):
    """OptionError names the number."""
    with pytest.raises(OptionError):
        place(np.eye(4), **options)
