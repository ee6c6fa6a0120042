"""The command line as a user runs it: real processes, exit codes, files, messages."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import topics

ROOT = Path(__file__).parents[2]
FAST = ("--model", "nmf", "--no-map")


def command(*arguments, text_in=None, cwd=None):
    """Run `python -m topics` and give the finished process."""
    return subprocess.run(
        [sys.executable, "-m", "topics", *map(str, arguments)],
        input=text_in,
        capture_output=True,
        text=True,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100", "NO_COLOR": "1"},
        timeout=300,
        check=False,
    )


def failed(process, code, *words):
    """Assert the exit code, one readable error, and no traceback."""
    assert process.returncode == code, process.stderr
    assert "Traceback" not in process.stderr
    message = re.sub(r"[│\s]+", " ", process.stderr)
    for word in words:
        assert word in message, process.stderr


@pytest.fixture(scope="module")
def folder(documents):
    """The documents, under the name that these tests know."""
    return documents


@pytest.fixture(scope="module")
def run(folder, tmp_path_factory):
    """A run folder, and the process that wrote it."""
    output = tmp_path_factory.mktemp("out") / "run"
    process = command("fit", folder, "--output", output, "--topics", 2, "--model", "nmf")
    assert process.returncode == 0, process.stderr
    return output, process


def test_fit_prints_topics_and_writes_the_run(run):
    """A bar for every stage on stderr; the table and the place of the report on stdout."""
    output, process = run
    for stage in ("Reading", "Counting", "Fitting", "Scoring", "Placing", "Writing"):
        assert stage in process.stderr
    assert "reef" in process.stdout
    assert "verdict" in process.stdout
    assert "share" in process.stdout
    assert str(output / "report.html") in process.stdout.replace("\n", "")
    assert topics.load(output).n_topics == 2


def test_show_and_report_take_the_run(run):
    """The same table again; the report written again and still verified."""
    output, _ = run
    shown = command("show", output, "--verbose")
    assert shown.returncode == 0
    assert "plankton" in shown.stdout
    assert "Parameters" in shown.stdout
    (output / "report.html").unlink()
    failed(command("show", output), 1, "report.html is missing")
    before = (output / "map.png").read_bytes()
    written = command("report", output)
    assert written.returncode == 0, written.stderr
    assert (output / "report.html").stat().st_size > 10_000
    assert (output / "map.png").read_bytes() == before
    topics.load(output)


def test_help_and_version():
    """Both answer with 0; fit's help names the fixed options."""
    assert command("--version").stdout == f"topics {topics.__version__}\n"
    text = command("fit", "--help").stdout
    for option in ("--model", "--topics", "--level", "--output", "--random-state", "--threads"):
        assert option in text


def test_standard_input_is_json_lines(tmp_path):
    """- reads documents from a pipe; their ids stay."""
    rows = [{"id": f"r{i}", "text": f"reef tide jury court word{i % 3}"} for i in range(6)]
    process = command(
        "fit",
        "-",
        *FAST,
        "--topics",
        2,
        "--output",
        tmp_path / "run",
        text_in="\n".join(json.dumps(row) for row in rows),
    )
    assert process.returncode == 0, process.stderr
    assert topics.load(tmp_path / "run").documents["id"].to_list() == [f"r{i}" for i in range(6)]


def test_quiet_prints_nothing(folder, tmp_path):
    """Neither bars nor tables."""
    process = command("fit", folder, *FAST, "--topics", 2, "--output", tmp_path / "run", "--quiet")
    assert (process.returncode, process.stdout, process.stderr) == (0, "", "")


