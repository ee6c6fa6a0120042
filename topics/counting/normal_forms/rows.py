"""The language of which the words of a section have forms."""

from __future__ import annotations

import polars as pl

from topics.corpus import Corpus
from topics.counting.normal_forms.libraries import languages_with
from topics.errors import LanguageError
from topics.notices import StageLog
from topics.texts.languages import codes_of, shares_in_words
from topics.texts.languages.shares import counted_languages, documents_in_words
from topics.values import agreeing, amount


def main_language(corpus: Corpus, normalize: str) -> str:
    """Code of the most frequent language that has stems or lemmas: that of unknown documents.

    Raises
    ------
    LanguageError
        No document is known to be in a language that has them.
    """
    codes = codes_of(corpus.documents["language"])
    known = languages_with(normalize)
    found = [code for code in counted_languages(codes) if code in known]
    if not found:
        raise LanguageError(
            f"normalize={normalize!r} knows the languages {', '.join(known)}, and the documents "
            f"are: {shares_in_words(codes)}; leave it out, or state the language of each document "
            "in a column language"
        )
    return found[0]


def with_row_languages(
    sections: pl.DataFrame, corpus: Corpus, normalize: str, main: str, log: StageLog
) -> pl.DataFrame:
    """The sections with a column ``language``: a code that has stems or lemmas, or empty.

    Documents of unknown language are taken to be in the main one. Words of a language without
    stems or lemmas count as they are, with a notice.
    """
    codes = codes_of(corpus.documents["language"])
    known = languages_with(normalize)
    without = counted_languages(codes.filter(~codes.is_in([*known, ""])))
    n = sum(without.values())
    log.notice(
        "languages-without-normal-forms",
        n,
        f"{amount(n, 'document')} in languages without {normalize}s, whose words "
        f"{agreeing(n, 'is', 'are')} counted as they are: "
        f"{documents_in_words(dict(list(without.items())[:5]))}{', …' if len(without) > 5 else ''}",
    )
    used = used_languages(corpus.documents["language"], normalize, main)
    languages = pl.DataFrame({"document": corpus.documents["id"], "language": used})
    return sections.join(languages, on="document", how="left", maintain_order="left")


def used_languages(stated: pl.Series, normalize: str, main: str) -> pl.Series:
    """Code of the language of which the words of every document have forms; empty if of none.

    Examples
    --------
    >>> used_languages(pl.Series(["en-US", None, "vi"]), "stem", "de").to_list()
    ['en', 'de', '']
    """
    codes = codes_of(stated)
    known = languages_with(normalize)
    others = codes.filter(~codes.is_in([*known, ""])).unique().to_list()
    return codes.replace({"": main, **dict.fromkeys(others, "")}).alias("language")
