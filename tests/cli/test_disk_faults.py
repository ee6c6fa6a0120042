"""A full disk, a read-only folder or a second writer: the run folder is as it was before."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import time
from contextlib import contextmanager

import pytest

import topics
from support.commands import FAST, command, error_line, finish, fit_over, start
from support.run_folders import names


@contextmanager
def mounted(folder, *options):
    """Mount a small file system on the folder; skip the test if that is not allowed."""
    mount = ["mount", "-t", "tmpfs", *options, "none", str(folder)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk(documents, older, tmp_path):
    """The error names the cause, the older run is unchanged, and no hidden folder is left."""
    used = sum(-(-path.stat().st_size // 4096) * 4096 for path in older.rglob("*"))
    with mounted(tmp_path, "-o", f"size={used + used // 3}"):
        shutil.copytree(older, tmp_path / "run")
        process = start(*fit_over(documents, tmp_path / "run"))
        assert "No space left on device" in error_line(process, 1)
        assert topics.load(tmp_path / "run").n_topics == 2
        assert names(tmp_path) == ["run"]


def test_a_limit_of_file_sizes(documents, older, tmp_path):
    """A limit on the size of files is reported like a full disk (this needs no mount)."""
    shutil.copytree(older, tmp_path / "run")
    largest = max(path.stat().st_size for path in older.rglob("*"))

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest // 2, largest // 2))

    process = start(*fit_over(documents, tmp_path / "run"), preexec_fn=limit)
    assert "File too large" in error_line(process, 1)
    assert topics.load(tmp_path / "run").n_topics == 2
    assert names(tmp_path) == ["run"]


def test_a_folder_that_cannot_be_written(documents, tmp_path):
    """The folder is named; for root, who ignores modes, it is on a read-only file system."""
    output = tmp_path / "run"
    if os.geteuid():
        tmp_path.chmod(0o555)
        line = error_line(start("fit", documents, "--output", output, *FAST, "--quiet"), 1)
        tmp_path.chmod(0o755)
    else:
        with mounted(tmp_path, "-o", "ro"):
            line = error_line(start("fit", documents, "--output", output, *FAST, "--quiet"), 1)
    assert f"cannot write {output}" in line
    assert names(tmp_path) == []


@pytest.mark.parametrize("name", ["file", "file/run", "r" * 240, "r" * 300])
def test_an_output_that_cannot_be_is_refused_before_reading(name, older, tmp_path):
    """A file, a folder below a file, a name too long for it or for its hidden twin: at once."""
    (tmp_path / "file").write_text("x")
    output = ("--output", tmp_path / name, "--quiet")
    for arguments in (("fit", "no-such-input"), ("transform", older, "no-such-input")):
        refused = command(*arguments, *output)
        assert refused.returncode == 1
        line = refused.stderr
        assert str(tmp_path / "file") in line or "too long" in line, line
        assert "no-such-input" not in line
    assert names(tmp_path) == ["file"]


def test_a_disk_without_space_is_noticed_before_reading(tmp_path):
    """A run needs some space; without it, no time is spent on reading."""
    with mounted(tmp_path, "-o", "size=40k"):
        line = error_line(start("fit", "no-such-input", "--output", tmp_path / "run", "-q"), 1)
        assert "No space left on device" in line
        assert names(tmp_path) == []


def test_two_fits_into_one_folder(documents, older, tmp_path):
    """The second fit names the process that is writing; the older run stays until it ends."""
    output = tmp_path / "run"
    shutil.copytree(older, output)
    for _ in range(5):
        first = start(*fit_over(documents, output))
        if stopped_while_writing(first, tmp_path):
            break
        finish(first)
    else:
        pytest.fail("the first fit was never stopped while it wrote")
    try:
        line = error_line(start(*fit_over(documents, output)), 1)
        assert f"process {first.pid} is writing {output} now" in line
        assert topics.load(output).n_topics in (2, 3)
    finally:
        first.send_signal(signal.SIGCONT)
    err, code = finish(first)
    assert code == 0, err
    assert topics.load(output).n_topics == 3
    assert names(tmp_path) == ["run"]


def stopped_while_writing(process, folder):
    """Stop a process while it writes into its staging folder; return whether that was possible.

    The folder is locked just after it was made: only one that holds files is surely locked.
    """
    while process.poll() is None:
        if any(folder.glob(".*.partial-*/*")):
            process.send_signal(signal.SIGSTOP)
            time.sleep(0.05)
            if any(folder.glob(".*.partial-*/*")):
                return True
            process.send_signal(signal.SIGCONT)
        time.sleep(0.001)
    return False
