"""Tokens and stop words."""

from __future__ import annotations

import polars as pl
import pytest

from topics.counting.words.scripts import spaceless
from topics.counting.words.tokens import tokenize


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
