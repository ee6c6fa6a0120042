"""Tables of the differences that do not count when blocks are compared: case, numbers, dates."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from topics.kernels.text.blocks import (
    CAPITAL,
    DIGIT,
    IDEOGRAPH,
    IGNORED,
    LETTER,
    OTHER,
    SPACE,
    Folding,
    hash_word,
)
from topics.reading.lines.months import ENGLISH_MONTHS

_OTHER_DATE_WORDS = (
    "monday tuesday wednesday thursday friday saturday sunday "
    "mon tue tues wed thu thur thurs fri sat sun am pm "
    "januar februar märz mai juni juli oktober dezember "
    "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag "
    "janvier février mars avril juin juillet août septembre octobre novembre décembre "
    "lundi mardi mercredi jeudi vendredi samedi dimanche "
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre "
    "lunes martes miércoles jueves viernes sábado domingo "
    "gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre "
    "lunedì martedì mercoledì giovedì venerdì sabato domenica "
    "janeiro fevereiro março maio junho julho setembro outubro novembro dezembro "
    "januari februari maart mei augustus maandag dinsdag woensdag donderdag vrijdag zaterdag zondag"
).split()

DATE_WORDS = [*ENGLISH_MONTHS, *_OTHER_DATE_WORDS]
"""Months and weekdays in the languages of most crawled pages; they count as numbers. Their other
meanings (may, sun, mars) do no harm because only whole blocks are compared."""

COMMON_WORDS = (
    "a an and are as at be but can did do does for from had has have he her his how i if in into "
    "is it its may my no not of on or our she should so than that the their them there these they "
    "this those to was we were what when where which who whom why will with would you your"
).split()
"""English words that do not make two lines similar on their own: "What is …", "The … of the …"."""

_APOSTROPHES = "'’‘ʼ`"
_IDEOGRAPHS = ("CJK ", "HIRAGANA", "KATAKANA", "THAI", "LAO ", "KHMER", "MYANMAR")


@lru_cache(maxsize=1)
def folding_tables() -> Folding:
    """The tables for the kernels in `topics.kernels.text.blocks`, built at the first call."""
    kind = np.array([_kind(chr(code)) for code in range(65536)], dtype=np.uint8)
    lower = np.arange(65536, dtype=np.uint16)
    for code in np.flatnonzero(kind == CAPITAL).tolist():
        # A capital with several characters in lower case (İ) is folded to the first of them.
        lower[code] = ord(chr(code).lower()[0])
    return Folding(
        kind, lower, _hashes(DATE_WORDS, kind, lower), _hashes(COMMON_WORDS, kind, lower)
    )


def _hashes(
    words: Sequence[str], kind: NDArray[np.uint8], lower: NDArray[np.uint16]
) -> NDArray[np.uint64]:
    """Sorted hashes of words."""
    encoded = [np.frombuffer(word.encode(), dtype=np.uint8) for word in words]
    return np.unique(np.array([hash_word(word, kind, lower) for word in encoded], dtype=np.uint64))


def _kind(character: str) -> int:
    """Kind of a character, as the kernels know it."""
    if character.isspace():
        return SPACE
    if character in _APOSTROPHES:
        return IGNORED
    category = unicodedata.category(character)
    if category in ("Lu", "Lt"):
        return CAPITAL
    if category[0] in "LM":
        is_ideograph = unicodedata.name(character, "").startswith(_IDEOGRAPHS)
        return IDEOGRAPH if is_ideograph else LETTER
    if category[0] == "N":
        return DIGIT
    return IGNORED if category == "Cf" else OTHER
