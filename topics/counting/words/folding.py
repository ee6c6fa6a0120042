"""One spelling for every word: lower case, composed, without signs that nobody sees or says.

Texts of ASCII are only lower-cased; every further step is behind a test of the texts for the
characters that it is about.
"""

from __future__ import annotations

from functools import lru_cache

import polars as pl

IGNORED = (
    "\u00ad\u034f\u17b4\u17b5\u180b-\u180f\u200c-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f"
    "\ufeff\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""Characters that nobody sees: soft hyphens, joiners, marks of direction, variants of signs.

With and without them a word is the same word. U+200B is not here: it separates words.
"""

VOWEL_MARKS = (
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u05f3\u05f4"
    "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
)
"""Hebrew and Arabic marks of vowels and of reading, which most texts leave out, and tatweel.

The Hebrew signs geresh and gershayim are inside words, such as abbreviations.
"""

PLAIN = (
    r"\x00-\x{A9}\x{AB}\x{AC}\x{AE}-\x{B4}\x{B6}-\x{B9}\x{BB}-\x{12F}\x{131}\x{134}-\x{13E}"
    r"\x{141}-\x{148}\x{14A}-\x{17E}\x{388}-\x{3CE}\x{400}-\x{482}\x{48A}-\x{52F}\x{5D0}-\x{5EA}"
    r"\x{2010}-\x{2027}\x{2030}-\x{205E}\x{20A0}-\x{20BF}\x{3041}-\x{3096}\x{30A1}-\x{30FA}"
    r"\x{4E00}-\x{9FFF}\x{AC00}-\x{D7A3}"
)
"""Frequent characters that are only lower-cased, so that most texts need no further test."""

_SPELLING = "\u013f\u0140\u0149\u0587\u0e33\u0eb3\u0edc\u0edd\u3131-\u318e"
"""Letters that people type, though Unicode has a longer form: Catalan ``ŀ``, Thai and Lao am."""


_LETTER_APOSTROPHE = "\u02bc"
_INSIDE_CYRILLIC = r"(\p{Cyrillic})['’＇](\p{Cyrillic})"
"""An apostrophe that is a letter of a word, as in Ukrainian ``пам'ять``.

The letters begin with the bytes D0 and D1 in UTF-8, which are searched for first: the search is a
hundred times as fast.
"""


def fold(texts: pl.Series) -> pl.Series:
    """Texts in lower case in which the spellings of one word are equal.

    Apostrophes between Cyrillic letters become the letter U+02BC, which others type there, and
    elsewhere that letter is an apostrophe. Characters are composed (NFC), forms of letters and
    digits that fonts once needed become plain ones (``ﬁ``, ``ſ``, ``Ａ``, ``𝐝``, ``₂``), and
    `IGNORED` and `VOWEL_MARKS` go.

    Examples
    --------
    >>> fold(pl.Series(["ﬁnance in İstanbul", "cafe\u0301", "CO₂"])).to_list()
    ['finance in istanbul', 'café', 'co2']
    """
    lower = texts.str.to_lowercase()
    is_special = texts.str.len_bytes() != texts.str.len_chars()
    if not is_special.any():
        return lower
    special = is_special.arg_true()
    special = special.filter(texts.gather(special).str.contains(f"[^{PLAIN}]"))
    if len(special):
        lower = lower.scatter(special, _folded(texts.gather(special)))
    cyrillic = is_special.arg_true()
    data = lower.gather(cyrillic).cast(pl.Binary).bin
    cyrillic = cyrillic.filter(data.contains(b"\xd0") | data.contains(b"\xd1"))
    return _with_inner_apostrophes(lower, cyrillic) if len(cyrillic) else lower


def _with_inner_apostrophes(texts: pl.Series, cyrillic: pl.Series) -> pl.Series:
    """Texts with one kind of apostrophe in the words of those that have Cyrillic letters."""
    found = cyrillic.filter(texts.gather(cyrillic).str.contains(_INSIDE_CYRILLIC))
    joint = "${1}" + _LETTER_APOSTROPHE + "${2}"
    joined = texts.gather(found).str.replace_all(_INSIDE_CYRILLIC, joint)
    return texts.scatter(found, joined) if len(found) else texts


def _folded(texts: pl.Series) -> pl.Series:
    """Texts after every step of folding."""
    compatible, plain = _plain_forms()
    # Composition joins Arabic letters with their hamza before the marks of vowels go.
    texts = texts.str.replace_all(f"[{IGNORED}]", "").str.normalize("NFC")
    texts = texts.str.replace_all(_LETTER_APOSTROPHE, "'", literal=True)
    has_forms = texts.str.contains(f"[{''.join(compatible)}]")
    if has_forms.any():
        forms = texts.filter(has_forms).str.replace_many(compatible, plain).str.normalize("NFC")
        texts = texts.scatter(has_forms.arg_true(), forms)
    texts = texts.str.replace_all(f"[{VOWEL_MARKS}]", "")
    # The capital of a Turkish i has a dot, which lower case keeps as a mark of its own.
    return texts.str.to_lowercase().str.replace_all("i\u0307", "i", literal=True)


@lru_cache(maxsize=1)
def _plain_forms() -> tuple[list[str], list[str]]:
    """Letters and digits that have a plain form, and these forms (Unicode's NFKC)."""
    codes = [*range(0xA0, 0xD800), *range(0xE000, 0x2FFFF)]
    every = pl.DataFrame({"form": list(map(chr, codes))})
    # Raised digits mark notes; fractions and numbers in circles are no digits of a word either.
    kinds = r"^[\p{L}\p{Nd}\p{Nl}\u2080-\u2089]$"
    is_form = pl.col("form").str.contains(kinds) & ~pl.col("form").str.contains(f"[{_SPELLING}]")
    forms = every.filter(is_form).with_columns(plain=pl.col("form").str.normalize("NFKC"))
    forms = forms.filter(pl.col("form") != pl.col("plain"))
    return forms["form"].to_list(), forms["plain"].to_list()
