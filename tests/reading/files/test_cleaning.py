"""Text without control characters, bidi marks and Windows line ends."""

from hypothesis import given
from hypothesis import strategies as st

from topics.reading.files.cleaning import clean


def test_line_ends_become_unix():
    """Windows and old Mac line ends are line ends."""
    assert clean("a\r\nb\rc\n") == "a\nb\nc\n"


def test_invisible_characters_go_and_separators_become_spaces():
    """Bidi overrides, zero-width spaces and soft hyphens go; form feeds do not glue words."""
    assert clean("har\u00adbour\u202e wall\u200b\ufeff") == "harbour wall"
    assert clean("one\ftwo\u2028three") == "one two three"
    assert clean("می\u200cخواهم") == "می\u200cخواهم"


@given(st.text())
def test_clean_is_idempotent_and_keeps_words(text):
    """Cleaning twice changes nothing more, and letters and digits stay."""
    once = clean(text)
    assert clean(once) == once
    assert [c for c in once if c.isalnum()] == [c for c in text if c.isalnum()]
