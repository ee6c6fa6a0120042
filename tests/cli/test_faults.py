"""Killed, stopped, crowded out, interrupted: the run folder is whole, or as it was before."""

from __future__ import annotations

import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

import topics
from topics.errors import RunFolderError
from topics.storage.manifest import read_manifest, verify

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100", "NO_COLOR": "1"}
FAST = ("--model", "nmf", "--no-map", "--quiet")
N_KILLS = 30


def start(*arguments, code="from topics.cli import main; main()", **options):
    """A process that runs a command of `topics` in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=options.pop("env", ENVIRONMENT),
        start_new_session=True,
        **options,
    )


def finish(process):
    """Standard error and exit code of a process that ends by itself."""
    _, err = process.communicate(timeout=120)
    return err, process.returncode


def error_line(process, code):
    """The one line that a failing command prints."""
    err, found = finish(process)
    assert found == code, err
    assert err.startswith("error: "), err
    assert err.count("\n") == 1, err
    return err


def names(folder):
    """Names in a folder, hidden ones too, sorted."""
    return sorted(entry.name for entry in folder.iterdir())


@pytest.fixture(scope="module")
def older(documents, tmp_path_factory):
    """A run of two topics, to be copied."""
    output = tmp_path_factory.mktemp("older") / "run"
    err, code = finish(start("fit", documents, "--topics", 2, "--output", output, *FAST))
    assert code == 0, err
    return output


# Imports once and runs the command in a fork for every delay it is told, so that the moments
# fall into the work and not into the imports. No thread runs yet when it forks. A run that ends
# before its moment is killed no more: it is whole. With a folder to watch, the delay counts from
# when the command begins to write there.
KILLED = """
import os, signal, sys, time
import topics.cli, topics.runs.topic_run, topics.workflow, topics.report.html
import topics.reading.session
import topics.reading.formats.plain, topics.reading.repeats.repetition, sklearn.decomposition
import topics.reading.repeats.folding, topics.counting.word_table
topics.reading.repeats.folding.folding()
print("ready", flush=True)
for line in sys.stdin:
    delay, _, watched = line.rstrip().partition(" ")
    begin = start = time.perf_counter()
    process = os.fork()
    if not process:
        sys.stdin = open(os.devnull)
        topics.cli.main()
    ended, status = 0, 0
    while not ended and (watched or not 0 < float(delay) < time.perf_counter() - start):
        ended, status = os.waitpid(process, os.WNOHANG)
        if watched and any(f"partial-{process}-" in name for name in os.listdir(watched)):
            start, watched = time.perf_counter(), ""
        elif not watched:
            time.sleep(0.001)
    if not ended:
        os.kill(process, signal.SIGKILL)
        _, status = os.waitpid(process, 0)
    print(os.waitstatus_to_exitcode(status), time.perf_counter() - begin, flush=True)