def test_bad_inputs_exit_with_1(tmp_path):
    """Missing, empty, without text, without terms, broken: each is named, nothing is written."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "stop.txt").write_text("the and of", encoding="utf-8")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "broken.jsonl").write_text('{"text": "fine"}\n{"text": \n', encoding="utf-8")
    twice = '{"id": "a", "text": "one"}\n{"id": "a", "text": "two"}\n'
    (tmp_path / "twice.jsonl").write_text(twice, encoding="utf-8")
    cases = {
        "missing": "missing",
        "empty": "empty",
        "empty.txt": "empty.txt",
        "stop.txt": "stop words",
        "binary.txt": "binary.txt",
        "broken.jsonl": "2",
        "twice.jsonl": "'a'",
    }
    for name, word in cases.items():
        output = tmp_path / "run"
        failed(command("fit", tmp_path / name, "--output", output, *FAST), 1, "error:", word)
        assert not output.exists()


def test_bad_usage_exits_with_2(folder, tmp_path):
    """Zero topics, more topics than rows, unknown choices; existing runs are refused early."""
    output = ("--output", tmp_path / "run")
    failed(command("fit", folder, *output, "--topics", 0), 2, "--topics")
    failed(command("fit", folder, *output, *FAST, "--topics", 99), 2, "at most 12")
    failed(command("fit", folder, *output, "--model", "bert"), 2, "lda")
    failed(command("fit", folder, *output, "--format", "xlsx"), 2, "parquet")
    failed(command("fit"), 2, "PATHS")
    failed(command("fit", folder, *output, "--document-topic-prior", "0.1", *FAST), 2, "no option")
    failed(command("fit", folder, *output, "--topic-term-prior", "0.1", *FAST), 2, "expected seed")
    assert not (tmp_path / "run").exists()


def test_an_existing_run_needs_overwrite(folder, run):
    """The refusal comes before any work and names the option; with it the run is replaced."""
    output, _ = run
    before = json.loads((output / "manifest.json").read_text(encoding="utf-8"))
    failed(command("fit", folder, "--output", output, *FAST), 1, "--overwrite")
    process = command("fit", folder, "--output", output, *FAST, "--topics", 3, "--overwrite")
    assert process.returncode == 0, process.stderr
    after = json.loads((output / "manifest.json").read_text(encoding="utf-8"))
    assert before["parameters"]["n_topics"] == 2
    assert after["parameters"]["n_topics"] == 3


def test_bad_rows_are_skipped_on_request(tmp_path):
    """--skip-bad goes on, counts, and lists the line in removed.csv."""
    lines = [json.dumps({"text": f"reef tide court jury word{i % 3}"}) for i in range(5)]
    (tmp_path / "rows.jsonl").write_text("\n".join([*lines, "{broken"]), encoding="utf-8")
    output = tmp_path / "run"
    process = command(
        "fit", tmp_path / "rows.jsonl", "--skip-bad", *FAST, "--topics", 2, "--output", output
    )
    assert process.returncode == 0, process.stderr
    loaded = topics.load(output)
    assert loaded.documents.height == 5
    assert loaded.removed.select("line", "reason").rows() == [(6, "unreadable")]
    assert "unreadable" in process.stdout


def test_transform_writes_the_folder_and_says_what_is_unknown(run, folder, tmp_path):
    """A new document gets shares; a fitted one its row; stages on stderr, numbers on stdout."""
    output, _ = run
    (tmp_path / "new.txt").write_text("reef tide zorgblat", encoding="utf-8")
    target = tmp_path / "out"
    process = command(
        "transform", output, tmp_path / "new.txt", folder / "03.txt", "--output", target
    )
    assert process.returncode == 0, process.stderr
    assert "Finding shares" in process.stderr
    assert "Unknown to the run: 1 terms" in process.stdout
    again = command("transform", output, folder, "--output", target)
    failed(again, 1, "--overwrite")
    quiet = command("transform", output, folder, "--output", target, "--overwrite", "-q")
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")
    names = {path.name for path in target.iterdir()}
    assert {"manifest.json", "document_topic.csv", "removed.csv", "unknown_terms.csv"} <= names
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["new.txt", "out"]


def test_transform_refuses_what_it_cannot_use(run, folder, tmp_path):
    """No run, no input, a place where a run stands: exit codes as of fit, nothing written."""
    output, _ = run
    target = ("--output", tmp_path / "out")
    failed(command("transform", tmp_path / "nowhere", folder, *target), 1, "fit")
    failed(command("transform", output, tmp_path / "missing", *target), 1, "missing")
    failed(command("transform", output, folder, "--output", output, "--overwrite"), 2, "inside")
    failed(command("transform", output, folder, *target, "--format", "xlsx"), 2, "parquet")
    failed(command("transform", output), 2, "PATHS")
    assert not (tmp_path / "out").exists()


def test_similar_prints_the_nearest(run):
    """Documents, or sections with --position; an unknown id names close ones."""
    output, _ = run
    shown = command("similar", output, "03.txt", "-n", 3)
    assert shown.returncode == 0, shown.stderr
    assert len(shown.stdout.splitlines()) == 4
    assert "0.0" in shown.stdout
    assert "position" in command("similar", output, "03.txt", "--position", 0).stdout
    failed(command("similar", output, "3.txt"), 1, "close to it are", "'03.txt'")


def test_control_characters_do_not_reach_the_terminal(tmp_path):
    """An error that quotes a hostile name is printed without its escape codes."""
    process = command("fit", tmp_path / "evil\x1b[2Jname", "--output", tmp_path / "run")
    failed(process, 1, "error:")
    assert "\x1b[2J" not in process.stderr
