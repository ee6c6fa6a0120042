"""`topics compare` says what became of topics and documents; `topics.compare` the same."""

import json

import polars as pl
import pytest

import topics
from support.commands import FAST, assert_failed, command
from support.copies import shuffled
from topics.results import COMPARISON_SCHEMA

WORDS = (
    "reef tide plankton coral lagoon",
    "judge jury court verdict appeal",
    "barley field harvest plough meadow",
    "orbit comet lunar probe crater",
)


def write_texts(path, themes, n=48):
    """Documents of the themes in turn, with ids that say which."""
    rows = (
        {"id": f"{i}", "text": f"{WORDS[themes[i % len(themes)]]} number{i % 7}. " * 5}
        for i in range(n)
    )
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """One run of three themes, and one in which another theme has replaced the third."""
    folder = tmp_path_factory.mktemp("runs")
    for name, themes in (("a", (0, 1, 2)), ("b", (0, 1, 3))):
        path = write_texts(folder / f"{name}.jsonl", themes)
        done = command("fit", path, "--topics", "3", "--output", folder / name, *FAST)
        assert done.returncode == 0, done.stderr
    return folder


def test_new_and_lost_topics_are_told(runs):
    """Two themes are kept, one is lost, one is new; tables and picture are written."""
    done = command("compare", runs / "a", runs / "b", "--output", runs / "compared")
    assert done.returncode == 0, done.stderr
    assert "Topics: 2 kept, 1 new, 1 lost" in done.stdout
    assert "48 documents in both" in done.stdout
    table = pl.read_csv(runs / "compared" / "comparison.csv")
    lost, new = (table.filter(pl.col("change") == name) for name in ("lost", "new"))
    assert "barley" in topics.load(runs / "a").topics["terms"][lost["topic_a"][0]]
    assert "orbit" in topics.load(runs / "b").topics["terms"][new["topic_b"][0]]
    moved = pl.read_csv(runs / "compared" / "comparison_documents.csv")
    changed = {int(row["document"]) % 3 == 2: row["moved"] for row in moved.to_dicts()}
    assert changed[True] > 0.8
    assert changed[False] < 0.2
    assert (runs / "compared" / "comparison.png").read_bytes().startswith(b"\x89PNG")


def test_an_output_is_replaced_only_if_asked(runs):
    """And never a run; a comparison is no run."""
    output = runs / "again"
    assert command("compare", runs / "a", runs / "a", "--output", output).returncode == 0
    assert_failed(
        command("compare", runs / "a", runs / "b", "--output", output), 1, "a comparison of two"
    )
    done = command("compare", runs / "a", runs / "b", "--output", output, "--overwrite")
    assert done.returncode == 0
    for target in (runs / "a", runs / "a" / "inside"):
        options = ("--output", target, "--overwrite")
        assert command("compare", runs / "a", runs / "b", *options).returncode != 0
    assert_failed(command("show", output), 1, "holds a comparison of two runs")


def test_runs_without_a_common_term_cannot_be_compared(tmp_path):
    """The error says how many terms there are."""
    first, second = (
        topics.fit(
            topics.Corpus.from_texts([f"{word}{i % 3} {word}" for i in range(9)]),
            n_topics=2,
            n_fits=1,
            project=False,
        )
        for word in ("meer", "hoog")
    )
    with pytest.raises(topics.TopicsError, match="none in common"):
        topics.compare(first, second)


def test_runs_of_other_documents_have_none_in_both(runs):
    """Topics are compared all the same."""
    texts = [shuffled(f"{WORDS[i % 3]} number{i % 7}. " * 5, i) for i in range(30)]
    corpus = topics.Corpus.from_texts(texts, ids=[f"new-{i}" for i in range(30)])
    found = topics.compare(runs / "a", topics.fit(corpus, n_topics=3, n_fits=1, project=False))
    assert found.documents.height == 0
    assert found.summary["median_moved"] is None
    assert found.summary["changes"]["kept"] == 3
    assert repr(found) == "Comparison(3 kept)"


def test_runs_without_a_common_topic_are_compared(runs, tmp_path):
    """Every topic is lost or new; the table has all columns, and the picture is drawn."""
    texts = [f"tide {word} {word}" for word in ("letter", "parcel", "stamp", "courier")] * 6
    corpus = topics.Corpus.from_texts(texts)
    topics.fit(corpus, n_topics=2, n_fits=1, project=False, max_document_share=1).save(
        tmp_path / "b"
    )
    done = command("compare", runs / "a", tmp_path / "b", "--output", tmp_path / "compared")
    assert done.returncode == 0, done.stderr
    assert "Topics: 2 new, 3 lost" in done.stdout
    table = pl.read_csv(tmp_path / "compared" / "comparison.csv")
    assert table.columns == list(COMPARISON_SCHEMA)
    assert table["similarity"].null_count() == table.height == 5
