"""Tokens of texts: Unicode words in lower case, in polars columns.

Patterns are written for the Rust regex engine that polars uses: linear time on any
input, no look-around and no back-references.
"""

from __future__ import annotations

import re

import polars as pl

from topics.choices import TOKEN_PATTERN
from topics.counting.words.addresses import without_addresses
from topics.counting.words.folding import fold
from topics.errors import OptionError

PRE_TOKENIZED = r"[^\s\x{200B}]*\p{L}[^\s\x{200B}]*"
"""A token of a text that was cut before: what is between two blanks and has a letter."""

MAX_TOKEN_LENGTH = 100
"""Longer tokens (encoded binaries, unbroken lines) are not words and are not counted."""

_HAS_CURLY = re.compile(r"’|2019")


def check_token_pattern(pattern: str) -> None:
    """Raise OptionError if polars cannot compile the pattern or it matches the empty string."""
    try:
        empty = pl.Series([""]).str.contains(pattern)[0]
    except pl.exceptions.ComputeError as error:
        raise OptionError(
            f"token_pattern is {pattern!r:.80}, expected a regular expression of Rust's regex "
            f"crate, which has no look-around and no back-references ({_reason(error)})"
        ) from error
    if empty:
        raise OptionError(
            f"token_pattern is {pattern!r:.80}, which matches the empty string; expected one that "
            "needs a character, such as a + instead of a *"
        )


def _reason(error: Exception) -> str:
    r"""What is wrong with a pattern, from the lines of an error of polars.

    Examples
    --------
    >>> _reason(ValueError("regex parse error:\n    (\n    ^\nerror: unclosed group\n\nin: x"))
    'unclosed group'
    """
    found = re.search(r"^error: (.+)$", str(error), re.MULTILINE)
    return found[1] if found else "it cannot be compiled"


def prepared(texts: pl.Series, pattern: str = TOKEN_PATTERN) -> pl.Series:
    """Texts in which the pattern finds tokens: without addresses, in one spelling.

    Addresses that the pattern matches as a whole stay. Apostrophes are all written as ``'``, so
    that a pattern which keeps them finds one word, unless it has ``’`` itself.
    """
    folded = fold(without_addresses(texts, pattern))
    if pattern == TOKEN_PATTERN or ("'" not in pattern and _HAS_CURLY.search(pattern)):
        return folded
    return folded.str.replace_all(r"([\p{L}\p{M}\p{N}])[’＇]", "${1}'")


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
    >>> tokenize(pl.Series(["The 20th tide’s 7 reefs: www.example.org/reefs"])).to_list()
    [['the', '20th', 'tide', 'reefs']]
    """
    return prepared(texts, pattern).str.extract_all(pattern)
