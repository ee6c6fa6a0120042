"""Terminals that are not UTF-8 or are closed, and texts that would steer a terminal."""

from __future__ import annotations

import subprocess
import sys

import pytest

import topics
from support.commands import ENVIRONMENT, FAST, assert_failed, command, forked
from topics.cli.terminal import argument_text

CP1252 = {"PYTHONIOENCODING": "cp1252"}
ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
TABLE = (
    "id,text\n"
    "1,tides lift the harbour λιμάνι über\n"
    "2,judges heard the appeal in court\n"
    "3,bakers knead dough λιμάνι before dawn\n"
    "tür,harbour judges λιμάνι über\n"
)


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    """A table with words in Greek and German."""
    path = tmp_path_factory.mktemp("tables") / "t.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


@pytest.mark.parametrize("environment", [CP1252, ASCII], ids=["cp1252", "ascii"])
def test_every_command_ends_well_in_any_encoding(environment, table, tmp_path):
    """What cannot be shown is escaped; the exit code is 0 and there is no traceback."""
    run = tmp_path / "lauf-ü"
    fit = ("fit", table, "--topics", 2, "--min-documents", 1, "--output", run, *FAST)
    column = ("--text-column", "λ", "--output", tmp_path / "x")
    commands = [
        (*fit, "--verbose"),
        ("report", run),
        ("similar", run, "tür"),
        ("transform", run, table, "--output", tmp_path / "neu-ü"),
        ("show", run),
        ("similar", run, "λ"),
        ("fit", tmp_path / "λ", "--output", tmp_path / "x"),
        ("fit", table, *column),
    ]
    *ended, unknown, missing, no_column = forked(*commands, **environment)
    assert len(ended) == 5
    for process in ended:
        assert process.returncode == 0, process.stderr
        assert "Traceback" not in process.stderr
    assert "\\u03bb" in ended[-1].stdout
    assert_failed(unknown, 1, "no document has the id")
    assert_failed(missing, 1)
    assert_failed(no_column, 1, "its columns are id, text")


def test_closed_streams_swallow_what_is_printed(table, tmp_path):
    """A command whose standard output or standard error is closed ends with 0."""
    run = tmp_path / "run"
    arguments = " ".join(map(str, ("fit", table, "--topics", 2, "--output", run, *FAST)))
    for closed in (">&-", "2>&-"):
        line = f"{sys.executable} -m topics {arguments} --overwrite {closed}"
        process = subprocess.run(  # noqa: S602 - a fixed line
            line, shell=True, capture_output=True, text=True, env=ENVIRONMENT, check=False
        )
        assert process.returncode == 0, process.stderr
        assert "Traceback" not in process.stderr


def test_documents_do_not_steer_the_terminal(tmp_path):
    """Escape codes in ids, terms and warnings are replaced; brackets and :codes: stay text."""
    table = tmp_path / "t.csv"
    table.write_text(
        'id,text\n"a\x1b[31m",tides \x1b[2J lift ships\n"[b]\n:smile:",judges heard the appeal\n'
        "\u202ec,潮は港の壁を越えて上がった\n",
        encoding="utf-8",
    )
    run = tmp_path / "run"
    fit = ("fit", table, "--topics", 2, "--min-documents", 1, "--output", run, *FAST)
    processes = [
        command(*fit, "--token-pattern", r"\S+"),
        command("show", run, "--verbose"),
        command("similar", run, "[b]\n:smile:"),
        command("similar", run, "nothing"),
    ]
    for process in processes:
        assert "\x1b" not in process.stdout + process.stderr
        assert "\u202e" not in process.stdout + process.stderr
    other = topics.load(run).documents["id"][0]
    assert ":smile:" in command("similar", run, other).stdout


def test_arguments_are_what_was_typed():
    """Surrogates that stand for UTF-8 become its text; bytes of no text become U+FFFD."""
    assert argument_text("gr\udcc3\udcb6ße") == "größe"
    assert argument_text("\udcff") == "\N{REPLACEMENT CHARACTER}"
    assert argument_text("größe") == "größe"
