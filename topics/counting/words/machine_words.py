"""Words that machines wrote: addresses in memory, keys, hashes and encoded data."""

from __future__ import annotations

import polars as pl

MAX_WORD_LENGTH = 40
"""Words of more letters are encoded data; the longest German compounds have about as many."""

MAX_MIXED_LENGTH = 20
"""Words of more characters that mix letters and digits are keys or encoded data."""

_HEXADECIMAL = r"^(?:0x[0-9a-f]+|(?:[0-9]+[a-f]+|[a-f]+[0-9]+)[0-9a-f]*)$"
MIN_HEXADECIMAL = 8
"""A word of hexadecimal digits, some of them numbers, has at least this many characters."""

_UNSPEAKABLE = r"[bcdfghjklmnpqrstvwxz]{10}"
"""Ten consonants in a row; ``Knirschschwund`` and ``Borschtsch`` have fewer."""


def is_machine_made(words: pl.Series) -> pl.Series:
    """Whether a word in lower case is a number or data that a machine wrote (Boolean column).

    Examples
    --------
    >>> is_machine_made(pl.Series(["0x7fffab12", "deadbeef01", "covid19", "feedback"])).to_list()
    [True, True, False, False]
    """
    length = words.str.len_chars()
    has_digit = words.str.contains(r"\p{N}")
    is_hexadecimal = words.str.contains(_HEXADECIMAL)
    return (
        (length > MAX_WORD_LENGTH)
        | (has_digit & (length > MAX_MIXED_LENGTH))
        | (is_hexadecimal & ((length >= MIN_HEXADECIMAL) | words.str.starts_with("0x")))
        | words.str.contains(_UNSPEAKABLE)
    )
