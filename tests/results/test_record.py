"""The manifest names the packages that took part, and no others."""

from __future__ import annotations

import polars as pl
import pytest

from topics import Corpus, fit, transform
from topics.options import FitOptions
from topics.results import packages_of


@pytest.mark.parametrize(
    ("options", "sources", "present", "absent"),
    [
        ({}, ["a.txt"], {"trafilatura", "lxml", "justext"}, {"gensim", "warcio", "pypdfium2"}),
        ({}, ["a.PDF", "b.zip/c.xlsx"], {"pypdfium2", "python-calamine"}, {"warcio"}),
        ({}, ["a.warc.gz/https://example.org/pdf"], {"warcio"}, {"pypdfium2"}),
        ({}, None, {"numba", "polars"}, {"trafilatura", "gensim", "umap-learn"}),
        ({"phrases": True}, None, {"gensim"}, {"umap-learn"}),
        ({"engine": "gensim"}, None, {"gensim"}, {"umap-learn"}),
        ({"map_engine": "umap-learn"}, None, {"umap-learn"}, {"gensim"}),
        ({"map_engine": "umap-learn", "project": False}, None, set(), {"umap-learn"}),
    ],
)
def test_packages_are_those_that_decided_the_result(options, sources, present, absent):
    """Files, phrases, engine and map each bring their own."""
    files = None if sources is None else pl.Series(sources)
    packages = set(packages_of(FitOptions(**options), sources=files, has_texts=False))
    assert present <= packages
    assert not absent & packages


def test_texts_in_memory_name_what_found_their_languages_and_words():
    """Counts name neither."""
    texts = ["潮汐涨落，珊瑚礁在港口外面生长。", "法官听取证人的陈述，法院做出判决。"] * 3
    corpus = Corpus.from_texts([f"{text}{number}" for number, text in enumerate(texts)])
    options = {"n_topics": 2, "n_fits": 1, "project": False, "stop_words": "none"}
    run = fit(corpus, **options)
    versions = run.manifest["versions"]
    assert {"py3langid", "icu4py"} <= set(versions)
    assert "lxml" not in versions
    new = transform(run, corpus)
    assert {"py3langid", "icu4py"} <= set(new.manifest["versions"])
    of_counts = fit(run.counts, n_topics=2, n_fits=1, project=False).manifest["versions"]
    assert not {"py3langid", "icu4py"} & set(of_counts)
