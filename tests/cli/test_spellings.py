"""Every command takes the options of reading that its documents need, and messages name its own."""

from __future__ import annotations

import json

import pytest
import typer

import topics
from support.commands import FAST, assert_failed, command
from topics.cli import app
from topics.options import ReadOptions


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    """A table whose texts are in a column of another name."""
    path = tmp_path_factory.mktemp("table") / "new.csv"
    rows = [f"k{i},{'reef tide coral' if i % 2 else 'judge jury court'} again" for i in range(4)]
    path.write_text("\n".join(["key,body", *rows]) + "\n")
    return path


@pytest.mark.parametrize("name", ["fit", "transform", "evaluate", "similar"])
def test_every_command_that_reads_takes_the_options_of_reading(name):
    """By the same names; a switch of the run can be turned off for new documents."""
    parameters = {each.name: each for each in typer.main.get_command(app).commands[name].params}
    assert set(ReadOptions.__dataclass_fields__) <= set(parameters)
    if name != "fit":
        assert parameters["lines"].secondary_opts == ["--no-lines"]
        assert all(parameters[each].default is None for each in ReadOptions.__dataclass_fields__)


def test_transform_names_and_takes_the_column_of_texts(older, table, tmp_path):
    """The hint is a flag that the command has, and with it the table is read."""
    target = ("--output", tmp_path / "out")
    failed = command("transform", older, table, *target)
    assert_failed(failed, 1, "name it with --text-column body")
    process = command(
        "transform", older, table, *target, "--text-column", "body", "--id-column", "key"
    )
    assert process.returncode == 0, process.stderr
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert manifest["parameters"]["read_options"]["text_column"] == "body"
    assert (tmp_path / "out" / "documents.csv").read_text().count("\nk") == 4
    size = command("transform", older, table, *target, "--max-file-size", "much")
    assert_failed(size, 2, "expected a size such as 500MB")


def test_a_reference_takes_the_column_of_texts(older, table, tmp_path):
    """Options of reading without a reference are an error, as they would do nothing."""
    run = tmp_path / "run"
    topics.load(older).save(run)
    failed = command("evaluate", run, "--reference", table)
    assert_failed(failed, 1, "name it with --text-column body")
    process = command("evaluate", run, "--reference", table, "--text-column", "body")
    assert process.returncode == 0, process.stderr
    alone = command("evaluate", run, "--text-column", "body")
    assert_failed(alone, 2, "apply to a reference; name its documents with --reference")


def test_similar_reads_a_file_with_these_options(older, tmp_path):
    """A table of one row."""
    (tmp_path / "one.csv").write_text("key,body\nk,reef tide coral\n")
    failed = command("similar", older, tmp_path / "one.csv")
    assert_failed(failed, 1, "name it with --text-column body")
    process = command("similar", older, tmp_path / "one.csv", "--text-column", "body")
    assert process.returncode == 0, process.stderr


def test_errors_name_flags_and_columns(documents, older, tmp_path):
    """Those of counting as well as those of reading, and no calls of Python."""
    output = ("--output", tmp_path / "run", *FAST)
    pruned = command("fit", documents, *output, "--min-documents", 50)
    assert_failed(pruned, 1, "fewer than --min-documents (now 50)", "--max-document-share (now 1)")
    assert_failed(command("fit", documents, *output, "--ngrams", 99), 2, "--ngrams")
    chosen = command("fit", documents, *output, "--clusters", 3)
    assert_failed(chosen, 2, "--clusters is for clusters", "--cluster leiden")
    text = command("fit", "the reef and the tide", *output)
    assert_failed(text, 1, "if it is a text and not a path, save it in a file")
    column = command("evaluate", older, "--against", "colour")
    assert_failed(column, 1, "have no column 'colour'; there are id, source,")


def test_warnings_of_a_run_name_the_flags_of_fit(documents, tmp_path):
    """`show` has none of them."""
    (tmp_path / "in").mkdir()
    for path in documents.iterdir():
        (tmp_path / "in" / path.name).write_bytes(path.read_bytes())
    (tmp_path / "in" / "letter").write_text("reef tide")
    run = tmp_path / "run"
    process = command("fit", tmp_path / "in", "--topics", 2, *FAST, "--output", run)
    assert "left alone; --all-files reads those" in " ".join(process.stdout.split())
    shown = command("show", run)
    assert "left alone; `topics fit --all-files` reads" in " ".join(shown.stdout.split())
    assert "all_files=True (--all-files) reads" in (run / "report.html").read_text()
