"""Errors of the parser in plain words."""

from __future__ import annotations

import pytest

from support.commands import assert_failed, command
from topics.cli.parsing.usage import plain


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--topics", "many"), "--topics is 'many', expected a whole number, 1 or more, or auto"),
        (("--topics", "0"), "--topics is 0, expected a whole number, 1 or more"),
        (("--fits", "many"), "'--fits': expected a whole number"),
        (("--fits", "0"), "'--fits': expected 1 or more"),
        (("--relevance", "2"), "'--relevance': expected 1 or less"),
        (("--model", "bert"), "'bert' is not one of 'lda', 'nmf'"),
        (("--iterations", "50"), "it is called --max-sweeps here"),
        (("--num-topics", "5"), "it is called --topics here"),
    ],
)
def test_wrong_options_are_told_in_plain_words(arguments, words, tmp_path):
    """No word of the validator's own language is left."""
    process = command("fit", tmp_path, "--output", tmp_path / "run", *arguments)
    assert_failed(process, 2, words)
    assert "Input should" not in process.stderr
    assert "Value error" not in process.stderr


def test_other_messages_stay():
    """What is plain already is not changed."""
    assert plain("a file is expected") == "a file is expected"
