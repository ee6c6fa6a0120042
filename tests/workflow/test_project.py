"""Another map of a run: the engine, its options, and new documents on it."""

from __future__ import annotations

import numpy as np
import pytest

import topics
from topics.errors import OptionError


@pytest.fixture(scope="module")
def run(planted):
    """A run without a map."""
    return topics.fit(planted, model="nmf", n_topics=4, n_fits=1, project=False)


def test_a_map_of_a_run_is_the_map_of_the_fit(run, planted):
    """The default engine draws what `fit` would have drawn; nothing else changes."""
    mapped = topics.project(run)
    fitted = topics.fit(planted, model="nmf", n_topics=4, n_fits=1)
    assert mapped.projection.equals(fitted.projection)
    assert mapped.topics.equals(run.topics)
    assert mapped.options.project
    assert run.projection.height == 0


def test_options_of_the_map_are_kept(run, tmp_path):
    """They are recorded, saved and loaded, and the next map starts from them."""
    mapped = topics.project(run, n_neighbors=5, min_dist=0.5)
    loaded = topics.load(mapped.save(tmp_path / "run"))
    assert (loaded.options.n_neighbors, loaded.options.min_dist) == (5, 0.5)
    assert loaded.projection.equals(mapped.projection)
    again = topics.project(tmp_path / "run")
    assert again.projection.equals(mapped.projection)


def test_three_coordinates_by_umap_learn(run, planted, tmp_path):
    """umap-learn draws a third coordinate, and places new documents on its map after loading."""
    mapped = topics.project(run, engine="umap-learn", n_components=3)
    assert mapped.projection.columns == ["level", "document", "position", "x", "y", "z", "topic"]
    assert "umap-learn" in mapped.manifest["map"]["versions"]
    loaded = topics.load(mapped.save(tmp_path / "run"))
    assert loaded.options.map_engine == "umap-learn"
    again = loaded.transform(planted)
    axes = ["x", "y", "z"]
    assert np.array_equal(again.projection.select(axes), mapped.projection.select(axes))
    new = loaded.transform("seaaword seabword lawaword").projection
    assert np.isfinite(new.select(axes).to_numpy()).all()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"engine": "t-sne"}, "unknown engine 't-sne'; choose from topics, umap-learn"),
        ({"n_components": 3}, 'engine="umap-learn"'),
        ({"n_neighbors": 1}, "n_neighbors is 1"),
    ],
)
def test_bad_options_are_named(run, options, message):
    """Each is an OptionError that says what is expected."""
    with pytest.raises(OptionError, match=message):
        topics.project(run, **options)
