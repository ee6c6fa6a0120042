"""Addresses are no words, and what only looks like one stays."""

from __future__ import annotations

import polars as pl
import pytest

from topics.corpus import Corpus
from topics.counting import CountSettings, LearnedVocabulary, count_known_terms, count_terms
from topics.counting.words.addresses import without_addresses
from topics.counting.words.tokens import tokenize


def tokens(text):
    """Tokens of one text."""
    return tokenize(pl.Series([text]))[0].to_list()


@pytest.mark.parametrize(
    "address",
    [
        "https://shop.example/p/blue-lamp?utm_source=x&id=3",
        "HTTP://BIG.EXAMPLE/Lamp",
        "http://",
        "ftp://files.example:2121/pub/lamps",
        "https://de.example.org/wiki/Köln_(Stadt)#Geschichte",
        "www.example.org",
        "WWW.Example.org/lamps",
        "host.tld/path?query",
        "bit.ly/3xYzAb",
        "lamps.example?colour=blue",
        "news.example.co.uk",
        "shop.com",
        "jo.lamp+news@mail.example.org",
        "mailto:jo@example.org",
        "root@localhost",
        "<1993Apr5.1234@news.example.edu>",
        "@blue_lamp",
        "@lamp@social.example",
        "/usr/local/share/lamps",
        "~/lamps.txt",
        "../lamps/blue.txt",
        r"C:\Users\lamp\notes.txt",
        r"\\server\share\lamps",
        "doi:10.1000/lamp.2019.01",
        "git@example.org:lamps/blue.git",
        "mailto:jo@example.org?subject=blue%20lamp",
        "urn:isbn:0451450523",
        "data:image/png;base64,iVBORw0KGgo=",
        "pictures/lamps/blue.png",
        "https%3A%2F%2Fexample.org%2Fpath",
        "http%3a%2f%2flamps.example%3Fid%3D3%26colour%3Dblue",
        "https%253A%252F%252Fexample.org%252Fpath",
        "lamps.example.org%2Fblue%20lamp",
        "www.example.org%2Fblue",
        "https%3A//example.org/path",
        "https:%2F%2Fexample.org%2Fpath",
        "jo%40example.org",
    ],
)
@pytest.mark.parametrize("around", ["see {} today", "({}), and", '"{}"', "at\n{}\nhere", "{}"])
def test_addresses_are_not_cut_into_words(address, around):
    """Whatever is around them; the words around them stay."""
    assert tokens(around.format(address)) == tokens(around.format(""))


@pytest.mark.parametrize(
    "text",
    [
        "he/she and/or input/output km/h i.e./or U.S./China",
        "the end.it was late.The tide fell",
        "node.js/express os.path.join java.io.File",
        "red/green/blue lamps at 3.5/10, data: new lamps/day.",
        "see index.html or setup.py",
        "a ratio of 5:3 @ 20 lamps #tide",
    ],
)
def test_other_signs_between_words_are_no_addresses(text):
    """Slashes, dots and colons separate words."""
    masked = without_addresses(pl.Series([text]))[0]
    assert masked.replace("/ ", "/") == text


def test_a_pattern_that_takes_addresses_whole_keeps_them():
    """Only kinds of addresses that the pattern would cut are left out."""
    text = pl.Series(["ask @Pilot or jo@example.org"])
    assert tokenize(text, "[^ ]+")[0].to_list() == ["ask", "@pilot", "or", "jo@example.org"]
    assert tokenize(text, r"@?\w{2,}")[0].to_list() == ["ask", "@pilot", "or"]


def test_addresses_are_no_unknown_terms():
    """New documents are cut as the fitted ones."""
    known = count_terms(Corpus.from_texts(["blue lamp"]))
    new = Corpus.from_texts(["lamp at https://shop.example/p?id=3 www.example.org"])
    counts = count_known_terms(new, CountSettings(), LearnedVocabulary(), known.terms)
    assert counts.unknown["term"].to_list() == ["at"]
