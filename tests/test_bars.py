"""Progress bars in Python: who gets them, and what they say."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

import topics
from support.commands import ENVIRONMENT
from topics.bars import progress_bars, progress_to
from topics.errors import OptionError

TEXTS = ["the reef and the tide", "a judge and a jury"] * 3
READ = """
import sys, topics
topics.read(sys.argv[1], progress=True)
"""


def test_bars_say_stage_amount_and_unit(capsys):
    """A stage that reports amounts shows them with their unit, and ends with what was done."""
    with progress_bars(quiet=False) as draw:
        draw("read", 0, 1)
        draw("read", 12, 48)
        draw("read", 1, 1)
        draw("fit", 30, 100)
    err = capsys.readouterr().err
    assert "Reading documents" in err
    assert "12 files" in err
    assert "30/100 sweeps" in err


def test_quiet_bars_print_nothing(capsys):
    """A callback is there, and draws nothing."""
    with progress_bars(quiet=True) as draw:
        draw("read", 1, 2)
    assert capsys.readouterr().err == ""


def test_progress_is_a_function_or_true():
    """Functions are called as they are; None and False are silent; others are refused."""
    calls = []

    def report(*arguments):
        calls.append(arguments)

    with progress_to(report) as progress:
        progress("fit", 1, 2)
    assert calls == [("fit", 1, 2)]
    for nothing in (None, False):
        with progress_to(nothing) as progress:
            progress("fit", 1, 2)
    corpus = topics.Corpus.from_texts(TEXTS)
    with pytest.raises(OptionError, match="progress is 'yes', expected True or a function"):
        topics.fit(corpus, n_topics=2, progress="yes")


@pytest.mark.filterwarnings("ignore::topics.errors.TopicsWarning")
def test_python_shows_the_bars(capsys):
    """Of a fit, and of new documents."""
    corpus = topics.Corpus.from_texts(TEXTS)
    run = topics.fit(corpus, n_topics=2, project=False, model="nmf", progress=True)
    assert "Fitting topics" in capsys.readouterr().err
    run.transform("reef tide", progress=True)
    assert "Finding shares" in capsys.readouterr().err


def test_bars_say_that_kernels_are_compiled(tmp_path):
    """With an empty cache of kernels there is a line of the log; with a full one there is none."""
    texts, cache = tmp_path / "texts", tmp_path / "cache"
    texts.mkdir()
    for number, text in enumerate(TEXTS):
        (texts / f"{number}.txt").write_text(f"{text} {number}")
    errors = [
        subprocess.run(
            [sys.executable, "-c", READ, str(texts)],
            env={**ENVIRONMENT, "NUMBA_CACHE_DIR": str(cache)},
            capture_output=True,
            text=True,
            check=True,
        ).stderr
        for _ in range(2)
    ]
    for err in errors:
        assert "Reading documents" in err
    assert "compiling the numerical loops for this machine" in errors[0]
    assert "compiling" not in errors[1].lower()
    assert os.listdir(cache)


def test_long_stages_say_how_much_is_done(planted, tmp_path):
    """So that the bars can say how much time is left; what ends a stage is (1, 1)."""
    calls = []
    options = {"n_topics": 3, "n_fits": 2, "cluster": "leiden", "max_sweeps": 20}
    topics.fit(planted, progress=lambda *call: calls.append(call), **options)
    for stage in ("count", "fit", "score", "project", "fit members", "transform", "cluster"):
        amounts = [call[1:] for call in calls if call[0] == stage]
        assert amounts[-1] == (1, 1), stage
        inner = [(done, total) for done, total in amounts if done > 0 and total > 1]
        assert inner, stage
        assert all(done <= total for done, total in inner), stage
