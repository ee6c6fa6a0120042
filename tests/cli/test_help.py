"""What --help says: every command with a sentence, plain words for values, and examples."""

from __future__ import annotations

import re
import shlex

import pytest
import typer

from support.commands import command
from topics.cli import COMMANDS, app
from topics.cli.parsing.examples import EXAMPLES

NAMES = [each.__name__ for each in COMMANDS]


@pytest.fixture(scope="module")
def parsers():
    """The commands as the parser has them, by name."""
    return typer.main.get_command(app).commands


@pytest.mark.parametrize("name", NAMES)
def test_help_has_a_sentence_examples_and_no_types_of_python(name):
    """No <bool>, <str> or <list[str]>, and no paragraph that ends in the middle of a line."""
    process = command(name, "--help")
    assert process.returncode == 0, process.stderr
    text = process.stdout
    assert not re.search(r"<[a-z]", text)
    printed = " ".join(text.split())
    for line in EXAMPLES[name]:
        assert line in printed
    about = text[: text.index("╭")].strip().split("\n\n")[1:]
    assert all(paragraph.rstrip().endswith(".") for paragraph in about)


def test_the_list_of_commands_has_no_types_of_python():
    """And it says where the examples are."""
    text = command("--help").stdout
    assert not re.search(r"<[a-z]", text)
    assert "topics COMMAND --help" in text


def test_every_command_has_examples_that_it_understands(parsers):
    """Each parses, and no command is left out; brackets would be taken as markup."""
    assert set(EXAMPLES) == set(NAMES) == set(parsers)
    for name, lines in EXAMPLES.items():
        for line in lines:
            assert "[" not in line
            program, called, *arguments = shlex.split(line)
            assert (program, called) == ("topics", name)
            parsers[name].make_context(name, arguments, resilient_parsing=False)


def test_choices_are_named(parsers):
    """Values of an option that has choices are listed, others have a word."""
    values = {each.name: each.metavar for each in parsers["fit"].params}
    assert values["model"] == "lda|nmf"
    assert values["n_topics"] == "NUMBER|auto"
    assert values["n_fits"] == "NUMBER"
    assert values["stop_words"] == "TEXT"
    assert values["output"] == "PATH"
    assert values["overwrite"] == ""


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("(", "(unclosed group)"),
        ("(?=a)b", "look-around, including look-ahead and look-behind, is not supported"),
        ("a*", "matches the empty string"),
    ],
)
def test_a_bad_token_pattern_is_explained_in_one_line(pattern, words, documents, tmp_path):
    """Without what polars says of its expressions."""
    process = command("fit", documents, "--output", tmp_path / "run", "--token-pattern", pattern)
    assert process.returncode == 2
    assert process.stderr.startswith("error: --token-pattern is ")
    assert process.stderr.count("\n") == 1
    assert words in process.stderr
    assert "str.contains" not in process.stderr


def test_errors_name_flags_where_they_are_out_of_range(documents, tmp_path):
    """Not the names that Python has for them."""
    share = command("fit", documents, "--output", tmp_path / "x", "--max-document-share", "5.0")
    assert share.returncode == 2
    assert share.stderr == "error: --max-document-share is 5.0, expected 0 < share <= 1\n"
