"""The command that searches a run."""

from __future__ import annotations

import pytest

from support.commands import FAST, assert_failed, command

TABLE = (
    "id,title,text\n"
    "1,Tides,the tide lifts ships in the harbour\n"
    "2,Courts,judges heard the appeal at low tide\n"
    '3,"[bold]\x1b[31m\u202e",the harbour \x1b[2J was \u202e dark\n'
    "4,Bread,bakers knead the dough before dawn\n"
)


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    """Four rows, one with characters that steer a terminal."""
    path = tmp_path_factory.mktemp("tables") / "t.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def run(table, tmp_path_factory):
    """A run of the table."""
    output = tmp_path_factory.mktemp("runs") / "run"
    fit = ("fit", table, "--topics", 2, "--min-documents", 1, "--output", output, *FAST)
    process = command(*fit)
    assert process.returncode == 0, process.stderr
    return output


def test_what_is_found_is_printed_by_level_and_marked(run):
    """Topics, documents and sections, with the words in brackets where there is no terminal."""
    text = command("search", run, "tide", "harbour").stdout
    assert text.index("topic") < text.index("3 documents:") < text.index("3 sections:")
    assert "the [tide] lifts ships in the [harbour]" in text
    assert "1: Tides (in its text; topic" in text
    first = command("search", run, "tide", "--level", "document", "-n", 1).stdout
    assert "2 documents, the first 1:" in first
    assert "section" not in first


def test_documents_do_not_steer_the_terminal(run):
    """Control characters of titles and texts are replaced; brackets stay text."""
    text = command("search", run, "harbour", "bold").stdout
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "3: [bold]" in text
    evil = command("search", run, "har\x1b[2J")
    assert "\x1b" not in evil.stdout + evil.stderr


def test_nothing_found_brings_words_that_are_close(run):
    """The exit code is 0."""
    process = command("search", run, "habour")
    assert process.returncode == 0
    assert process.stdout == (
        "Nothing in the run has habour; words of the run close to it: harbour\n"
    )


def test_a_run_without_texts_says_what_it_lacks(table, tmp_path):
    """Terms and titles are searched."""
    output = tmp_path / "run"
    fit = ("fit", table, "--topics", 2, "--min-documents", 1, "--output", output, "--no-text")
    assert command(*fit, *FAST).returncode == 0
    text = command("search", output, "tide").stdout
    assert "2 documents:" in text
    assert "in its counted terms" in text
    assert "The run has no texts, so counted terms, titles and headings were searched" in text
    assert "2: Courts (in its title;" in command("search", output, "courts").stdout


def test_what_is_no_search_is_bad_usage(run):
    """Without words, or with signs only."""
    assert_failed(command("search", run), 2, "WORDS")
    assert_failed(command("search", run, "&"), 2, "expected one word or more")
    assert_failed(command("search", run / "nothing", "tide"), 1, "error:")
