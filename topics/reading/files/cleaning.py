"""Text from a file → text without control characters, bidi marks and Windows line ends."""

from __future__ import annotations

import re

from topics.cut_words import join_soft_hyphens

_REMOVED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u2028\u2029"
    "\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
# Controls that separate words: without a space the words would run together.
_SEPARATORS = frozenset("\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029")


def clean(text: str) -> str:
    """The text with Unix line ends, without control, bidi and zero-width characters.

    Joiners (U+200C, U+200D) stay: they are spelling in Persian and Indic scripts. Lone
    surrogates become U+FFFD.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii() and text.isprintable():
        return text
    text = join_soft_hyphens(text)
    return _REMOVED.sub(_replacement, text)


def _replacement(match: re.Match[str]) -> str:
    character = match.group()
    if character in _SEPARATORS:
        return " "
    return "\ufffd" if "\ud800" <= character <= "\udfff" else ""
