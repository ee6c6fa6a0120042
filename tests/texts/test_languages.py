"""The language of each document: codes, detection, what metadata state, shares."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.languages import TEXTS
from topics.corpus import Corpus
from topics.errors import OptionError
from topics.kernels.text.languages import language_scores
from topics.texts.languages import checked_codes, codes_of, shares_in_words
from topics.texts.languages.detection import MIN_CONFIDENCE, detected_languages
from topics.texts.languages.model import detector
from topics.texts.languages.names import NAMES


def detected(texts):
    """Codes of texts, each a document of one section."""
    schema = {"row": pl.Int64, "heading": pl.String, "text": pl.String}
    rows = pl.DataFrame({"row": np.arange(len(texts)), "heading": "", "text": texts}, schema)
    return detected_languages(rows, len(texts)).to_list()


def test_sentences_in_thirty_languages_are_recognised():
    """One sentence is enough, in any script and direction."""
    assert len(TEXTS) == 30
    assert detected(list(TEXTS.values())) == list(TEXTS)


def test_capital_letters_change_nothing():
    """A text in capitals is in its language."""
    texts = [TEXTS[code].upper() for code in ("en", "de", "ru", "el")]
    assert detected(texts) == ["en", "de", "ru", "el"]


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "tide", "7", "1993 17 4 § 3.14 % 88", "a b", "Los Angeles",
        "https://example.org/the/tide/and/the/harbour/of/the/city", "潮", "x = y[i] + z(j)",
    ],
)  # fmt: skip
def test_what_is_too_short_or_no_text_has_no_language(text):
    """An empty value is better than a guess."""
    assert detected([text]) == [""]


def test_addresses_and_numbers_hide_no_language():
    """They are taken out before the text is looked at."""
    noise = " https://example.org/the/tide?and=the&harbour=of " * 3 + "12345 " * 20
    assert detected([noise + TEXTS["de"] + noise]) == ["de"]


def test_the_middle_of_a_long_document_is_looked_at():
    """Also where headings and sections come first that say little."""
    rows = pl.DataFrame(
        {"row": [0, 0, 0, 2], "heading": ["1", "2", "3", ""],
         "text": ["", "7", TEXTS["fr"] * 9, "x" * 10_000]}
    )  # fmt: skip
    assert detected_languages(rows, 3).to_list() == ["fr", "", ""]


@pytest.mark.parametrize("n", [1, 2, 7])
def test_documents_are_looked_at_a_few_at_a_time(monkeypatch, n):
    """With the same result, also for those without sections."""
    monkeypatch.setattr("topics.texts.languages.detection.DOCUMENTS_AT_A_TIME", n)
    rows = [1, 1, 2, 5, 5]
    texts = ["7", TEXTS["fr"], TEXTS["de"], TEXTS["sv"], TEXTS["sv"]]
    sections = pl.DataFrame({"row": rows, "heading": "", "text": texts})
    assert detected_languages(sections, 8).to_list() == ["", "fr", "de", "", "", "sv", "", ""]


def test_the_kernel_agrees_with_the_package():
    """The scores are those of py3langid's own loop, up to rounding."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    model, codes = detector()
    theirs = LanguageIdentifier.from_model_file(MODEL_FILE)
    texts = [*TEXTS.values(), "a tide", "tide tide tide"]
    data = [text.encode() for text in texts]
    offsets = np.cumsum([0, *map(len, data)])
    scores = language_scores(np.frombuffer(b"".join(data), np.uint8), offsets, model)
    for row, text in zip(scores, data, strict=True):
        expected = theirs._raw_score(text)[np.isin(theirs.nb_classes, codes)]
        np.testing.assert_allclose(row, expected, rtol=2e-4, atol=2e-2)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from([*TEXTS.values(), "", "7", "tide"]), max_size=8))
def test_a_language_does_not_depend_on_the_other_texts(texts):
    """All together or one by one: the same codes."""
    assert detected(texts) == [detected([text])[0] for text in texts]


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=300))
def test_any_text_has_a_known_code_or_none(text):
    """Whatever the characters are."""
    (code,) = detected([text])
    assert code == "" or code in NAMES


def test_what_metadata_state_stays_and_is_compared_with_the_text():
    """The stated value is kept as it is written; a notice counts those that seem to be wrong."""
    rows = [
        {"text": TEXTS["de"], "language": "en"},
        {"text": TEXTS["de"], "language": "de-AT"},
        {"text": TEXTS["fr"], "language": None},
        {"text": "tide", "language": "English"},
        {"text": TEXTS["sv"], "language": "Norwegian"},
    ]
    corpus = Corpus.from_frame(rows)
    languages = ["en", "de-AT", "fr", "English", "Norwegian"]
    assert corpus.documents["language"].to_list() == languages
    (notice,) = corpus.notices
    assert (notice.code, notice.count) == ("language-not-as-stated", 1)
    assert "'0': en stated, text in German" in notice.message


def test_texts_in_memory_get_the_language_of_their_text():
    """Null where none is known."""
    corpus = Corpus.from_texts([TEXTS["es"], "tide", TEXTS["ja"]])
    assert corpus.documents["language"].to_list() == ["es", None, "ja"]


def test_a_table_of_metadata_replaces_what_was_detected():
    """Where it has a value."""
    corpus = Corpus.from_texts([TEXTS["es"], TEXTS["ja"]], ids=["a", "b"])
    table = {"id": ["a", "b"], "language": ["ca", None]}
    joined = corpus.with_metadata(table, key="id").documents
    assert joined["language"].to_list() == ["ca", "ja"]
    assert "meta_language" not in joined.columns


def test_codes_have_many_spellings():
    """Names, three letters, countries, earlier codes; no language is the empty string."""
    stated = ["EN_gb", "eng", "Deutsch", "German", "iw", "nb-NO", "zxx", "", None]
    expected = ["en", "en", "deutsch", "de", "he", "no", "", "", ""]
    assert codes_of(pl.Series(stated)).to_list() == expected
    assert codes_of(pl.Series([None, None])).to_list() == ["", ""]
    assert checked_codes("language", "en,eng, German") == ("en", "de")
    with pytest.raises(OptionError, match=r"'xq' is no known language.*expected codes.*af, am"):
        checked_codes("language", "en,xq")
    with pytest.raises(OptionError, match=r"'Germn' is no known language \(did you mean 'de'\?\)"):
        checked_codes("language", "Germn")


def test_shares_are_rounded_and_never_zero():
    """What is there is not 0%."""
    many = pl.Series(["en"] * 499 + ["de"])
    assert shares_in_words(many) == "100% English, under 1% German"
    thirty = pl.Series(list(TEXTS))
    assert shares_in_words(thirty).endswith("in 26 others")
    assert 0.5 < MIN_CONFIDENCE < 1
