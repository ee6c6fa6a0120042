"""The manifest names the packages that took part, and no others."""

from __future__ import annotations

import pytest

from topics.options import FitOptions
from topics.results import packages_of


@pytest.mark.parametrize(
    ("options", "has_read", "present", "absent"),
    [
        ({}, True, {"trafilatura", "lxml", "justext"}, {"gensim"}),
        ({}, False, {"numba", "polars"}, {"trafilatura", "gensim", "umap-learn"}),
        ({"phrases": True}, False, {"gensim"}, {"umap-learn"}),
        ({"engine": "gensim"}, False, {"gensim"}, {"umap-learn"}),
        ({"map_engine": "umap-learn"}, False, {"umap-learn"}, {"gensim"}),
        ({"map_engine": "umap-learn", "project": False}, False, set(), {"umap-learn"}),
    ],
)
def test_packages_are_those_that_decided_the_result(options, has_read, present, absent):
    """Reading, phrases, engine and map each bring their own."""
    packages = set(packages_of(FitOptions(**options), has_read=has_read))
    assert present <= packages
    assert not absent & packages
