"""A second language in the texts is noticed."""

from __future__ import annotations

import polars as pl
import pytest

from topics.corpus import Corpus
from topics.counting import CountSettings, count_terms
from topics.counting.stop_words import languages_of_texts, stop_words
from topics.notices import StageLog

ENGLISH = [
    "The ships wait in the harbour for the tide",
    "Judges heard the appeal in the court of the city",
    "Bakers knead dough before the dawn of the day",
] * 3
GERMAN = [
    "Die Schiffe liegen im Hafen und warten auf die Flut",
    "Die Richter hörten die Berufung im Gericht der Stadt",
    "Der Bäcker knetet den Teig vor dem Morgen",
] * 3
RUSSIAN = [
    "Корабли ждут прилива в гавани и не выходят",
    "Судьи слушали дело в суде, и это было долго",
    "Пекарь месит тесто до рассвета, как всегда",
]
HUNGARIAN = ["A hajók a kikötőben várják az árapályt és nem mennek ki"] * 3


def messages(texts, words="en"):
    """Notices of counting."""
    log = StageLog()
    settings = CountSettings(stop_words=stop_words(words), min_documents=1)
    count_terms(Corpus.from_texts(texts), settings, log=log)
    return [notice.message for notice in log.notices]


@pytest.mark.parametrize(
    ("texts", "languages", "remedy"),
    [
        (ENGLISH + GERMAN, "9 in German", "stop_words='en,de', or"),
        (ENGLISH + GERMAN + RUSSIAN, "9 in German, 2 in Russian", "stop_words='en,de,ru', or"),
        (GERMAN, "9 in German", "stop_words='de', or"),
        (ENGLISH + HUNGARIAN, "3 in Hungarian", "with stop_words=… and a file"),
    ],
)
def test_languages_whose_stop_words_are_counted_are_named(texts, languages, remedy):
    """With the number of documents and the way out."""
    (message,) = messages(texts)
    assert f"({languages})" in message
    assert remedy in message


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (ENGLISH, "en"),
        (ENGLISH, "none"),
        (GERMAN, "de"),
        (ENGLISH + GERMAN, "en,de"),
        (["reef tide coral sea reef tide coral sea la", "car door en car door en"] * 3, "en"),
        ([*ENGLISH, "Los Angeles and El Dorado", "De la Cruz met van den Berg in the hat"], "en"),
    ],
)
def test_texts_whose_stop_words_are_left_out_need_no_notice(texts, words):
    """Nor do English texts with their function words, or with names."""
    assert messages(texts, words) == []


def test_the_languages_of_texts_choose_the_lists():
    """As the option "auto" does."""
    assert languages_of_texts(pl.Series(ENGLISH + GERMAN)) == "de,en"
    assert languages_of_texts(pl.Series(GERMAN)) == "de"
    assert languages_of_texts(pl.Series(["tide reef", ""])) == "en"
    assert languages_of_texts(pl.Series([], dtype=pl.String)) == "en"


def test_languages_that_the_metadata_state_are_named():
    """By codes and by names, with or without a country; exceptions and unknown ones are none."""

    def notices(*stated):
        texts = [f"The {word} and the reef" for word in ("tide", "sea", "port", "ship", "fog")]
        texts = (texts * len(stated))[: len(stated)]
        schema = {"text": pl.String, "language": pl.String}
        corpus = Corpus.from_frame(pl.DataFrame({"text": texts, "language": stated}, schema))
        log = StageLog()
        words = stop_words("en")
        settings = CountSettings(stop_words=words, min_documents=1, max_document_share=1.0)
        count_terms(corpus, settings, log=log)
        return [notice for notice in log.notices if notice.code == "several-languages"]

    (notice,) = notices("en-US", "en", "German", "de_AT", "EN", "da", None)
    assert notice.count == 2
    assert "2 of 7 documents are in another language than most" in notice.message
    assert "(3 in English, 2 in German)" in notice.message
    (notice,) = notices(*["xh"] * 3, *["\x1b[31m" + "z" * 99] * 2)
    assert "(3 in xh, 2 in" in notice.message
    assert "\x1b" not in notice.message
    assert len(notice.message) < 250
    assert notices("en", "en-GB", "", "und", "und", None) == []
    assert notices(*["en"] * 200, "de", "fr", "de") == []
    assert notices("", None, None) == []
