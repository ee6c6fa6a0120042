"""`run.plot`, pictures in the folder, and the run in a notebook."""

from __future__ import annotations

import json
from dataclasses import replace

import matplotlib
import numpy as np
import polars as pl
import pytest

import topics
from topics.errors import InputError, OptionError, RunFolderError
from topics.report import png_of
from topics.runs.plots.figures import leaf_order, similarity_of_topics

TEXTS = ["the reef and the tide", "a judge and a jury", "letters and parcels"] * 4
YEARS = {"year": [1990, 1991] * 6}


@pytest.fixture(scope="module")
def run():
    """A run with map, clusters and trends."""
    corpus = topics.Corpus.from_texts(TEXTS, metadata=YEARS)
    fitted = topics.fit(corpus, n_topics=3, n_fits=1)
    return fitted.with_trends(date="year", period="year").cluster(n_clusters=2, view="shares")


def test_every_picture_is_a_figure_without_pyplot(run):
    """A notebook shows its PNG; no figure stays open."""
    from matplotlib import pyplot
    from matplotlib.figure import Figure

    figures = [
        run.plot.map(),
        run.plot.map(by="cluster"),
        run.plot.clusters(),
        run.plot.topics(),
        run.plot.similarity(),
        run.plot.over_time(),
        run.plot.over_time("year", period="year"),
        run.plot.flow("0"),
    ]
    for figure in figures:
        assert isinstance(figure, Figure)
        assert figure._repr_png_().startswith(b"\x89PNG")
    assert pyplot.get_fignums() == []
    assert png_of(figures[1]) == png_of(figures[2])
    assert png_of(figures[5]) == png_of(figures[6])
    assert "run.plot.similarity()" in repr(run.plot)


def test_pictures_that_a_run_has_nothing_for_are_errors(run):
    """Each says what to do."""
    bare = replace(run, trends=None, clusters=None, projection=run.projection.clear())
    for call, message in (
        (bare.plot.map, r"no map; draw one: run = topics\.project\(run\)"),
        (lambda: replace(run, clusters=None).plot.clusters(), r"run = run\.cluster\(\)"),
        (bare.plot.over_time, r"run\.plot\.over_time\('date'\)"),
        (bare.plot.effects, r"run\.with_effects\(run\.effects"),
        (lambda: run.plot.over_time("nowhere"), "nowhere"),
    ):
        with pytest.raises(InputError, match=message):
            call()
    with pytest.raises(OptionError, match="unknown by 'colour'; choose from topic, cluster"):
        run.plot.map(by="colour")


def test_hidden_topics_are_not_drawn(run):
    """Neither their terms nor their similarity."""
    hidden = run.edit(hide=1)
    words = [text.get_text() for text in hidden.plot.topics().axes[0].texts]
    assert not any(word.startswith("1  ") for word in words)
    names = [text.get_text() for text in hidden.plot.similarity().axes[0].get_xticklabels()]
    assert sorted(names) == ["0", "2"]


def test_similarity_is_symmetric_and_ordered_as_the_tree_of_the_run(run):
    """Without a tree in the run, neighbours are similar; all topics are there."""
    values = similarity_of_topics(run)
    assert np.allclose(values, values.T)
    assert np.allclose(values.diagonal(), 1.0)
    assert sorted(leaf_order(run)) == [0, 1, 2]
    kept = run.with_tree([2])
    assert leaf_order(kept) == kept.topic_tree.order.tolist()


def test_the_folder_has_pictures_and_svg_where_asked(run, tmp_path):
    """The manifest lists them, and `report_again` makes the same bytes."""
    folder = run.save(tmp_path / "run")
    names = {"map", "map_clusters", "topics", "similarity", "over_time"}
    assert {path.stem for path in folder.glob("*.png")} == names
    assert list(folder.glob("*.svg")) == []
    before = {path.name: path.read_bytes() for path in folder.glob("*.png")}
    topics.runs.report_again(folder, pictures="svg")
    assert {path.stem for path in folder.glob("*.svg")} == names
    assert {path.name: path.read_bytes() for path in folder.glob("*.png")} == before
    listed = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"]
    assert {f"{name}.svg" for name in names} <= set(listed)
    (folder / "topics.svg").write_text("changed", encoding="utf-8")
    with pytest.raises(RunFolderError, match=r"`topics report .*` writes them again"):
        topics.load(folder)
    topics.runs.report_again(folder, pictures=["svg"])
    assert topics.load(folder).n_topics == 3
    with pytest.raises(OptionError, match="unknown format of pictures 'gif'; choose from png, svg"):
        topics.runs.report_again(folder, pictures="gif")


def test_a_notebook_shows_topics_and_map_and_nothing_in_them_runs(run):
    """Labels are escaped; a run without a map has the table."""
    hostile = replace(
        run,
        topics=run.topics.with_columns(
            label=pl.lit("<script>alert(1)</script>"), terms=pl.lit("a\u202e & 'b\"")
        ),
    )
    page = hostile._repr_html_()
    assert "<script" not in page
    assert "\u202e" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "a &amp; &#x27;b&quot;" in page
    assert page.count("<img alt=") == 1
    assert "src='data:image/png;base64," in page
    bare = replace(run, projection=run.projection.clear())._repr_html_()
    assert "<img" not in bare
    assert "TopicRun(3 topics, 12 documents" in bare


def test_a_notebook_shows_the_first_topics_of_many(run):
    """And says how many more there are."""
    many = pl.concat([run.topics] * 10).with_columns(topic=pl.int_range(30))
    page = replace(run, topics=many, projection=run.projection.clear())._repr_html_()
    assert page.count("<tr>") == 21
    assert "and 10 more topics: run.topics" in page


def test_settings_of_the_user_stay(run):
    """Neither `plot` nor the notebook changes them."""
    with matplotlib.rc_context({"font.size": 31}):
        run.plot.map()
        run._repr_html_()
        assert matplotlib.rcParams["font.size"] == 31
