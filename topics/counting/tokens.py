"""Tokens of texts: Unicode words in lower case, in polars columns.

Patterns are written for the Rust regex engine that polars uses: linear time on any
input, no look-around and no back-references.
"""

from __future__ import annotations

import polars as pl

from topics.choices import TOKEN_PATTERN
from topics.errors import OptionError

MAX_TOKEN_LENGTH = 100
"""Longer tokens (encoded binaries, unbroken lines) are not words and are not counted."""

SPACELESS = r"[\p{L}&&[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]]"
"""A letter of a script that writes words without spaces between them."""


def check_token_pattern(pattern: str) -> None:
    """Raise OptionError if polars cannot compile the pattern or it matches the empty string."""
    try:
        empty = pl.Series([""]).str.contains(pattern)[0]
    except pl.exceptions.ComputeError as error:
        raise OptionError(
            f"token pattern {pattern!r} is not a regular expression that Rust's regex crate "
            f"takes (no look-around, no back-references): {error}"
        ) from error
    if empty:
        raise OptionError(f"token pattern {pattern!r} matches the empty string")


def tokenize(texts: pl.Series, pattern: str = TOKEN_PATTERN) -> pl.Series:
    """Tokens of every text, as a column of lists of lower-case strings.

    Parameters
    ----------
    texts : polars.Series of String
        One text a row.
    pattern : str
        Regular expression of a token in lower-case text.

    Examples
    --------
    >>> tokenize(pl.Series(["The 20th tide’s 7 reefs"])).to_list()
    [['the', '20th', 'tide', 'reefs']]
    """
    return texts.str.to_lowercase().str.extract_all(pattern)


def spaceless(texts: pl.Series) -> pl.Series:
    """Whether most letters of a text belong to a script without spaces (Boolean column)."""
    suspects = texts.str.contains(SPACELESS)
    candidates = texts.filter(suspects)
    n_letters = candidates.str.count_matches(r"\p{L}")
    most = candidates.str.count_matches(SPACELESS) * 2 > n_letters
    return suspects.scatter(suspects.arg_true(), most)
