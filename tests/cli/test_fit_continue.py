"""`topics fit PATH... --continue RUN`: the real command line grows a run, or says why not."""

import json

import numpy as np
import polars as pl
import pytest

import topics
from support.commands import FAST, assert_failed, command

WORDS = {
    "sea": "reef tide plankton coral lagoon harbour",
    "law": "judge jury court verdict appeal lawyer",
    "sky": "orbit comet lunar probe crater eclipse",
}


def write_texts(path, themes, n, name):
    """Documents of the themes in turn, with ids that begin with a name."""
    rng = np.random.default_rng(len(name))
    with path.open("w", encoding="utf-8") as file:
        for i in range(n):
            words = WORDS[themes[i % len(themes)]].split()
            text = " ".join(rng.choice(words, 30))
            file.write(json.dumps({"id": f"{name}{i}", "text": f"{text}."}) + "\n")
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A run of two themes, and further documents in which there is a third one."""
    folder = tmp_path_factory.mktemp("grow")
    old = write_texts(folder / "old.jsonl", ["sea", "law"], 40, "old")
    write_texts(folder / "more.jsonl", ["sea", "sky"], 30, "more")
    done = command("fit", old, "--topics", "2", "--output", folder / "run", *FAST)
    assert done.returncode == 0, done.stderr
    return folder


def grow(folder, *options, output="grown"):
    """Fit the further documents, going on from the run."""
    paths = (folder / "more.jsonl", "--continue", folder / "run", "--output", folder / output)
    return command("fit", *paths, "--no-map", *options)


def test_a_new_theme_is_a_new_topic(folder):
    """The terminal says what moved and what is new; the folder is a run like any other."""
    done = grow(folder, "--new-topics", "1")
    assert done.returncode == 0, done.stderr
    assert "Earlier topics: 2, 0 moved, 0 held; the least similar to itself is topic" in done.stdout
    assert "New topic 2: " in done.stdout
    assert "New terms: 6 (450 times), most often" in done.stdout
    assert "Terms left out: none" in done.stdout
    table = pl.read_csv(folder / "grown" / "topics.csv")
    assert table["is_new"].to_list() == [False, False, True]
    assert table["start_similarity"].null_count() == 1
    assert set(table["terms"][2].split(", ")[:6]) == set(WORDS["sky"].split())
    before = pl.read_csv(folder / "run" / "topics.csv")
    assert table["label"][:2].to_list() == before["label"].to_list()
    for arguments in (
        ("show", folder / "grown", "--topic", "2"),
        ("transform", folder / "grown", folder / "old.jsonl", "--output", folder / "shares"),
        ("similar", folder / "grown", "more3"),
        ("cluster", folder / "grown", "--view", "shares", "--method", "kmeans", "--clusters", "2"),
        ("compare", folder / "run", folder / "grown", "--output", folder / "compared"),
        ("report", folder / "grown"),
    ):
        done = command(*arguments)
        assert done.returncode == 0, done.stderr


def test_without_a_new_topic_a_new_theme_may_move_another_one(folder):
    """In LDA, where every word has a topic: terminal, quality card and report say so."""
    lda = ("--topics", "2", "--fits", "1", "--no-map", "--output", folder / "lda")
    assert command("fit", folder / "old.jsonl", *lda).returncode == 0
    run = ("--continue", folder / "lda", "--no-map", "--output", folder / "moved")
    run = (*run, "--least-similarity", "0")
    done = command("fit", folder / "more.jsonl", *run)
    assert done.returncode == 0, done.stderr
    assert "1 moved, 0 held; the least similar to itself is topic" in done.stdout
    assert "Warning: 1 of 2 earlier topics has moved (cosine with what it was" in done.stdout
    quality = json.loads((folder / "moved" / "quality.json").read_text())
    assert "topics-moved" in [each["code"] for each in quality["warnings"]]
    assert "has moved" in (folder / "moved" / "report.html").read_text()


def test_old_and_new_files_together(folder):
    """Files that the run was fitted on are recognised."""
    options = ("--continue", folder / "run", "--new-topics", "1", "--output", folder / "both")
    done = command("fit", folder / "old.jsonl", folder / "more.jsonl", *options, "--no-map")
    assert done.returncode == 0, done.stderr
    assert "40 of 70 documents with the ids and terms of documents" in " ".join(done.stdout.split())
    assert topics.load(folder / "both").documents.height == 70


def test_the_run_is_never_replaced(folder):
    """Not even with --overwrite, and nothing is written into it."""
    for output in ("run", "run/inside"):
        done = grow(folder, "--overwrite", output=output)
        assert_failed(done, 2, "is the run", "name another folder")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--new-topics", "-1"), "--new-topics"),
        (("--model", "lda", "--min-documents", "9"), "--min-documents is 9, but the run that is"),
        (("--model", "lda"), "--model is 'lda', but the run that is continued has 'nmf'; leave it"),
        (("--stop-words", "de"), "--stop-words is 'de', but the run that is continued has 'en'"),
        (("--topics", "7"), "--topics is 7, but the run that is continued has 2 topics and"),
        (("--new-topics", "99"), "99 new topics for 30 sections of new documents; ask for at most"),
    ],
)
def test_options_that_contradict_the_run(folder, options, words):
    """The error names the flag and both values."""
    assert_failed(grow(folder, *options, output="none"), 2, words)
    assert not (folder / "none").exists()


def test_documents_that_cannot_be_continued(folder, tmp_path):
    """Other words, the same documents alone, a folder that is no run, no run at all."""
    other = tmp_path / "other.txt"
    other.write_text("ganz andere Worte stehen hier geschrieben\n")
    options = ("--output", tmp_path / "none", "--no-map")
    run = ("--continue", folder / "run")
    assert_failed(command("fit", other, *run, *options), 1, "no term of the 1 new document is in")
    same = command("fit", folder / "old.jsonl", *run, *options)
    assert_failed(same, 1, "all 40 documents with counted terms are in the run")
    (tmp_path / "no-run").mkdir()
    for path in (tmp_path / "no-run", tmp_path / "missing"):
        done = command("fit", folder / "more.jsonl", "--continue", path, *options)
        assert_failed(done, 1, str(path.name))
    alone = command("fit", folder / "more.jsonl", "--new-topics", "2", *options)
    assert_failed(alone, 2, "--new-topics is 2, but there is no run to which they are added")
    alone = command("fit", folder / "more.jsonl", "--least-similarity", "0.98", *options)
    assert_failed(alone, 2, "--least-similarity is 0.98, but there is no run whose topics it could")
