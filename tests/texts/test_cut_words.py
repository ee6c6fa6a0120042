"""Words that are cut at the end of a line."""

from __future__ import annotations

import pytest

import topics
from topics.cleaning import clean
from topics.texts.cut_words import join_cut_words


@pytest.mark.parametrize(
    ("text", "elsewhere", "expected"),
    [
        (
            "The govern-\nment of the port.",
            "The government agreed.",
            "The government\nof the port.",
        ),
        ("The govern- \n  ment, too.", "Governments agreed.", "The government,\ntoo."),
        ("The coast¬\nguard waited.", "A coastguard was there.", "The coastguard\nwaited."),
        ("The coast¬\nguard waited.", "", "The coastguard\nwaited."),
        ("A govern‐\nment.\nIt met.", "The government.", "A government.\nIt met."),
        ("THE GOVERN-\nMENT", "the government", "THE GOVERNMENT"),
        ("über-\nhaupt nicht", "ÜBERHAUPT", "überhaupt\nnicht"),
        ("The govern-  \nment met.", "government", "The government\nmet."),
        ("The govern-\t\nment met.", "government", "The government\nmet."),
        ("The govern-     \nment met.", "government", "The government\nmet."),
        ("The govern‐ \nment met.", "government", "The government\nmet."),
        ("The coast¬  \nguard waited.", "", "The coastguard\nwaited."),
        ("The govern-\n\u00a0\u2003ment met.", "government", "The government\nmet."),
        ("The govern‑\nment met.", "government", "The government\nmet."),
        ("l'admi-\nnistration du port", "administration", "l'administration\ndu port"),
        ("the gov-\nern-\nment, then", "government", "the government,\nthen"),
        (
            "> The govern-\n> ment met.\n> Then",
            "government",
            "> The government\n> met.\n> Then",
        ),
        ("> The govern-\n> ment.\n> Then", "government", "> The government.\n> Then"),
        (">> a gov-\n>> ern-\n>> ment", "government", ">> a government"),
        ("JD> environ-\nJD> mental law", "environmental", "JD> environmental\nJD> law"),
        ("| environ-\n| mental law", "environmental", "| environmental\n| law"),
        ("> > environ-\n>> mental law", "environmental", "> > environmental\n>> law"),
        ("> a coast¬\n> guard", "", "> a coastguard"),
        ("a sea-\nman a coast-\nguard", "seaman coastguard", "a seaman\na coastguard"),
    ],
)
def test_a_word_that_occurs_whole_is_joined(text, elsewhere, expected):
    """The rest of the word and the marks behind it move to the line above."""
    assert join_cut_words([text, elsewhere]) == {0: expected}


@pytest.mark.parametrize(
    ("text", "elsewhere"),
    [
        ("α2-\nintegrin", "alpha integrin"),
        ("a well-\nknown port", "a well-known port"),
        ("a man-\nmade lake", "manmade, man-made and man-made"),
        ("brothers-in-\narms", "inarms"),
        ("New-\nYork", "newyork"),
        ("the ship -\nbut it sank", "shipbut"),
        ("a-\nbout", "about"),
        ("pages 12-\nfourteen", "12fourteen"),
        ("------\nport", "port"),
        ("the-\n\nport", "theport"),
        ("the gov-\nern-\nment", "a state's ernment"),
        ("state-\nof-\nthe-art", "stateofthe"),
    ],
)
def test_other_hyphens_stay(text, elsewhere):
    """A hyphen that belongs to the word, a dash, and a word that never occurs whole."""
    assert join_cut_words([text, elsewhere]) == {}


def test_soft_hyphens_at_line_ends():
    """A soft hyphen is there only to cut words, so no other text is asked."""
    assert clean("The coast\u00ad\nguard waited.") == "The coastguard\nwaited."
    assert clean("The coast\u00ad\nguard.\nIt sank.") == "The coastguard.\nIt sank."
    assert clean("coast\u00adguard") == "coastguard"


def test_the_whole_corpus_decides(tmp_path):
    """Files, rows and texts: the whole word may be in another document."""
    (tmp_path / "a.txt").write_text(
        "The govern-\nment of the port met in spring.\n\nA well-\nknown."
    )
    (tmp_path / "b.txt").write_text("The government agreed to a well-known plan.\n")
    (tmp_path / "c.txt").write_text("The coast\u00ad\nguard waited.", encoding="utf-8")
    texts = topics.read(tmp_path).sections["text"].to_list()
    assert texts == [
        "The government\nof the port met in spring.\n\nA well-\nknown.",
        "The government agreed to a well-known plan.",
        "The coastguard\nwaited.",
    ]
    corpus = topics.Corpus.from_texts(
        ["The govern-\nment met.", "A government.", "coast\u00ad\nguard"]
    )
    assert corpus.sections["text"].to_list() == [
        "The government\nmet.",
        "A government.",
        "coastguard",
    ]


def test_words_of_two_writers_are_not_joined():
    """A quotation begins on the next line."""
    assert join_cut_words(["The govern-\n> ment met", "a government"]) == {}
    assert join_cut_words(["> The govern-\n>> ment met", "a government"]) == {}
