"""`topics tree` nests topics or clusters; `fit --tree` and `cluster --tree` do it at once."""

import json

import polars as pl
import pytest

import topics
from support.commands import FAST, assert_failed, command


@pytest.fixture(scope="module")
def fitted(tmp_path_factory):
    """A run of three topics with a tree of them."""
    folder = tmp_path_factory.mktemp("fitted")
    words = ("reef tide plankton coral", "judge jury court verdict", "barley field harvest plough")
    texts = (f"{words[i % 3]} number{i % 7}. " * 5 for i in range(30))
    path = folder / "many.jsonl"
    path.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
    options = ("--topics", "3", "--tree", "2", *FAST)
    done = command("fit", path, "--output", folder / "run", *options)
    assert done.returncode == 0, done.stderr
    assert "The topics, nested:" in done.stdout
    return folder / "run"


def test_trees_are_written_and_shown(fitted):
    """First of topics, then of clusters; show prints both."""
    assert topics.load(fitted).topic_tree.sizes == (2,)
    options = ("--method", "kmeans", "--view", "shares", "--clusters", "3", "--tree", "2")
    done = command("cluster", fitted, *options)
    assert "The clusters, nested:" in done.stdout
    assert pl.read_csv(fitted / "clusters.csv")["parent"].n_unique() == 2
    done = command("tree", fitted, "1,3")
    assert "topic_tree.json" in done.stdout
    assert topics.load(fitted).topic_tree.sizes == (1, 3)
    assert topics.load(fitted).cluster_tree.sizes == (2,)
    shown = command("show", fitted).stdout
    assert "The topics, nested:" in shown
    assert "The clusters, nested:" in shown


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("2;3",), "SIZES is '2;3', expected whole numbers such as 5,20"),
        (("99",), "expected whole numbers from 1 to 3"),
        (("",), "sizes is empty"),
    ],
)
def test_wrong_sizes_leave_the_run_as_it_is(fitted, arguments, words):
    """The error says what is expected."""
    before = (fitted / "manifest.json").read_bytes()
    assert_failed(command("tree", fitted, *arguments), 2, words)
    assert (fitted / "manifest.json").read_bytes() == before
