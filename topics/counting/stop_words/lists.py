"""The list of a language: our own where there is one, else that of the package stopwordsiso."""

from __future__ import annotations

from functools import lru_cache

import polars as pl

from topics.counting.stop_words.english import english_words
from topics.counting.stop_words.languages import WORDS

PACKAGED = (
    "af ar bg bn br ca el eo et eu fa ga gl gu ha he hi hr hu hy id ja ko ku la lt lv mr ms ro sk "
    "sl so st sw th tl uk ur vi yo zh zu"
).split()
"""Languages whose list is that of stopwordsiso, which has lists that others collected. Those of
the languages with a list of our own are long there, and leave out words such as the German
"Jahr" and "Tag"."""

CODES = ("en", *WORDS, *PACKAGED)
"""Codes of all languages with a list."""


def has_list(code: str) -> bool:
    """Whether there is a stop list of a language."""
    return code in CODES


@lru_cache(maxsize=len(CODES))
def stop_list(code: str) -> frozenset[str]:
    """Stop words of the language, in lower case.

    Parameters
    ----------
    code : str
        One of `CODES`.

    Examples
    --------
    >>> "und" in stop_list("de"), "és" in stop_list("hu")
    (True, True)
    """
    if code == "en":
        return english_words()
    return WORDS[code] if code in WORDS else _packaged(code)


def _packaged(code: str) -> frozenset[str]:
    """Words of the package that are one word in a text, too, and have no number."""
    from stopwordsiso import stopwords

    from topics.counting.words.tokens import prepared, tokenize

    words = pl.Series([word.lower().strip(".-'’") for word in stopwords(code)], dtype=pl.String)
    words = words.filter(~words.str.contains(r"[\s\p{N}]") & (words != "")).unique().sort()
    parts = tokenize(words).list.join(" ")
    return frozenset(words.filter((parts == prepared(words)) | (parts == "")))
