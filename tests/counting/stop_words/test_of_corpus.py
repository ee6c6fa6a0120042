"""Lists of stop words that fit the languages of a corpus, and what is said of those that do not."""

from __future__ import annotations

import polars as pl
import pytest

from topics.corpus import Corpus
from topics.counting import CountSettings, count_terms
from topics.counting.stop_words import lists_of, stop_words
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
YIDDISH = ["די שיפן וואַרטן אין דעם האַפֿן אויף דער פֿלוט און גייען נישט אַרויס"] * 3


def notices(texts, words="en"):
    """Messages of counting by code."""
    log = StageLog()
    settings = CountSettings(stop_words=stop_words(words), min_documents=1)
    count_terms(Corpus.from_texts(texts), settings, log=log)
    return {notice.code: notice.message for notice in log.notices}


@pytest.mark.parametrize(
    ("texts", "words", "languages", "remedy"),
    [
        (ENGLISH + GERMAN, "en", "9 in German", "stop_words='en,de', or"),
        (ENGLISH + GERMAN, "de", "9 in English", "stop_words='en,de', or"),
        (
            ENGLISH + GERMAN + RUSSIAN,
            "en",
            "9 in German, 3 in Russian",
            "stop_words='en,de,ru', or",
        ),
        (GERMAN, "en", "9 in German", "stop_words='de', or"),
        (ENGLISH + HUNGARIAN, "en", "3 in Hungarian", "stop_words='en,hu', or"),
        (GERMAN, "hu", "9 in German", "stop_words='de', or"),
    ],
)
def test_languages_whose_stop_words_are_counted_are_named(texts, words, languages, remedy):
    """With the number of documents and the way out."""
    message = notices(texts, words)["second-language"]
    assert f"({languages})" in message
    assert remedy in message


def test_a_mixed_corpus_is_noticed_with_shares_and_the_way_out():
    """Also if the stop words of all its languages are left out."""
    found = notices(ENGLISH + GERMAN + RUSSIAN, "en,de,ru")
    assert list(found) == ["several-languages"]
    message = found["several-languages"]
    assert "(43% German, 43% English, 14% Russian)" in message
    assert "language='de' reads" in message


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (ENGLISH, "en"),
        (ENGLISH, "none"),
        (GERMAN, "none"),
        (GERMAN, "de"),
        (GERMAN, ["und", "die", "der"]),
        (["reef tide coral sea reef tide coral sea la", "car door en car door en"] * 3, "en"),
        ([*ENGLISH, "Los Angeles and El Dorado", "De la Cruz met van den Berg in the hat"], "en"),
        (["1993 17 4", "tide", "§ 3.14 %"], "en"),
        ([*ENGLISH[:2], *GERMAN[:2], *["tide"] * 9], "en"),
    ],
)
def test_texts_whose_stop_words_are_left_out_need_no_notice(texts, words):
    """Nor do English texts with foreign names, own words or none."""
    assert notices(texts, words) == {}


def test_the_languages_of_documents_choose_the_lists():
    """As the option "auto" does; a language without a list chooses none."""
    assert lists_of(pl.Series(["en", "de"] * 9)) == "de,en"
    assert lists_of(pl.Series(["en"] * 99 + ["de"])) == "en"
    assert lists_of(pl.Series(["ka"] * 5)) == "en"
    assert lists_of(pl.Series(["hu"] * 5 + ["ka"] * 5)) == "hu"
    assert lists_of(pl.Series([""])) == "en"
    assert lists_of(pl.Series([], dtype=pl.String)) == "en"


def test_languages_that_the_metadata_state_are_named():
    """By codes and by names, with or without a country; exceptions and unknown ones are none."""

    def of_stated(*stated):
        texts = [f"The {word} and the reef" for word in ("tide", "sea", "port", "ship", "fog")]
        texts = (texts * len(stated))[: len(stated)]
        schema = {"text": pl.String, "language": pl.String}
        corpus = Corpus.from_frame(pl.DataFrame({"text": texts, "language": stated}, schema))
        log = StageLog()
        words = stop_words("none")
        settings = CountSettings(stop_words=words, min_documents=1, max_document_share=1.0)
        count_terms(corpus, settings, log=log)
        return [notice for notice in log.notices if notice.code == "several-languages"]

    (notice,) = of_stated("en-US", "en", "German", "de_AT", "EN", "da", None)
    assert notice.count == 2
    assert "(43% English, 29% German, 14% Danish, 14% unknown)" in notice.message
    (notice,) = of_stated(*["xh"] * 3, *["\x1b[31m" + "z" * 99] * 2)
    assert "(60% Xhosa, 40% " in notice.message
    assert "\x1b" not in notice.message
    assert len(notice.message) < 280
    assert of_stated("en", "en-GB", "", "und", "und", None) == []
    assert of_stated(*["en"] * 200, "de", "fr", "de") == []
    assert of_stated("", None, None) == []
