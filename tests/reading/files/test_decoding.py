"""Bytes of unknown encoding become text."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topics.reading.files.decoding import decode
from topics.reading.records import UnusableFileError

SENTENCES = {
    "cp1252": "He wrote “naïve café” – and it’s over. ",
    "latin-1": "Die Größe der Häuser überrascht, während die Bürger schlafen. ",
    "cp1251": "Съешь же ещё этих мягких французских булок, да выпей чаю. ",
    "koi8-r": "Съешь же ещё этих мягких французских булок, да выпей чаю. ",
    "cp1250": "Zażółć gęślą jaźń, mówił stary człowiek przy źródle. ",
    "cp1253": "Ο ήλιος ανέτειλε πάνω από τη θάλασσα και οι ψαράδες γύρισαν. ",
    "shift_jis": "船は朝早く港を出て、夕方には戻ってきた。",
    "gb18030": "今天天气很好，孩子们在湖边玩耍。",
}


@pytest.mark.parametrize("encoding", SENTENCES)
def test_old_encodings_are_recognised(encoding):
    """A few sentences are enough to recognise the encodings that documents use."""
    text = SENTENCES[encoding] * 5
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"]
)
def test_unicode_is_recognised_with_and_without_a_mark(encoding):
    """Byte order marks are used and dropped; UTF-16 is recognised without one."""
    text = "The tide rose – slowly – over the harbour wall.\nThen it fell.\n"
    assert decode(text.encode(encoding)) == text


def test_old_bytes_deep_in_an_ascii_file_are_found():
    """The sample surrounds the first byte that is not ASCII, wherever it is."""
    text = "plain words only. " * 20_000 + "Une forêt d’été très verte. " * 3
    assert decode(text.encode("cp1252")) == text


def test_a_broken_byte_does_not_change_the_encoding():
    """UTF-8 with one damaged character stays UTF-8, with U+FFFD in place of the damage."""
    data = "Ça va très bien à l’école. ".encode() * 10 + b"\xff end"
    text = decode(data)
    assert text.count("l’école") == 10
    assert text.endswith("\ufffd end")


def test_html_declares_its_encoding():
    """A page that is not UTF-8 is decoded as it declares, under the name's WHATWG meaning."""
    page = "<html><head><meta charset='iso-8859-1'></head><body>“é”</body></html>"
    assert decode(page.encode("cp1252"), html=True) == page


@pytest.mark.parametrize(
    "declaration",
    [
        "<?xml version='1.0' encoding='iso-8859-2'?>",
        "<meta http-equiv='Content-Type' content='text/html; charset=iso-8859-2'>",
        "<script src='a.js' charset='windows-1251'></script><meta charset='iso-8859-2'>",
        "<!-- <meta charset='windows-1251'> --><meta charset='iso-8859-2'>",
    ],
)
def test_declarations_in_html(declaration):
    """XML declarations and <meta> count; the charset of a script and comments do not."""
    page = f"{declaration}<p>zażółć gęślą jaźń"
    assert decode(page.encode("iso-8859-2"), html=True) == page


@pytest.mark.parametrize("name", ["utf-7", "zip", "rot13", "nonsense", "unicode_escape"])
def test_html_cannot_declare_a_codec_that_is_no_charset(name):
    """Codecs that compress, escape or hide markup are ignored."""
    page = f"<meta charset='{name}'><p>caf\xe9 \\x41</p>"
    assert decode(page.encode("latin-1"), html=True) == page


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 10,
        b"\x89PNG\r\n\x1a\n" + b"IHDR" * 10,
        b"%PDF-1.4 text",
        b"PK\x03\x04 zip",
        b"some\x00\x00\x00text",
    ],
)
def test_binary_data_is_refused(data):
    """Zeros, control characters and well-known beginnings distinguish binary data from text."""
    with pytest.raises(UnusableFileError, match="binary"):
        decode(data)


def test_one_stray_control_character_is_dropped():
    """A text with a single NUL is a text."""
    assert decode(b"a note\x00 on tides") == "a note on tides"


@given(st.binary(max_size=400))
def test_decode_never_crashes(data):
    """Any bytes become text that can be stored, or are refused."""
    for html in (False, True):
        with contextlib.suppress(UnusableFileError):
            decode(data, html=html).encode("utf-8")
