"""Bytes in an old encoding that nothing names → the encoding in which they read most like text.

Each candidate is scored by the probability of what it makes of the bytes: letter by letter in
the most probable language, with a penalty where no writer would put such characters next to each
other (a capital inside a word, a sign between two letters, Latin and Cyrillic in one word).
Measured on pieces of the Universal Declaration of Human Rights in 37 languages and 1 to 5 of the
encodings each (words all right, pieces of 60, 200, 600 and 2,000 characters): 94%, 97%, 98% and
99%. charset-normalizer 3.5 with all its encodings: 46%, 70%, 75% and 72%.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache
from typing import Any

from topics.reading.files.letter_statistics import (
    FREQUENT_CHARACTERS,
    LANGUAGES_BY_SCRIPT,
    LETTERS,
    TONE_MARKS,
)

SAMPLE_BYTES = 16 * 1024
"""Bytes that are compared: more would hardly change the guess."""

# All costs are in bits: 10 means one in a thousand.
_ONE_BYTE = {
    "cp1252": ("LATIN", 0), "iso8859_15": ("LATIN", 4), "mac_roman": ("LATIN", 6),
    "cp850": ("LATIN", 6), "cp437": ("LATIN", 7), "cp858": ("LATIN", 9),
    "cp1250": ("LATIN", 2), "iso8859_2": ("LATIN", 4), "cp852": ("LATIN", 6),
    "mac_latin2": ("LATIN", 8), "iso8859_16": ("LATIN", 9),
    "cp1254": ("LATIN", 3), "iso8859_9": ("LATIN", 5), "cp857": ("LATIN", 7),
    "mac_turkish": ("LATIN", 9),
    "cp1257": ("LATIN", 4), "iso8859_13": ("LATIN", 5), "cp775": ("LATIN", 8),
    "iso8859_4": ("LATIN", 9), "iso8859_3": ("LATIN", 9), "iso8859_10": ("LATIN", 12),
    "iso8859_14": ("LATIN", 9), "cp865": ("LATIN", 9), "cp861": ("LATIN", 10),
    "mac_iceland": ("LATIN", 11), "cp1258": ("LATIN", 4), "cp860": ("LATIN", 10),
    "cp1251": ("CYRILLIC", 2), "koi8_r": ("CYRILLIC", 3), "koi8_u": ("CYRILLIC", 4),
    "iso8859_5": ("CYRILLIC", 5), "cp866": ("CYRILLIC", 4), "mac_cyrillic": ("CYRILLIC", 6),
    "cp855": ("CYRILLIC", 9), "cp1125": ("CYRILLIC", 8),
    "ptcp154": ("CYRILLIC", 7), "kz1048": ("CYRILLIC", 7), "koi8_t": ("CYRILLIC", 8),
    "cp1253": ("GREEK", 2), "iso8859_7": ("GREEK", 3), "cp737": ("GREEK", 6),
    "mac_greek": ("GREEK", 8), "cp869": ("GREEK", 9),
    "cp1255": ("HEBREW", 2), "iso8859_8": ("HEBREW", 4), "cp862": ("HEBREW", 6),
    "cp1256": ("ARABIC", 2), "iso8859_6": ("ARABIC", 4), "cp720": ("ARABIC", 8),
    "cp874": ("THAI", 2),
}  # fmt: skip
"""Encodings of one byte a character: the script of their languages, and how rare they are."""

_SEVERAL_BYTES = {
    "gb18030": ("gb18030", 2), "big5hkscs": ("big5", 3), "cp932": ("japanese", 2),
    "euc_jp": ("japanese", 4), "cp949": ("korean", 2), "johab": ("korean", 6),
}  # fmt: skip
"""Encodings of several bytes a character: their list in `FREQUENT_CHARACTERS`, and their cost."""

_ESCAPES = (
    (re.compile(rb"\x1b\$[@B]|\x1b\([IJ]"), "iso2022_jp_ext"),
    (re.compile(rb"\x1b\$\)C"), "iso2022_kr"),
)
"""Escape sequences that begin text in encodings of 7 bits, which otherwise pass as ASCII."""

UNSURE_BITS = 8
"""A guess is unsure if another encoding costs at most this much more."""

HZ = "hz"
"""Encoding of Chinese in ASCII characters between ``~{`` and ``~}``."""

_RARE_LANGUAGES = frozenset("eu gl af ga cy mt eo sq is be mk kk tg".split())
_MAX_BITS_OF_NEEDED, _MISSING_COST = 8, 10
"""Nobody writes a language in an encoding without a letter that has at most this many bits."""

_SPELT_IN_TWO_WAYS = frozenset("şţșț")
"""Letters that Romanian encodings have either with a comma or with a cedilla."""

_COMMON_LANGUAGES = frozenset("en de fr es pt it nl pl ru".split())

_FAMILIAR_BY_COST = {
    7: "،", 8: "؟", 9: "’“”–¿\u200c", 10: "‘„«»—°€¡؛№\xa0", 11: "…£©®™§´‚›‹", 12: "•·ªº΄½²³±×µ",
    13: "¼¾¢¶¬",
}  # fmt: skip
_FAMILIAR = {each: cost for cost, signs in _FAMILIAR_BY_COST.items() for each in signs}
_WESTERN = frozenset("áàâäãåæçèéêëíîïñóôöúüøœß")
_ODD_COST, _UNDEFINED_COST = 15, 24

# Classes of characters, and the cost of a class after another.
_OTHER, _LOWER, _UPPER, _FOREIGN_LOWER, _FOREIGN_UPPER, _CASELESS, _SIGN, _OPENING = range(8)
_N_CLASSES = 8
_LATIN = (_LOWER, _UPPER)
_NOT_LATIN = (_FOREIGN_LOWER, _FOREIGN_UPPER, _CASELESS)
_PAIRS = (
    ((_LOWER,), (_UPPER,), 8),
    ((_FOREIGN_LOWER,), (_FOREIGN_UPPER,), 8),
    (_LATIN, _NOT_LATIN, 9),
    (_NOT_LATIN, _LATIN, 9),
    ((_OTHER, _SIGN), (_UPPER, _FOREIGN_UPPER), 4),
    (_LATIN + _NOT_LATIN, (_OPENING,), 6),
    ((_OPENING,), (_OTHER, _SIGN), 6),
)
_SIGN_INSIDE_WORD = 8
"""Cost of a sign, or of the same sign twice, with a letter on each side, such as ``s½ur``."""

_NEVER_FIRST, _ODD_BEGINNING = frozenset("’€£¥¤¢ðğß"), 5
"""Signs and letters that hardly ever begin a word, and the cost of a word that they begin."""


def guess_encodings(data: bytes) -> list[str]:
    """Names of the likely codecs of bytes that are not UTF-8, the likeliest first.

    There are several if the evidence does not decide: they are nearly as likely and read the
    bytes differently.

    Parameters
    ----------
    data : bytes
        The whole file; lines with bytes above 127 are compared, up to `SAMPLE_BYTES`.
    """
    sample = _sample(data)
    costs = {name: _one_byte_cost(sample, name) for name in _ONE_BYTE}
    for name in _SEVERAL_BYTES:
        costs[name] = _several_bytes_cost(sample, name)
    ranked = sorted(costs, key=lambda name: costs[name])
    limit = costs[ranked[0]] + UNSURE_BITS
    close = [name for name in ranked if costs[name] <= limit]
    if len(close) == 1:
        return close
    readings = {sample.decode(name, errors="replace"): name for name in reversed(close)}
    return [name for name in close if name in readings.values()]


def seven_bit_encoding(data: bytes) -> str | None:
    """The encoding whose escape sequences are in ASCII bytes, or None."""
    if b"~{" in data and _holds_hz(data):
        return HZ
    if b"\x1b" not in data:
        return None
    for pattern, name in _ESCAPES:
        if pattern.search(data):
            try:
                data.decode(name)
            except UnicodeDecodeError:
                continue
            return name
    return None


def _holds_hz(data: bytes) -> bool:
    """Whether what is between ``~{`` and ``~}`` reads as Chinese."""
    blocks = [match[1] for match in _HZ_BLOCK.finditer(data[: 4 * SAMPLE_BYTES])]
    if not blocks or any(len(block) % 2 for block in blocks):
        return False
    high = b"".join(blocks).translate(_WITH_HIGH_BIT)
    try:
        characters = high.decode("gb2312")
    except UnicodeDecodeError:
        return False
    words = [each for each in characters if each >= "\u4e00" and each < "\ua000"]
    n_common = sum(each.encode("gb2312")[0] in _COMMON_LEADS["gb18030"] for each in words)
    n_frequent = sum(each in FREQUENT_CHARACTERS["gb18030"] for each in words)
    # Two letters of a word in capitals are a common character often, but rarely a frequent one.
    return len(words) >= 4 and n_common >= 0.9 * len(words) and n_frequent >= 0.1 * len(words)


_HZ_BLOCK = re.compile(rb"~\{([\x21-\x77][\x21-\x7e]{1,4000}?)~\}")
_WITH_HIGH_BIT = bytes(code | 0x80 for code in range(256))


def _sample(data: bytes) -> bytes:
    """Lines with bytes above 127, from the start of the file on."""
    pieces: list[bytes] = []
    size = 0
    position = 0
    while size < SAMPLE_BYTES:
        match = _HIGH.search(data, position)
        if match is None:
            break
        begin = max(data.rfind(b"\n", 0, match.start()) + 1, position, match.start() - 400)
        end = data.find(b"\n", match.start())
        end = min(len(data) if end < 0 else end + 1, begin + SAMPLE_BYTES - size + 400)
        pieces.append(data[begin:end])
        size += end - begin
        position = end
    return b"".join(pieces)


_HIGH = re.compile(rb"[\x80-\xff]")


def _one_byte_cost(sample: bytes, encoding: str) -> float:
    import numpy as np

    _, rarity = _ONE_BYTE[encoding]
    codes = np.frombuffer(sample, dtype=np.uint8)
    classes, pair_costs, languages = _tables(encoding)
    counts = np.bincount(codes, minlength=256)
    kinds = classes[codes]
    pairs = np.bincount(kinds[:-1] * _N_CLASSES + kinds[1:], minlength=_N_CLASSES**2)
    is_letter = (kinds >= _LOWER) & (kinds <= _CASELESS)
    n_inside = np.sum(is_letter[:-2] & (kinds[1:-1] == _SIGN) & is_letter[2:])
    is_twice = (kinds[1:-2] == _SIGN) & (codes[1:-2] == codes[2:-1])
    n_inside += np.sum(is_letter[:-3] & is_twice & is_letter[3:])
    # One letter may follow: "’n" and "’t" are words of Afrikaans and Dutch.
    is_odd = _not_first(encoding)[codes[1:-2]]
    n_odd = np.sum(~is_letter[:-3] & is_odd & is_letter[2:-1] & is_letter[3:])
    of_languages = languages @ counts + _language_costs(encoding)
    of_signs = n_inside * _SIGN_INSIDE_WORD + n_odd * _ODD_BEGINNING
    return float(rarity + pairs @ pair_costs + of_signs + of_languages.min())


@cache
def _not_first(encoding: str) -> Any:
    """Whether each byte is a character of `_NEVER_FIRST`."""
    import numpy as np

    characters = bytes(range(256)).decode(encoding, errors="replace")
    return np.array([character in _NEVER_FIRST for character in characters])


@cache
def _language_costs(encoding: str) -> list[int]:
    script, _ = _ONE_BYTE[encoding]
    return [_language_cost(name, encoding) for name in LANGUAGES_BY_SCRIPT[script]]


def _language_cost(language: str, encoding: str) -> int:
    """How rare a language is, and whether the encoding lacks letters that it needs."""
    cost = 0 if language in _COMMON_LANGUAGES else 6 if language in _RARE_LANGUAGES else 2
    written = set(bytes(range(256)).decode(encoding, errors="ignore"))
    needed = {
        letter for letter, bits in _letter_costs(language).items() if bits <= _MAX_BITS_OF_NEEDED
    }
    needed -= _SPELT_IN_TWO_WAYS
    return cost if needed <= written else cost + _MISSING_COST


@cache
def _tables(encoding: str) -> tuple[Any, Any, Any]:
    """Class of every byte, cost of every pair of classes, cost of every byte in each language.

    The costs of the languages are those of each byte, plus that of the language spread over
    nothing: a row for each language.
    """
    import numpy as np

    script, _ = _ONE_BYTE[encoding]
    characters = bytes(range(256)).decode(encoding, errors="replace")
    classes = np.array([_class(character) for character in characters], dtype=np.int64)
    pair_costs = np.zeros(_N_CLASSES**2)
    for before, after, cost in _PAIRS:
        for first in before:
            for second in after:
                pair_costs[first * _N_CLASSES + second] = cost
    rows = [_byte_costs(characters, language) for language in LANGUAGES_BY_SCRIPT[script]]
    return classes, pair_costs, np.array(rows)


def _class(character: str) -> int:
    """The class of a character for `_PAIRS`."""
    if character in "„‚¿¡":
        return _OPENING
    if character in "’·\xad\u200c\u200d":
        return _OTHER
    if character in TONE_MARKS:
        return _LOWER
    kind = unicodedata.category(character)
    if kind[0] != "L" and kind != "Mn":
        return _OTHER if character.isascii() else _SIGN
    is_latin = character.isascii() or unicodedata.name(character).startswith("LATIN")
    if kind == "Lu":
        return _UPPER if is_latin else _FOREIGN_UPPER
    if kind == "Ll":
        return _LOWER if is_latin else _FOREIGN_LOWER
    return _CASELESS


def _byte_costs(characters: str, language: str) -> list[float]:
    """Cost of each character in a language, in bits; 0 for ASCII that is no letter."""
    own = _letter_costs(language)
    english = _letter_costs("en")
    return [_cost(character, own, english) for character in characters]


def _cost(character: str, own: dict[str, int], english: dict[str, int]) -> float:
    kind = unicodedata.category(character)
    is_letter = kind[0] == "L" or character in own
    if character.isascii() and not is_letter:
        return 0 if kind != "Cc" or character.isspace() else _UNDEFINED_COST
    if not is_letter:
        if kind[0] == "C" or character == "\ufffd":
            return _FAMILIAR.get(character, _UNDEFINED_COST)
        return _FAMILIAR.get(character, _ODD_COST if kind != "So" else _ODD_COST + 2)
    small = character.lower()[0]
    if small in own:
        return own[small]
    if small in english and "e" not in own:  # a foreign word among Greek or Cyrillic ones
        return english[small] + 2
    if small in _FAMILIAR:
        return _FAMILIAR[small]
    if small in _WESTERN:
        return 14
    return 13 if small.isascii() else 17


@cache
def _letter_costs(language: str) -> dict[str, int]:
    """Cost of each letter of a language in bits, from its groups in `LETTERS`."""
    return {
        letter: bits
        for bits, group in enumerate(LETTERS[language].split(), 2)
        for letter in group
        if group != "-"
    }


def _several_bytes_cost(sample: bytes, encoding: str) -> float:
    name, rarity = _SEVERAL_BYTES[encoding]
    characters = sample.decode(encoding, errors="replace")
    english = _letter_costs("en")
    counts = Counter(characters)
    cost = float(rarity)
    for character, n in counts.items():
        cost += n * _wide_cost(character, name, english)
    n_mixed = len(_MIXED.findall(characters))
    return cost + 10 * n_mixed


_MIXED = re.compile(r"[A-Za-z](?=[\u2e80-\uffdc])|[\u2e80-\uffdc](?=[A-Za-z])")


def _wide_cost(character: str, name: str, english: dict[str, int]) -> float:
    """Cost of a character in Chinese, Japanese or Korean text."""
    if character < "\x80":
        small = character.lower()
        if small.isalpha():
            return english[small] + 0.5
        return 0 if character.isspace() or character.isprintable() else _UNDEFINED_COST
    if character == "\ufffd" or unicodedata.category(character)[0] == "C":
        return _UNDEFINED_COST
    if character in "、。，":
        return 5
    if character in FREQUENT_CHARACTERS[name]:
        return 8
    if character in "「」（）：；！？“”《》・ー…—\u3000":
        return 8
    if name == "japanese" and "\u3041" <= character <= "\u30fe":
        return 6.5
    lead = _lead_byte(character, name)
    if lead is not None:
        return 12.5 if lead in _COMMON_LEADS[name] else 18
    return 20


_COMMON_LEADS = {
    "gb18030": range(0xB0, 0xD8),
    "big5": range(0xA4, 0xC7),
    "japanese": range(0xB0, 0xD0),
    "korean": range(0xB0, 0xC9),
}
"""First bytes of the common half of each national standard: the rest is sorted behind it."""

_STANDARDS = {"gb18030": "gb2312", "big5": "big5", "japanese": "euc_jp", "korean": "euc_kr"}


def _lead_byte(character: str, name: str) -> int | None:
    """First byte of a character in the national standard, or None if it is not in it."""
    try:
        return character.encode(_STANDARDS[name])[0]
    except UnicodeEncodeError:
        return None
