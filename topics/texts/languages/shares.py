"""How large a share of the documents is in which language?"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from topics.texts.languages.names import language_name

MIN_DOCUMENTS_SHARE = 0.02
"""A language counts as one of a corpus if at least this share of the documents, and two of them,
are in it."""

LISTED = 4
"""A sentence names this many languages, and the others by their number."""


def language_shares(codes: pl.Series) -> dict[str, int]:
    """Number of documents of every language that is no exception, most frequent first.

    Parameters
    ----------
    codes : polars.Series of String, shape (n_documents,)
        Empty where no language is known.

    Examples
    --------
    >>> language_shares(pl.Series(["de", "en", "en", "", "de", "en", "fr"]))
    {'en': 3, 'de': 2}
    """
    least = max(2 if len(codes) > 2 else 1, MIN_DOCUMENTS_SHARE * len(codes))
    return {code: n for code, n in counted_languages(codes).items() if n >= least}


def counted_languages(codes: pl.Series) -> dict[str, int]:
    """Number of documents of every language, most frequent first; ties by code.

    Examples
    --------
    >>> counted_languages(pl.Series(["en", "de", "", "en"]))
    {'en': 2, 'de': 1}
    """
    counts = codes.filter(codes != "").value_counts(name="n").rename({codes.name: "code"})
    rows = counts.sort(["n", "code"], descending=[True, False])
    return dict(rows.iter_rows())


def shares_in_words(codes: pl.Series) -> str:
    """Shares of the languages of a corpus as a sentence has them.

    Examples
    --------
    >>> shares_in_words(pl.Series(["en"] * 7 + ["de"] * 2 + ["fr"]))
    '70% English, 20% German, 10% French'
    >>> shares_in_words(pl.Series(["en"] * 7 + ["de", "fr", "es", "it", "pl", ""]))
    '54% English, 8% German, 8% Spanish, 8% French, 15% in 2 others, 8% unknown'
    """
    counted = counted_languages(codes)
    total = len(codes)
    names = list(counted.items())
    parts = [f"{_share(n, total)} {language_name(code)}" for code, n in names[:LISTED]]
    others = dict(names[LISTED:])
    if len(others) == 1:
        ((code, n),) = others.items()
        parts.append(f"{_share(n, total)} {language_name(code)}")
    elif others:
        parts.append(f"{_share(sum(others.values()), total)} in {len(others)} others")
    n_unknown = total - sum(counted.values())
    if n_unknown:
        parts.append(f"{_share(n_unknown, total)} unknown")
    return ", ".join(parts)


def _share(n: int, total: int) -> str:
    """A share in percent; never 0% for something that is there."""
    return "under 1%" if 100 * n < total else f"{n / total:.0%}"


def documents_in_words(languages: Mapping[str, int]) -> str:
    """Numbers of documents with the names of their languages: "40 in German, 3 in Danish"."""
    return ", ".join(f"{n:,} in {language_name(code)}" for code, n in languages.items())
