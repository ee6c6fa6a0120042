"""The command line as a user runs it, here or in processes of its own."""

from __future__ import annotations

import contextlib
import io
import os
import re
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path
from unittest import mock

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100", "NO_COLOR": "1"}
FAST = ("--model", "nmf", "--no-map", "--fits", "1")
"""Options that make a fit of small documents fast."""

MAIN = "from topics.cli import main; main()"

ANNOUNCED = """
from topics.notices import StageLog
stage = StageLog.stage

def announced(self, name):
    print(name, flush=True)
    return stage(self, name)

StageLog.stage = announced
from topics.cli import main
main()
"""
"""Code that prints the name of every stage when it begins, and runs the command."""


IMPORTED = """
import os, signal, sys, time
import topics.cli, topics.runs.topic_run, topics.workflow, topics.report.html
import topics.reading.session
import topics.reading.formats.plain, topics.reading.repeats.repetition, sklearn.decomposition
import topics.reading.repeats.folding, topics.counting.words.word_table
import matplotlib.backends.backend_agg, matplotlib.figure
topics.reading.repeats.folding.folding_tables()
"""
"""Code that imports what commands need, so that they start at once in a fork of its process. No
thread runs yet."""

FORKED = f"""
{IMPORTED}
folder, *words = sys.argv[1:]
while words:
    end = words.index(";;")
    sys.argv, words = ["topics", *words[:end]], words[end + 1:]
    process = os.fork()
    if not process:
        for stream in (1, 2):
            path = os.path.join(folder, f"{{len(words)}}-{{stream}}")
            os.dup2(os.open(path, os.O_CREAT | os.O_WRONLY), stream)
        sys.exit(topics.cli.main())
    print(len(words), os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), flush=True)
"""


def command(*arguments, text_in=None, cwd=None, **environment):
    """Run `python -m topics`; return the finished process.

    With variables of the environment it is a process of its own, as they count when Python starts;
    else it runs here, on streams of its own, which saves the seconds of importing everything.
    """
    words = ["topics", *map(str, arguments)]
    if environment:
        return own_process(*arguments, text_in=text_in, cwd=cwd, **environment)
    streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in ("out", "err")]
    typed = io.TextIOWrapper(io.BytesIO((text_in or "").encode()), encoding="utf-8")
    with (
        mock.patch.dict(os.environ, ENVIRONMENT),
        mock.patch.multiple(sys, argv=words, stdin=typed, stdout=streams[0], stderr=streams[1]),
        contextlib.chdir(cwd or "."),
    ):
        code = _exit_code()
    texts = []
    for stream in streams:
        stream.flush()
        texts.append(stream.buffer.getvalue().decode("utf-8", "replace"))
    return subprocess.CompletedProcess(words, code, *texts)


def _exit_code():
    """Run the command line; the exit code that its process would have."""
    from topics.cli import main

    try:
        main()
    except SystemExit as ended:
        return ended.code or 0
    except Exception:
        traceback.print_exc()
        return 1
    return 0


def own_process(*arguments, text_in=None, cwd=None, **environment):
    """Run `python -m topics` in a process of its own; return it finished."""
    return subprocess.run(
        [sys.executable, "-m", "topics", *map(str, arguments)],
        input=text_in,
        capture_output=True,
        text=True,
        errors="replace",
        cwd=cwd,
        env={**ENVIRONMENT, **environment},
        timeout=300,
        check=False,
    )


def forked(*commands, **environment):
    """Run `python -m topics` with each list of arguments, one after another; return them finished.

    In forks of one process, which imports everything once; the environment is that of the process.
    """
    words = [word for each in commands for word in (*map(str, each), ";;")]
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.run(
            [sys.executable, "-c", FORKED, folder, *words],
            capture_output=True,
            text=True,
            env={**ENVIRONMENT, **environment},
            timeout=300,
            check=True,
        )
        found = []
        for line in process.stdout.splitlines():
            number, code = line.split()
            texts = [
                Path(folder, f"{number}-{stream}").read_bytes().decode("utf-8", "replace")
                for stream in (1, 2)
            ]
            found.append(subprocess.CompletedProcess(words, int(code), *texts))
    return found


def assert_failed(process, code, *words):
    """Assert that a command ended with this exit code and these words, without a traceback."""
    assert process.returncode == code, process.stderr
    assert "Traceback" not in process.stderr
    message = re.sub(r"[│\s]+", " ", process.stderr)
    for word in words:
        assert word in message, process.stderr


def start(*arguments, code=MAIN, **options):
    """Start a command in a process group of its own and return the running process."""
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
    """Wait until a process ends; return its standard error and exit code."""
    _, err = process.communicate(timeout=120)
    return err, process.returncode


def error_line(process, code):
    """Return the single line that a failing command prints, after checking its exit code."""
    err, actual = finish(process)
    assert actual == code, err
    assert err.startswith("error: "), err
    assert err.count("\n") == 1, err
    return err


def wait_for_line(process, line):
    """Read the output of a process until it prints this line."""
    while (printed := process.stdout.readline().strip()) != line:
        assert printed, process.stderr.read()


def fit_over(documents, output):
    """Return the arguments of a fit of three topics that replaces a run."""
    arguments = ["fit", documents, "--topics", 3, "--output", output, "--overwrite"]
    return [*arguments, *FAST, "--quiet"]
