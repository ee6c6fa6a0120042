"""`topics cluster` writes clusters into a run, whole or not at all; `fit --cluster` makes them."""

import json
import shutil

import polars as pl
import pytest

import topics
from support.commands import FAST, assert_failed, command
from support.copies import shuffled


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """Thirty documents on two themes, as JSON Lines."""
    path = tmp_path_factory.mktemp("many") / "many.jsonl"
    words = ("reef tide plankton coral current", "judge jury court verdict appeal")
    texts = (shuffled(f"{words[i % 2]} number{i % 7}. " * 5, i) for i in range(30))
    path.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
    return path


@pytest.fixture(scope="module")
def fitted(many, tmp_path_factory):
    """A run with clusters of its own."""
    run = tmp_path_factory.mktemp("fitted") / "run"
    options = ("--topics", "2", "--cluster", "leiden", "--clusters", "2", *FAST)
    assert command("fit", many, "--output", run, *options).returncode == 0
    return run


def test_fit_makes_clusters(fitted):
    """They are in three tables, and in the scores."""
    table = pl.read_csv(fitted / "clusters.csv")
    assert table["n_documents"].to_list() == [15, 15]
    clusters = pl.read_csv(fitted / "documents.csv")["cluster"]
    assert clusters[::2].n_unique() == clusters[1::2].n_unique() == 1
    assert "cluster" in pl.read_csv(fitted / "sections.csv").columns
    assert any(s["name"] == "clusters" for s in topics.load(fitted).quality["scores"])


def test_cluster_prints_and_writes(fitted, tmp_path):
    """Another method takes the place of the first clusters; everything else stays."""
    run = tmp_path / "run"
    shutil.copytree(fitted, run)
    done = command("cluster", run, "--method", "kmeans", "--clusters", "3", "--level", "section")
    assert "largest topics" in done.stdout
    assert f"{run / 'clusters.csv'} has a row for each cluster" in done.stdout.replace("\n", " ")
    loaded, before = topics.load(run), topics.load(fitted)
    assert loaded.clusters.table.height == 3
    assert loaded.clusters.level == "section"
    assert loaded.topics.equals(before.topics)
    assert (loaded.document_topic == before.document_topic).all()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--method", "kmeans"), "kmeans needs a number of clusters"),
        (("--clusters", "99"), "only 30 documents have counted terms"),
    ],
)
def test_wrong_options_leave_the_run_as_it_is(fitted, options, words):
    """The error says what to do."""
    before = (fitted / "manifest.json").read_bytes()
    assert_failed(command("cluster", fitted, *options), 2, words)
    assert (fitted / "manifest.json").read_bytes() == before
