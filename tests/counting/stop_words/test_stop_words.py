"""Lists of stop words: by language, from files, as given."""

from __future__ import annotations

import polars as pl
import pytest

from topics.choices import TOKEN_PATTERN
from topics.counting.stop_words import stop_words
from topics.counting.stop_words.cutting import cut_stop_words
from topics.counting.stop_words.lists import CODES, PACKAGED
from topics.counting.words.tokens import tokenize
from topics.errors import MissingInputError, OptionError
from topics.notices import StageLog
from topics.texts.languages.names import NAMES


def written(folder, text, encoding="utf-8"):
    """Words of a file with this text."""
    path = folder / "words.txt"
    path.write_bytes(text.encode(encoding))
    return stop_words(path)


def test_english_stop_words_leave_content_alone():
    """Function words, parts of contractions and what prose is full of, but no subject."""
    words = stop_words("en")
    assert {"the", "of", "doesn", "ll"} <= words
    assert set("just like think know does did really want got thanks say use".split()) <= words
    assert not {"system", "fire", "bill", "computer", "course", "case", "problem"} & words


def test_lists_of_languages_can_be_joined():
    """Every code has a list and a name; several are separated by commas."""
    assert stop_words("en, de") == stop_words("en") | stop_words("de")
    assert len(CODES) == len(set(CODES)) >= 58
    assert set(CODES) <= set(NAMES)
    assert all(len(stop_words(code)) >= 80 for code in set(CODES) - set(PACKAGED))
    assert "der" in stop_words("de")


@pytest.mark.parametrize(
    ("code", "word"), [("hu", "és"), ("el", "και"), ("uk", "але"), ("ar", "من"), ("hi", "और")]
)
def test_other_languages_have_the_lists_of_a_package(code, word):
    """Every entry is one word, which is not cut when texts are."""
    words = stop_words(code)
    assert word in words
    assert {len(tokens) for tokens in tokenize(pl.Series(sorted(words)))} <= {0, 1}
    assert not any(character.isspace() for word in words for character in word)


def test_no_entry_of_a_list_of_a_package_is_cut():
    """Whoever takes a list by its code hears nothing of parts of its words."""
    log = StageLog()
    cut_stop_words(stop_words(",".join(PACKAGED)), TOKEN_PATTERN, log)
    assert log.notices == []


def test_a_file_of_stop_words_is_read(tmp_path):
    """White space and commas separate words, case does not matter."""
    assert written(tmp_path, "Reef tide # not this\n\nmoon\n") == {"reef", "tide", "moon"}
    assert written(tmp_path, "said,the,judges\nships") == {"said", "the", "judges", "ships"}
    assert written(tmp_path, '["said", "the"]') == {"said", "the"}
    assert written(tmp_path, "said|the\nships|judges|reef") == {
        "said", "the", "ships", "judges", "reef",
    }  # fmt: skip
    assert written(tmp_path, "#said #the\n#Ships\n") == {"said", "the", "ships"}
    assert written(tmp_path, "said;the\r\n; a comment\r\nships") == {"said", "the", "ships"}


@pytest.mark.parametrize("sign", [";", "//", "%", "-- ", "/* ", "<!-- ", "#", "# "])
def test_lines_of_remarks_are_no_stop_words(tmp_path, sign):
    """Whichever sign begins them."""
    assert written(tmp_path, f"{sign}a list of ships\nthe\n  {sign}tides\nsaid") == {"the", "said"}


def test_comments_of_other_lists_are_no_stop_words(tmp_path):
    """Snowball's lists explain words behind a bar, on the line of the word and on lines alone."""
    text = " | A French stop word list\n\nau            | a + le, contraction\nde   | of\n"
    assert written(tmp_path, text) == {"au", "de"}
    assert written(tmp_path, "au| a + le, contraction\nde |of\nle|\n") == {"au", "de", "le"}


@pytest.mark.parametrize(
    "text",
    [
        "tide | lift | ship\n",
        "tide | lift | ship |\r\nreef | moon\n",
        "| tide | lift |\n|------|------|\n| ship | reef |\n| moon | |\n",
        "tide | lift\nship | moon\nreef\n",
        "tide| lift| ship\nreef |moon\n",
        "# my words | of boats\ntide | of course | ship\nlift | the | reef\n",
        "the | of\nand | to\n",
    ],
)
def test_bars_with_blanks_separate_words(tmp_path, text):
    """As people write them, and as a table of Markdown has them: nothing is a comment."""
    expected = set(text.replace("# my words | of boats", "").replace("|", " ").split())
    assert written(tmp_path, text) - {"------"} == expected - {"------"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("i | A pronoun\nthe   | article\n", {"i", "the"}),
        ("i | pronoun\nthe | article\n", {"i", "the"}),
        ("aber | but\nalle | all\nund | and\ntide | tide\n", {"aber", "alle", "und", "tide"}),
        ("aber           |  but\n\nalle           |  all\nallem\n", {"aber", "alle", "allem"}),
        (" | Comments begin with a bar.\nme | object\n| us   | object\n", {"me"}),
        ("de | Haus\nle | Hof\n| a list\n", {"de", "le"}),
        ("tide|lift\nau | a + le, contraction\n", {"tide", "lift", "au"}),
    ],
)
def test_bars_begin_comments_in_lists_of_snowball(tmp_path, text, words):
    """Phrases, grammar, translations, columns and lines that begin with a bar show it."""
    assert written(tmp_path, text) == words


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_with_a_mark_are_read(tmp_path, encoding):
    """As editors on Windows write them."""
    assert written(tmp_path, "für\nüber", encoding) == {"für", "über"}


def test_a_missing_or_broken_file_is_named(tmp_path):
    """A name that is not a file, and a file that is not text."""
    with pytest.raises(MissingInputError, match="expected 'auto', 'none', a file of words, or one"):
        stop_words("klingon")
    path = tmp_path / "words.bin"
    path.write_bytes(b"\xff\xfe\xff")
    with pytest.raises(OptionError, match="is not UTF-8 text; save it as UTF-8"):
        stop_words(path)


@pytest.mark.parametrize(
    ("entry", "tokens"),
    [
        ("don't", {"don"}),
        ("we’ll", {"we", "ll"}),
        ("qu'il", {"qu", "il"}),
        ("fu\u0308r", {"für"}),
        ("o'clock", {"clock"}),
        ("e-mail", {"mail"}),
        ("İÇİN", {"için"}),
        ("l'", set()),
    ],
)
def test_entries_are_cut_as_texts_are(entry, tokens):
    """Also in their spelling."""
    assert cut_stop_words([entry.lower()], TOKEN_PATTERN) == tokens
