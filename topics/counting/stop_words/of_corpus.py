"""Which lists of stop words fit the languages of a corpus, and what is to be said if none does?"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from topics.counting.stop_words.lists import CODES, has_list, stop_list
from topics.notices import StageLog
from topics.texts.languages import codes_of, language_shares, shares_in_words
from topics.texts.languages.shares import documents_in_words
from topics.values import agreeing, amount

MIN_LEFT_OUT, MIN_LEFT_OUT_SHARE = 20, 0.3
"""The frequent words of a language are left out if at least this many of its list are, or this
share of them, without those that English has, too."""


def lists_of(codes: pl.Series) -> str:
    """Codes of the languages of a corpus that have a stop list, with commas between them.

    ``"en"`` if there is none. All lists apply to all documents.

    Parameters
    ----------
    codes : polars.Series of String, shape (n_documents,)
        Empty where no language is known.

    Examples
    --------
    >>> lists_of(pl.Series(["en", "de", "en", "de", "eo", ""]))
    'de,en'
    """
    return ",".join(sorted(filter(has_list, language_shares(codes)))) or "en"


def notice_languages(stated: pl.Series, stop_words: frozenset[str], log: StageLog) -> None:
    """Keep notices of a corpus in several languages, and of one whose frequent words are counted.

    Nothing is said if the language of most documents is not known.

    Parameters
    ----------
    stated : polars.Series of String, shape (n_documents,)
        The column ``language`` of the documents; null where no language is known.
    stop_words : frozenset of str
        The words that are not counted. Whoever chose words of their own, or none, hears nothing
        of lists.
    log : StageLog
    """
    codes = codes_of(stated)
    languages = language_shares(codes)
    if 2 * sum(languages.values()) < len(codes):  # names, codes, lists of words
        return
    if len(languages) > 1:
        main = next(iter(languages))
        n = sum(languages.values()) - languages[main]
        log.notice(
            "several-languages",
            n,
            f"documents in several languages ({shares_in_words(codes)}): topics can be languages "
            f"instead of subjects; language={main!r} reads those in one of them, so that each "
            "language can be fitted on its own",
        )
    if any(stop_list(code) <= stop_words for code in CODES):
        _notice_counted(languages, len(codes), stop_words, log)


def _notice_counted(
    languages: dict[str, int], n_documents: int, stop_words: frozenset[str], log: StageLog
) -> None:
    """Keep a notice of languages whose frequent words are counted."""
    counted = {code: n for code, n in languages.items() if not _are_left_out(code, stop_words)}
    if not counted:
        return
    n = sum(counted.values())
    with_list = sorted(filter(has_list, languages), key=lambda code: code != "en")
    remedy = f"stop_words={','.join(with_list)!r}, or " if any(map(has_list, counted)) else ""
    log.notice(
        "second-language",
        n,
        f"{n:,} of {amount(n_documents, 'document')} ({n / n_documents:.0%}) "
        f"{agreeing(n, 'is', 'are')} in a language whose frequent words are counted "
        f"({documents_in_words(counted)}); leave these words out with {remedy}stop_words=… and a "
        "file of words",
    )


def _are_left_out(code: str, stop_words: frozenset[str]) -> bool:
    """Whether frequent words of a language are in the stop list; for English any 20 are enough."""
    words = stop_list(code) if has_list(code) else frozenset[str]()
    own = words if code == "en" else words - stop_list("en")
    least: Iterable[float] = (MIN_LEFT_OUT, MIN_LEFT_OUT_SHARE * len(own))
    return bool(own) and len(own & stop_words) >= min(least)