"""


@contextmanager
def killing(arguments):
    """A function that runs the command and kills it after some seconds (0: never).

    The seconds count from the start, or from when it writes into a folder. It gives the exit
    code and the seconds that it took.
    """
    process = start(*arguments, code=KILLED)

    def run(delay, writing_into=""):
        process.stdin.write(f"{delay} {writing_into}\n")
        process.stdin.flush()
        code, seconds = process.stdout.readline().split()
        return int(code), float(seconds)

    try:
        assert process.stdout.readline() == "ready\n"
        yield run
    finally:
        process.kill()
        process.communicate()


def n_topics(output):
    """Topics of the run in a folder, all of whose files are as they were written."""
    return topics.load(output).n_topics


def n_documents(output):
    """Documents of what a transform wrote, all of it as it was written."""
    verify(output, read_manifest(output), required=["documents.csv", "projection.csv"])
    return len((output / "documents.csv").read_text(encoding="utf-8").splitlines()) - 1


COMMANDS = {
    "fit": (lambda documents, _: ["fit", documents, "--topics", 3, *FAST], n_topics, 2, 3),
    "transform": (
        lambda documents, run: ["transform", run, documents, "--quiet"],
        n_documents,
        1,
        12,
    ),
}
"""By command: arguments but for the output; a number of the whole output; that number for what
stood there before, and for what the command writes."""


@pytest.fixture(scope="module")
def written_before(documents, older, tmp_path_factory):
    """Folder by command that stands where the command is to write."""
    output = tmp_path_factory.mktemp("before") / "run"
    one = documents / "00.txt"
    err, code = finish(start("transform", older, one, "--output", output, "--quiet"))
    assert code == 0, err
    return {"fit": older, "transform": output}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("is_new", [True, False], ids=["new", "overwrite"])
def test_killed_at_random_moments(command, is_new, documents, older, written_before, tmp_path):
    """After SIGKILL all that the command writes is there and verifies, or what was there before.

    What a killed process leaves beside it, the next one sweeps away.
    """
    output = tmp_path / "run"
    make, number, before, after = COMMANDS[command]
    arguments = [*make(documents, older), "--output", output]
    if not is_new:
        arguments.append("--overwrite")
        shutil.copytree(written_before[command], output)
    chance = random.Random(0)  # noqa: S311 - no secrets
    n_killed = n_left = 0
    with killing(arguments) as run:
        seconds = float("inf")
        for _ in range(2):  # the first one still reads its modules from the disk
            if is_new:
                shutil.rmtree(output, ignore_errors=True)
            code, taken = run(0)
            assert code == 0
            seconds = min(seconds, taken)
        for kill in range(N_KILLS // 2):
            if is_new:
                shutil.rmtree(output, ignore_errors=True)
            if kill % 3:
                code, taken = run(chance.uniform(0.01, 1.05) * seconds)
            else:
                code, taken = run(chance.uniform(1e-6, 0.02), tmp_path)
            assert code in (0, -signal.SIGKILL)
            n_killed += code != 0
            seconds = min(seconds, taken) if code == 0 else seconds
            left = [name for name in names(tmp_path) if name != "run"]
            n_left += bool(left)
            assert all(re.fullmatch(r"\.run\.(partial|old)-\d+-[0-9a-f]{8}", n) for n in left)
            try:
                assert number(output) in ((after,) if is_new else (before, after))
            except RunFolderError:
                assert is_new
                assert not output.exists()
        if is_new:
            shutil.rmtree(output, ignore_errors=True)
        assert run(0)[0] == 0
    assert number(output) == after
    assert names(tmp_path) == ["run"]
    assert n_killed >= 5, "the moments missed the work"
    assert n_left >= 1, "no moment fell into the writing"


@contextmanager
def mounted(folder, *options):
    """A small file system of its own at the folder; skips where that is not allowed."""
    command = ["mount", "-t", "tmpfs", *options, "none", str(folder)]
    if not shutil.which("mount") or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk(documents, older, tmp_path):
    """The error names the disk and the older run stands untouched, nothing beside it."""
    used = sum(-(-path.stat().st_size // 4096) * 4096 for path in older.rglob("*"))
    with mounted(tmp_path, "-o", f"size={used + used // 3}"):
        shutil.copytree(older, tmp_path / "run")
        process = start(*fit_over(documents, tmp_path / "run"))
        assert "No space left on device" in error_line(process, 1)
        assert topics.load(tmp_path / "run").n_topics == 2
        assert names(tmp_path) == ["run"]


def fit_over(documents, output):
    """Arguments of a fit of three topics over an older run."""
    return ["fit", documents, "--topics", 3, "--output", output, "--overwrite", *FAST]


def test_a_limit_of_file_sizes(documents, older, tmp_path):
    """A file that may not grow is told like a full disk; also without any rights to mount."""
    shutil.copytree(older, tmp_path / "run")
    largest = max(path.stat().st_size for path in older.rglob("*"))

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest // 2, largest // 2))

    process = start(*fit_over(documents, tmp_path / "run"), preexec_fn=limit)
    assert "File too large" in error_line(process, 1)
    assert topics.load(tmp_path / "run").n_topics == 2
    assert names(tmp_path) == ["run"]


def test_a_folder_that_cannot_be_written(documents, tmp_path):
    """The error comes before the work; root, whom modes do not bind, meets a mount."""
    begin = time.perf_counter()
    output = tmp_path / "run"
    if os.geteuid():
        tmp_path.chmod(0o555)
        line = error_line(start("fit", documents, "--output", output, *FAST), 1)
        tmp_path.chmod(0o755)
    else:
        with mounted(tmp_path, "-o", "ro"):
            line = error_line(start("fit", documents, "--output", output, *FAST), 1)
    assert f"cannot write {output}" in line
    assert names(tmp_path) == []
    assert time.perf_counter() - begin < 60


def test_two_fits_into_one_folder(documents, older, tmp_path):
    """The second is told which process is writing; the older run stands until the first ends."""
    output = tmp_path / "run"
    shutil.copytree(older, output)
    for _ in range(5):
        first = start(*fit_over(documents, output))
        if stopped_while_writing(first, tmp_path):
            break
        finish(first)
    else:
        pytest.fail("the first fit was never met while it wrote")
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
    """Whether the process could be halted while its staging folder stood."""
    while process.poll() is None:
        if any(".partial-" in name for name in names(folder)):
            process.send_signal(signal.SIGSTOP)
            time.sleep(0.05)
            if any(".partial-" in name for name in names(folder)):
                return True
            process.send_signal(signal.SIGCONT)
        time.sleep(0.001)
    return False


# Tells every stage as it begins, then runs the command.
TOLD = """
import os
from topics.notices import StageLog
stage = StageLog.stage

