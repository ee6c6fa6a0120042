"""The spellings of one word are one word."""

from __future__ import annotations

import unicodedata

import polars as pl
import pytest

from topics.choices import TOKEN_PATTERN
from topics.counting.words.folding import PLAIN, _folded, fold
from topics.counting.words.tokens import PRE_TOKENIZED, tokenize


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("caf\u00e9", "cafe\u0301"),
        ("finance", "ﬁnance"),
        ("some", "ſome"),
        ("data", "𝐝𝐚𝐭𝐚"),
        ("ai", "ＡＩ"),
        ("istanbul", "İstanbul"),
        ("istanbul", "İSTANBUL".lower()),
        ("co2", "CO₂"),
        ("міг", "міг".upper()),
        ("바다", unicodedata.normalize("NFD", "바다")),
        ("ガラス", "ｶﾞﾗｽ"),
        ("میروم", "می\u200cروم"),
        ("government", "govern\u00adment"),
        ("lamp", "la\u2060mp\ufeff"),
        ("שלום", "שָׁלוֹם"),
        ("צהל", "צה״ל"),
        ("كتاب", "كِتَاب"),
        ("كتاب", "كـتـاب"),
        ("العربية", "الْعَرَبِيَّة"),
        ("أحمد", "ا\u0654حْمَد"),
        ("σίσυφος", "ΣΊΣΥΦΟΣ"),
    ],
)
def test_spellings_meet(one, other):
    """Composed and decomposed, plain and from old fonts, with and without what nobody sees."""
    assert tokenize(pl.Series([f"x {other}, y"]))[0].to_list() == [one]


@pytest.mark.parametrize("word", ["हिन्दी", "தமிழ்", "น้ำ", "français", "straße", "ıssız", "բարեւ"])
def test_marks_that_are_spelling_stay(word):
    """A word with them is one word, as it was written."""
    assert tokenize(pl.Series([f"x {word}, y"]))[0].to_list() == [word]


def test_signs_with_letters_in_them_still_separate():
    """Trade marks, raised numbers of notes and numbers in circles are no part of a word."""
    text = "Windows™ ①lamp ½cup tide¹ and reef²³"
    words = ["windows", "lamp", "cup", "tide", "and", "reef"]
    assert tokenize(pl.Series([text]))[0].to_list() == words


def test_frequent_characters_need_no_folding_and_folding_twice_is_folding_once():
    """Over all characters of Unicode."""
    every = pl.Series([chr(code) for code in range(1, 0x110000) if not 0xD800 <= code < 0xE000])
    plain = every.filter(every.str.contains(f"^[{PLAIN}]$"))
    assert _folded(plain).equals(plain.str.to_lowercase())
    assert fold(fold(every)).equals(fold(every))


@pytest.mark.parametrize("apostrophe", "'’ʼ＇")
@pytest.mark.parametrize(
    ("text", "pattern", "tokens"),
    [
        ("don{}t", TOKEN_PATTERN, ["don"]),
        ("aujourd{}hui", TOKEN_PATTERN, ["aujourd", "hui"]),
        ("пам{}ять і об{}єкт", TOKEN_PATTERN, ["памʼять", "обʼєкт"]),
        ("don{}t и пам{}ять", TOKEN_PATTERN, ["don", "памʼять"]),
        ("Don{}t go", PRE_TOKENIZED, ["don't", "go"]),
        ("we{}ll go", r"\w+(?:['’]\w+)?", ["we'll", "go"]),
    ],
)
def test_an_apostrophe_is_one_sign(apostrophe, text, pattern, tokens):
    """Whichever was typed, the tokens are the same; Ukrainian words are whole."""
    texts = pl.Series([text.replace("{}", apostrophe)])
    assert tokenize(texts, pattern)[0].to_list() == tokens


def test_a_pattern_with_a_curly_apostrophe_only_finds_it():
    """The text is not changed below a pattern that needs its sign."""
    assert tokenize(pl.Series(["we’ll go"]), r"\w+(?:’\w+)?")[0].to_list() == ["we’ll", "go"]
