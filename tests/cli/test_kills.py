"""After SIGKILL a run folder is complete, or as it was before, and no process is left."""

from __future__ import annotations

import random
import re
import shutil
import signal
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

import topics
from support.commands import ANNOUNCED, FAST, IMPORTED, finish, start, wait_for_line
from support.run_folders import names
from topics.errors import RunFolderError
from topics.storage import read_manifest, verify

N_KILLS, MOST_KILLS = 5, 300

# Imports everything once, then runs the command in a fork for every line of its standard input,
# so that kills hit the work and not the imports. A command that ends before its delay is not
# killed. If the line names a folder, the delay starts when the command begins to write into it.
KILLED = (
    IMPORTED
    + """
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
)


@contextmanager
def killing(arguments):
    """Yield a function that runs a command, kills it after a delay, and returns how it ended.

    The delay in seconds starts with the command, or when it begins to write into a folder; 0
    never kills. The function returns the exit code and the seconds that the command ran.
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
    """Number of topics of a saved run, after verifying its files."""
    return topics.load(output).n_topics


def n_documents(output):
    """Number of documents that a transform wrote, after verifying its files."""
    verify(output, read_manifest(output), required=["documents.csv", "projection.csv"])
    return len((output / "documents.csv").read_text(encoding="utf-8").splitlines()) - 1


COMMANDS = {
    "fit": (
        lambda documents, _: ["fit", documents, "--topics", 3, *FAST, "--quiet"],
        n_topics,
        2,
        3,
    ),
    "transform": (
        lambda documents, run: ["transform", run, documents, "--quiet"],
        n_documents,
        1,
        12,
    ),
}
"""For every command: a function that returns its arguments without the output, a function that
measures a complete output, and the value of that function before and after the command."""


@pytest.fixture(scope="module")
def written_before(documents, older, tmp_path_factory):
    """For every command, the folder that it replaces."""
    output = tmp_path_factory.mktemp("before") / "run"
    one = documents / "00.txt"
    err, code = finish(start("transform", older, one, "--output", output, "--quiet"))
    assert code == 0, err
    return {"fit": older, "transform": output}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("is_new", [True, False], ids=["new", "overwrite"])
def test_killed_at_random_moments(command, is_new, documents, older, written_before, tmp_path):
    """After SIGKILL the output is complete, or unchanged if the command replaces a folder.

    Hidden folders that a killed process leaves are removed by the next command.
    """
    output = tmp_path / "run"
    arguments_of, measure, before, after = COMMANDS[command]
    arguments = [*arguments_of(documents, older), "--output", output]
    if not is_new:
        arguments.append("--overwrite")
        shutil.copytree(written_before[command], output)
    rng = random.Random(0)  # noqa: S311
    n_killed = n_left = 0
    with killing(arguments) as run:
        seconds = float("inf")
        for _ in range(2):  # the first run is slower: it reads files that are not cached yet
            if is_new:
                shutil.rmtree(output, ignore_errors=True)
            code, taken = run(0)
            assert code == 0
            seconds = min(seconds, taken)
        for kill in range(MOST_KILLS):
            if n_killed >= N_KILLS and n_left:
                break  # on a busy machine it takes more kills to hit the writing, which is short
            if is_new:
                shutil.rmtree(output, ignore_errors=True)
            if kill % 3 and kill < 2 * N_KILLS:
                code, taken = run(rng.uniform(0.01, 1.05) * seconds)
            else:
                code, taken = run(rng.uniform(1e-6, 0.02) if kill % 2 else 1e-6, tmp_path)
            assert code in (0, -signal.SIGKILL)
            n_killed += code != 0
            seconds = min(seconds, taken) if code == 0 else seconds
            left = [name for name in names(tmp_path) if name != "run"]
            n_left += bool(left)
            assert all(re.fullmatch(r"\.run\.(partial|old)-\d+-[0-9a-f]{8}", n) for n in left)
            try:
                assert measure(output) in ((after,) if is_new else (before, after))
            except RunFolderError:
                assert is_new
                assert not output.exists()
        if is_new:
            shutil.rmtree(output, ignore_errors=True)
        assert run(0)[0] == 0
    assert measure(output) == after
    assert names(tmp_path) == ["run"]
    assert n_killed >= N_KILLS, "the delays missed the work"
    assert n_left >= 1, "no delay hit the writing"


def test_worker_processes_end_with_their_parent(pages, tmp_path):
    """If the command is killed while it reads, none of its worker processes is left."""
    process = start("fit", pages, "--output", tmp_path / "run", *FAST, "--quiet", code=ANNOUNCED)
    wait_for_line(process, "read")
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    if not children.exists():
        process.kill()
        process.communicate()
        pytest.skip("the system does not list children")
    workers = []
    while not workers and process.poll() is None:
        workers = [int(child) for child in children.read_text().split()]
    process.kill()
    process.communicate()
    assert workers
    end = time.monotonic() + 10
    while any(is_alive(worker) for worker in workers):
        assert time.monotonic() < end, "a worker process was left"
        time.sleep(0.02)


def is_alive(process):
    """Whether a process with this id runs and is not a zombie."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
