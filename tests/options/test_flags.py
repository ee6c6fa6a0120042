"""Messages name options as Python does, and the command line prints its own spellings."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from topics.options import FitOptions, ReadOptions
from topics.options.flags import Flag, flags_of_tables, in_flags, with_flags

OF_FIT = flags_of_tables()


@pytest.mark.parametrize(
    ("message", "printed"),
    [
        ("in fewer than min_documents (now 5)", "in fewer than --min-documents (now 5)"),
        ("raise tolerance (now 0.1)", "raise --tolerance (now 0.1)"),
        ("ngrams is 0, expected 1 to 10", "--ngrams is 0, expected 1 to 10"),
        ("lines=True reads them", "--lines reads them"),
        ("split=False keeps it", "--no-split keeps it"),
        ("the right one with encoding=…", "the right one with --encoding"),
        ("name it with text_column='my body'", "name it with --text-column 'my body'"),
        ("n_topics is 3, or n_fits=5", "--topics is 3, or --fits 5"),
        ("undo with run.undo_edits()", "undo with `topics edit RUN --undo`"),
    ],
)
def test_options_are_spelled_as_on_the_command_line(message, printed):
    """With their values, and without what a switch does not take."""
    assert in_flags(message, OF_FIT) == printed


@pytest.mark.parametrize(
    "message",
    [
        "12 lines of the file split.txt have phrases of another order",
        "/data/min_documents/a.txt: no such file",
        "no column 'text_column'",
        "an array of shape (n_topics, n_vocabulary)",
        "see https://example.org/text_column",
    ],
)
def test_words_paths_and_names_stay(message):
    """What only looks like an option is left alone."""
    assert in_flags(message, OF_FIT) == message
    assert with_flags(message) == message


def test_options_that_a_command_lacks_are_those_of_fit():
    """A command that shows a run has no option of reading, but the run can be fitted again."""
    assert in_flags("lines=True reads them", {}) == "`topics fit --lines` reads them"


def test_a_switch_of_two_spellings_is_turned_off_by_the_second():
    """`transform` can turn on what the run turned off."""
    own = {"split": Flag("--split", True, "--no-split")}
    assert in_flags("split=False or split=True", own) == "--no-split or --split"


def test_the_report_has_both_spellings():
    """Scripts and people at a terminal read it."""
    assert with_flags("all_files=True reads them") == "all_files=True (--all-files) reads them"


def test_no_message_of_the_library_has_a_flag_of_its_own():
    """Only the command line knows flags, so that no message can name one that a command lacks."""
    package = Path(__file__).parents[2] / "topics"
    knowing = {*(package / "options").glob("*.py"), package / "report" / "card.py"}
    spellings = "|".join(
        OF_FIT[each.name].spelling
        for each in (*fields(FitOptions), *fields(ReadOptions))
        if each.name in OF_FIT
    )
    flag = re.compile(rf"(?<![\w-])(?:{spellings}|--overwrite|--undo|--refits)\b(?!-)")
    files = [path for path in package.rglob("*.py") if "cli" not in path.parts]
    naming = [
        f"{path.relative_to(package)}: {line.strip()}"
        for path in sorted(set(files) - knowing)
        for line in path.read_text(encoding="utf-8").splitlines()
        if flag.search(line)
    ]
    assert naming == []
