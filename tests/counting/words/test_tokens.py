"""Tokens and stop words."""

from __future__ import annotations

import polars as pl
import pytest

from topics.counting.stop_words import stop_words
from topics.counting.words.scripts import spaceless
from topics.counting.words.tokens import tokenize
from topics.errors import MissingInputError, OptionError


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("The Tide’s 20th reef", ["the", "tide", "20th", "reef"]),
        ("in 2018, 3.5 and 42", ["in", "and"]),
        ("snake_case and well-known", ["snake", "case", "and", "well", "known"]),
        ("ÉTÉ naïve ΣΊΣΥΦΟΣ", ["été", "naïve", "σίσυφος"]),
        ("हिन्दी भाषा", ["हिन्दी", "भाषा"]),
        ("a 3d printer on 5g beside g5", ["3d", "printer", "on", "5g", "beside", "g5"]),
        ("4 k 4k 90s at 00:01:12 a", ["4k", "90s", "at"]),
        ("", []),
    ],
)
def test_tokens_are_lower_case_words_with_a_letter(text, tokens):
    """Numbers alone are left out; marks belong to their word."""
    assert tokenize(pl.Series([text])).to_list() == [tokens]


def test_scripts_without_spaces_are_recognised():
    """Korean writes spaces; Thai, Chinese and Japanese do not."""
    texts = ["바다는 넓다", "ทะเลกว้าง", "海很大", "海は広い", "the sea 海"]
    assert spaceless(pl.Series(texts)).to_list() == [False, True, True, True, False]


def test_english_stop_words_leave_content_alone():
    """Function words and parts of contractions, but no nouns."""
    words = stop_words("en")
    assert {"the", "of", "doesn", "ll"} <= words
    assert not {"system", "fire", "bill", "computer"} & words


def test_a_file_of_stop_words_is_read(tmp_path):
    """White space separates words, # starts a comment, case does not matter."""
    path = tmp_path / "words.txt"
    path.write_text("Reef tide # not this\n\nmoon\n", encoding="utf-8")
    assert stop_words(path) == {"reef", "tide", "moon"}


def test_a_missing_or_broken_file_is_named(tmp_path):
    """A name that is not a file, and a file that is not text."""
    with pytest.raises(MissingInputError, match="'en', 'none' or a file"):
        stop_words("klingon")
    path = tmp_path / "words.bin"
    path.write_bytes(b"\xff\xfe\xff")
    with pytest.raises(OptionError, match="is not UTF-8 text; save it as UTF-8"):
        stop_words(path)
