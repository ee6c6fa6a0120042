"""Entries of a stop list, cut as texts are cut."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from topics.counting.words.tokens import prepared, tokenize
from topics.notices import StageLog

_CONTRACTION = r"^[^'’ʼ`´\s-]*['’ʼ`´]\p{L}{0,2}$"
"""``don't``, ``we’ll``, ``qu'il`` and ``l'``: their parts are no words by themselves."""


def cut_stop_words(
    entries: Iterable[str], pattern: str, log: StageLog | None = None
) -> frozenset[str]:
    """Tokens that the entries of a stop list are in a text: ``don't`` is ``don`` where the rest is.

    Parameters
    ----------
    entries : iterable of str
    pattern : str
        Regular expression of a token.
    log : StageLog, optional
        Gets a notice that names the entries whose parts can be words of their own, such as
        ``e-mail``.

    Examples
    --------
    >>> from topics.choices import TOKEN_PATTERN
    >>> sorted(cut_stop_words(["the", "we’ll"], TOKEN_PATTERN))
    ['ll', 'the', 'we']
    """
    words = pl.Series(sorted(entries), dtype=pl.String)
    tokens = tokenize(words, pattern)
    if log is not None:
        parts = tokens.list.join(" ")
        is_cut = (
            (parts != prepared(words, pattern)) & (parts != "") & ~words.str.contains(_CONTRACTION)
        )
        n = int(is_cut.sum())
        pairs = zip(words.filter(is_cut).head(5), parts.filter(is_cut).head(5), strict=True)
        examples = ", ".join(f"{word!r} ({' and '.join(part.split())})" for word, part in pairs)
        log.notice(
            "stop-words-cut",
            n,
            f"{n} entries of the stop list are cut as texts are cut, and their parts are not "
            f"counted: {examples}{', …' if n > 5 else ''}",
        )
    return frozenset(tokens.explode().drop_nulls())
