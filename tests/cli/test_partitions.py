"""`fit --partition-rows` through the command line: workers, a kill, going on, bad options."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys

import numpy as np
import pytest

from support.commands import ENVIRONMENT, command

KILLED = """
import os, signal
from topics.models.partitions.checkpoint import Checkpoint
write = Checkpoint.write

def kill_after(self, sweep, state, **arrays):
    write(self, sweep, state, **arrays)
    if sweep == 2:
        os.kill(os.getpid(), signal.SIGKILL)

Checkpoint.write = kill_after
from topics.cli import main
main()
"""
"""Code that runs the command, and is killed after the second sweep."""


@pytest.fixture(scope="module")
def rows(tmp_path_factory):
    """A file of 90 short documents with three themes."""
    path = tmp_path_factory.mktemp("rows") / "rows.jsonl"
    themes = (
        "reef tide coral harbour sail wave gull pilot",
        "judge jury court appeal clerk verdict bail oath",
        "oven bread dough flour baker crust yeast salt",
    )
    chance = np.random.default_rng(0)
    with path.open("w") as lines:
        for number in range(90):
            words = chance.choice(themes[number % 3].split(), 12)
            lines.write(json.dumps({"id": f"r{number}", "text": " ".join(words)}) + "\n")
    return path


def options(rows, output, *more):
    """Arguments of a fit with partitions."""
    size = ("--partition-rows", "20", "--topics", "3", "--no-map", "--keep-duplicates")
    return ("fit", rows, *size, "--output", output, *more)


def files(folder):
    """The bytes of what a fit found, by name of the file."""
    names = ("document_topic.csv", "section_topic.csv", "topics.csv", "topic_term.npz")
    return {name: (folder / name).read_bytes() for name in names}


@pytest.fixture(scope="module", params=["lda", "nmf"])
def model(request):
    """The models that are fitted in partitions."""
    return request.param


@pytest.fixture(scope="module")
def here(rows, model, tmp_path_factory):
    """Files of a fit in this process."""
    output = tmp_path_factory.mktemp("here") / "run"
    done = command(*options(rows, output, "--model", model))
    assert done.returncode == 0, done.stderr
    assert [path.name for path in output.parent.iterdir()] == ["run"]
    return files(output)


def test_workers_write_the_same_files(rows, model, here, tmp_path):
    """Two processes give the files of one, and leave nothing else."""
    done = command(*options(rows, tmp_path / "run", "--model", model, "--workers", "2"))
    assert done.returncode == 0, done.stderr
    assert files(tmp_path / "run") == here
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_a_killed_fit_goes_on(rows, model, here, tmp_path):
    """After SIGKILL no run is there; with --resume the fit goes on to the same files."""
    arguments = [str(each) for each in options(rows, tmp_path / "run", "--model", model)]
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, *arguments],
        env=ENVIRONMENT,
        capture_output=True,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    assert [path.name for path in tmp_path.iterdir()] == [".run.work"]
    state = json.loads((tmp_path / ".run.work" / "fit-0" / "state.json").read_text())
    assert state["sweep"] == 2
    done = command(*arguments, "--resume")
    assert done.returncode == 0, done.stderr
    assert files(tmp_path / "run") == here
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (("--workers", "2", "--scheduler", "tcp://127.0.0.1:9"), "exclude each other"),
        (
            ("--model", "nmf", "--loss", "kullback-leibler"),
            "partitions and workers fit --model lda, or --model nmf with --loss frobenius",
        ),
        (("--engine", "gensim"), "with --engine topics only"),
        (("--scheduler", "tcp://127.0.0.1:9"), "no Dask scheduler answers at 'tcp://127.0.0.1:9'"),
        (("--scheduler", "nonsense://x"), "no Dask scheduler answers at 'nonsense://x'"),
    ],
)
def test_bad_options_are_named(rows, tmp_path, more, message):
    """Each is one clear line, and nothing is left."""
    done = command(*options(rows, tmp_path / "new" / "run", *more))
    assert done.returncode != 0
    assert message in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_resume_needs_partitions(rows, tmp_path):
    """Without partitions there is nothing to go on with."""
    done = command("fit", rows, "--resume", "--output", tmp_path / "run")
    assert done.returncode != 0
    assert "--resume is for fits of partitions" in done.stderr


def test_a_full_disk_is_named(rows, tmp_path, monkeypatch):
    """The message says what to do, and what is there stays for --resume."""
    from topics.models.partitions import checkpoint

    def fail(path, **arrays):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(checkpoint, "write_arrays", fail)
    done = command(*options(rows, tmp_path / "run"))
    assert done.returncode != 0
    assert "No space left on device; free some space and go on (--resume)" in done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == [".run.work"]
