"""`topics project` draws another map into a run; `fit --map-view` draws it at once."""

import json

import numpy as np
import polars as pl
import pytest

import topics
from support.commands import assert_failed, command


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """Thirty documents on two themes, as JSON Lines."""
    path = tmp_path_factory.mktemp("many") / "many.jsonl"
    words = ("reef tide plankton coral current", "judge jury court verdict appeal")
    rng = np.random.default_rng(0)
    texts = (" ".join(rng.choice(words[i % 2].split(), 20)) for i in range(30))
    path.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
    return path


@pytest.fixture(scope="module")
def fitted(many, tmp_path_factory):
    """A run with clusters and the map of their view."""
    run = tmp_path_factory.mktemp("fitted") / "run"
    options = ("--model", "nmf", "--topics", "2", "--fits", "1", "--cluster", "leiden")
    done = command("fit", many, "--output", run, *options, "--map-view", "consensus")
    assert done.returncode == 0, done.stderr
    return run


def test_fit_draws_the_map_of_a_view(fitted):
    """The fits of the consensus are kept once, for the clusters and the map."""
    assert topics.load(fitted).options.map_view == "consensus"
    assert (fitted / "map_clusters.png").exists()
    assert (fitted / "model" / "members.npz").exists()
    assert not (fitted / "model" / "map_members.npz").exists()


def test_project_writes_another_map(fitted, tmp_path):
    """Only the map changes; without options it is drawn as it was."""
    before = topics.load(fitted)
    run = before.save(tmp_path / "run")
    done = command("project", run, "--view", "tf-idf", "--neighbors", "5")
    assert done.returncode == 0, done.stderr
    assert "map.png shows the view tf-idf" in done.stdout.replace("\n", " ")
    after = topics.load(run)
    assert (after.options.map_view, after.options.n_neighbors) == ("tf-idf", 5)
    assert not after.projection.equals(before.projection)
    assert after.documents.equals(before.documents)
    assert after.clusters.table.equals(before.clusters.table)
    assert "similar terms (tf-idf)" in (run / "report.html").read_text(encoding="utf-8")
    assert command("project", run, "--quiet").stdout == ""
    assert topics.load(run).projection.equals(after.projection)


def test_new_documents_of_the_command_line_are_on_the_map(fitted, many, tmp_path):
    """`transform` puts the fitted documents where they are."""
    done = command("transform", fitted, many, "--output", tmp_path / "new")
    assert done.returncode == 0, done.stderr
    again = pl.read_csv(tmp_path / "new" / "projection.csv")
    assert again.equals(pl.read_csv(fitted / "projection.csv"))


def test_fits_of_other_clusters_are_not_taken_over(fitted, tmp_path):
    """A clustering of another view and state leaves no fits behind that a later one would use."""
    run = topics.load(fitted).save(tmp_path / "run")
    assert command("project", run, "--view", "shares", "--quiet").returncode == 0
    for options in (("--view", "shares", "--random-state", "1"), ("--random-state", "1")):
        assert command("cluster", run, *options, "--quiet").returncode == 0
        members = topics.load(run).clusters.members
        assert (members is None) == ("shares" in options)
    expected = topics.load(fitted).cluster(random_state=1).clusters.members
    assert np.array_equal(members.components, expected.components)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--view", "embeddings"), "'embeddings' is not one of"),
        (("--neighbors", "1"), "expected 2 or more"),
        (("--min-dist", "2"), "expected 1 or less"),
    ],
)
def test_wrong_options_are_bad_usage(fitted, arguments, words):
    """The run stays as it is."""
    before = (fitted / "manifest.json").read_bytes()
    assert_failed(command("project", fitted, *arguments), 2, words)
    assert (fitted / "manifest.json").read_bytes() == before


def test_a_fit_with_a_map_of_embeddings_is_bad_usage(many, tmp_path):
    """The error names the call that takes them."""
    done = command("fit", many, "--map-view", "embeddings", "--output", tmp_path / "run")
    assert_failed(done, 2, "topics.project(run, view='embeddings'")
    assert not (tmp_path / "run").exists()


def test_a_run_without_a_map_gets_one(many, tmp_path):
    """`fit --no-map` and then `project`."""
    run = tmp_path / "run"
    options = ("--model", "nmf", "--topics", "2", "--fits", "1", "--no-map", "--quiet")
    assert command("fit", many, "--output", run, *options).returncode == 0
    assert not (run / "map.png").exists()
    assert command("project", run, "--quiet").returncode == 0
    assert (run / "map.png").exists()
    assert topics.load(run).projection.height == 60
