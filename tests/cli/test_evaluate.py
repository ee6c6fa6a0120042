"""`topics evaluate` writes scores into a run whole or not at all; `fit` prints topics first."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import time

import pytest

import topics
from support.commands import (
    ANNOUNCED,
    FAST,
    assert_failed,
    command,
    error_line,
    start,
    wait_for_line,
)
from support.copies import shuffled
from support.run_folders import names


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
    """A run of two topics with a map and extra formats."""
    run = tmp_path_factory.mktemp("fitted") / "run"
    options = ("--topics", 2, "--fits", 1, "--format", "npz,parquet,long", "--output", run)
    process = command("fit", many, *options, "--max-document-share", 1, "--quiet")
    assert process.returncode == 0, process.stderr
    return run


@pytest.fixture
def run(fitted, tmp_path):
    """A copy of the run, to be changed."""
    return shutil.copytree(fitted, tmp_path / "run")


def bytes_of(folder):
    """The bytes of every file below a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def plain(text):
    """Text on one line."""
    return " ".join(text.split())


def test_scores_are_printed_and_written(run):
    """The card has every score with its reference; other files stay as they are, byte for byte."""
    before = bytes_of(run)
    process = command("evaluate", run, "--refits", 2, "--held-out", 0.2, "--threads", 1)
    assert process.returncode == 0, process.stderr
    card = plain(process.stdout)
    for words in (
        "coherence (c_v), mean: ",
        "(over the 30 fitted documents; 10 terms of every topic, windows of 110 tokens",
        "(over the first 10 shown terms of every topic; in the order of contribution, persistence",
        "(over 2 whole fits of the same documents with other random states;",
        "lower is better; a unigram model scores",
        f"Written to {run};",
    ):
        assert words in card
    assert "Fitting again" in process.stderr
    after = bytes_of(run)
    assert after.keys() == before.keys()
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"topics.csv", "quality.json", "report.html", "manifest.json"}
    loaded = topics.load(run)
    assert (loaded.topics["stability"] > 0.9).all()
    assert "perplexity of held-out documents" in plain(command("show", run).stdout)


def test_evaluating_twice_changes_nothing(run):
    """The same scores again, once each."""
    assert command("evaluate", run, "--quiet").stdout == ""
    first = bytes_of(run)
    assert command("evaluate", run, "--quiet").returncode == 0
    assert bytes_of(run) == first


def test_a_reference(run, many, tmp_path):
    """Files are read as those of the run; missing terms are named."""
    other = tmp_path / "other.jsonl"
    lines = many.read_text().replace("plankton", "seaweed").splitlines()[:25]
    other.write_text("\n".join(lines) + "\n")
    process = command("evaluate", run, "--reference", other)
    assert process.returncode == 0, process.stderr
    card = plain(process.stdout)
    assert f"(over the documents of {other}; 10 terms of every topic, windows of 10" in card
    assert "words that are not counted keep their places" in card
    assert re.search(r"Warning: 1 of \d+ shown terms is not in .*: plankton", card)
    assert_failed(command("evaluate", run, "--reference", tmp_path / "none"), 1, "no such file")


def test_edits_of_an_evaluated_run_and_undoing_them(run, tmp_path):
    """Undoing restores the evaluated run byte for byte; pictures of before the edits stay."""
    assert command("evaluate", run, "--quiet").returncode == 0
    evaluated = bytes_of(run)
    (tmp_path / "edits.toml").write_text('[[rename]]\ntopic = 0\nlabel = "Sea"\n')
    assert command("edit", run, tmp_path / "edits.toml", "--quiet").returncode == 0
    assert "c_v" in topics.load(run).topics.columns
    edited = names(run / "original")
    assert command("evaluate", run, "--refits", 1, "--quiet").returncode == 0
    assert names(run / "original") == edited
    assert "stability" in topics.load(run).topics.columns
    assert command("edit", run, "--undo", "--quiet").returncode == 0
    assert bytes_of(run) == evaluated


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (("--refits", -1), 2, "expected 0 or more"),
        (("--refits", "some"), 2, "expected a whole number"),
        (("--held-out", 0.7), 2, "expected 0.5 or less"),
        (("--held-out", -0.1), 2, "expected 0 or more"),
        (("--method", "all"), 2, "refit"),
        (("--method", "bootstrap"), 2, "ask for some, such as --refits 20"),
        (("--threads", 0), 2, "expected 1 or more"),
    ],
)
def test_options_out_of_range(fitted, options, code, words):
    """One message, and exit code 2."""
    assert_failed(command("evaluate", fitted, *options), code, words)


def test_what_is_no_run(many, tmp_path):
    """A folder without a run, and one that holds files of somebody else."""
    assert_failed(command("evaluate", tmp_path), 1, "manifest.json does not exist")
    assert_failed(command("evaluate", tmp_path / "none"), 1, "manifest.json does not exist")


def test_foreign_files_are_said_before_fits_are_made(run):
    """The folder could not be replaced, so no time is spent."""
    (run / "notes.txt").write_text("mine")
    began = time.monotonic()
    process = command("evaluate", run, "--refits", 100_000)
    assert_failed(process, 1, "notes.txt")
    assert time.monotonic() - began < 100


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no timers")
@pytest.mark.parametrize("stage", ["refit", "held out"])
def test_an_interrupted_evaluation_changes_nothing(stage, run):
    """Ctrl-C during the fits leaves the run as it was, and nothing besides."""
    before = bytes_of(run)
    fits = ("--refits", 100_000) if stage == "refit" else ("--held-out", 0.5)
    process = start("evaluate", run, *fits, "--quiet", code=ANNOUNCED)
    # Refits have no stage of their own; the scores before them have one.
    wait_for_line(process, "score" if stage == "refit" else stage)
    time.sleep(2 if stage == "refit" else 0)
    os.killpg(process.pid, signal.SIGINT)
    assert error_line(process, 130) == "error: interrupted; nothing was written\n"
    assert bytes_of(run) == before
    assert names(run.parent) == ["run"]


def test_topics_are_printed_before_the_map_is_made(many, tmp_path):
    """Topics, then map and saving, then the scores."""
    output = ("--output", tmp_path / "run", "--max-document-share", 1)
    process = start("fit", many, "--topics", 2, "--fits", 1, *output, code=ANNOUNCED)
    printed, _ = process.communicate(timeout=300)
    assert process.returncode == 0
    order = ("score\n", "30 documents", "topic  ", "project\n", "save\n", "diversity: ")
    places = [printed.index(words) for words in order]
    assert places == sorted(places)
    assert printed.count("30 documents, 30 sections") == 1
    assert "stability: not measured, as there was one fit; `topics evaluate RUN" in plain(printed)


def test_a_reader_that_has_gone_does_not_cost_the_run(many, tmp_path):
    """The table is printed before the run is saved, and may be cut off by `head`."""
    process = start(
        *("fit", many, "--topics", 2, *FAST, "--fits", 1, "--output", tmp_path / "run"),
    )
    process.stdout.close()
    process.stderr.read()
    process.wait(timeout=300)
    assert topics.load(tmp_path / "run").n_topics == 2


def test_no_fits_at_all(many, tmp_path):
    """Zero fits are refused."""
    process = command("fit", many, "--fits", 0, "--output", tmp_path / "run")
    assert_failed(process, 2, "--fits", "expected 1 or more")
    assert names(tmp_path) == []