def told(self, name):
    print(name, flush=True)
    return stage(self, name)

StageLog.stage = told
from topics.cli import main
main()
"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Web pages enough for several processes."""
    folder = tmp_path_factory.mktemp("pages")
    chance = random.Random(0)  # noqa: S311 - no secrets
    words = [f"{a}{b}{c}" for a in "bdfgk" for b in "aeiou" for c in ("ra", "ne", "lo", "tis")]
    for number in range(250):
        text = "".join(f"<p>{' '.join(chance.choices(words, k=40))}.</p>" for _ in range(20))
        (folder / f"{number:03}.html").write_text(f"<title>Page {number}</title><h1>Top</h1>{text}")
    return folder


@pytest.mark.parametrize(
    ("stage", "wait", "options"),
    [
        ("read", 0.8, ("--model", "nmf", "--no-map")),
        ("fit", 1.0, ("--model", "lda", "--no-map")),
        ("project", 1.0, ("--model", "nmf", "--max-document-share", 1)),
    ],
)
def test_interrupts_end_within_two_seconds(stage, wait, options, documents, pages, tmp_path):
    """Ctrl-C, which all processes of a terminal get: one line, exit code 130, nothing left.

    Fitting and the map find no compiled kernels and compile them.
    """
    inputs = {"read": pages, "fit": documents, "project": f"{pages}/0[0-3]*"}[stage]
    kernels = {} if stage == "read" else {"NUMBA_CACHE_DIR": str(tmp_path / "kernels")}
    process = start(
        *("fit", inputs, "--output", tmp_path / "run", "--topics", 2, "--quiet", *options),
        code=TOLD,
        env={**ENVIRONMENT, **kernels},
    )
    while (line := process.stdout.readline().strip()) != stage:
        assert line, process.stderr.read()
    time.sleep(wait)
    begin = time.perf_counter()
    os.killpg(process.pid, signal.SIGINT)
    assert error_line(process, 130) == "error: interrupted; nothing was written\n"
    n_waiting = os.getloadavg()[0] / (os.cpu_count() or 1)  # others use the machine as well
    assert time.perf_counter() - begin < 2 * max(1, n_waiting)
    assert "run" not in names(tmp_path)
    assert not any(".partial-" in name for name in names(tmp_path))


def test_readers_end_with_the_one_they_work_for(pages, tmp_path):
    """No process stays behind when the one that reads is killed."""
    process = start(
        *("fit", pages, "--output", tmp_path / "run", *FAST),
        code=TOLD,
    )
    while (line := process.stdout.readline().strip()) != "read":
        assert line, process.stderr.read()
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    if not children.exists():
        process.kill()
        process.communicate()
        pytest.skip("the system does not list children")
    readers = []
    while not readers and process.poll() is None:
        readers = [int(child) for child in children.read_text().split()]
    process.kill()
    process.communicate()
    assert readers
    end = time.monotonic() + 10
    while any(is_alive(reader) for reader in readers):
        assert time.monotonic() < end, "a reader stayed behind"
        time.sleep(0.02)


def is_alive(process):
    """Whether a process of this number runs, and has not merely been left unburied."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_size_limit_option(documents, tmp_path):
    """--max-file-size leaves larger files out with a warning; nonsense is bad usage."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "large.txt").write_text("tide " * 1_000)
    shutil.copytree(documents, tmp_path / "in" / "small")
    output = tmp_path / "run"
    arguments = ("fit", tmp_path / "in", "--output", output, "--topics", 2, *FAST)
    assert "expected a size such as 500MB" in error_line(
        start(*arguments, "--max-file-size", "much"), 2
    )
    err, code = finish(start(*arguments, "--max-file-size", "2kB"))
    assert code == 0, err
    run = topics.load(output)
    assert run.documents.height == 12
    assert run.removed["reason"].to_list() == ["too large"]
    quality = json.loads((output / "quality.json").read_text(encoding="utf-8"))
    assert [entry["code"] for entry in quality["warnings"]] == ["files-too-large"]
