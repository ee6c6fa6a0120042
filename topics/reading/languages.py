"""Only the documents in some languages; all others are on record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from topics.corpus import REMOVED_SCHEMA, Corpus
from topics.errors import LanguageError
from topics.notices import Notice
from topics.texts.languages import codes_of, language_name, shares_in_words
from topics.texts.languages.names import in_words
from topics.texts.languages.shares import counted_languages, documents_in_words
from topics.values import amount

OF_LANGUAGE = "language: "
"""What the reason of a document begins with that is left out for its language."""

EXCERPT_CHARACTERS = 200
"""The record of a document that was left out has so much of its text: its file has the rest."""


def only_in(corpus: Corpus, wanted: Sequence[str]) -> Corpus:
    """The corpus without the documents that are known to be in other languages.

    Those whose language is not known stay, with a notice.

    Parameters
    ----------
    corpus : Corpus
    wanted : sequence of str
        Codes of languages.

    Raises
    ------
    LanguageError
        No document is known to be in one of them; the message says what the documents are in.

    Examples
    --------
    >>> rows = [{"text": "Tides", "language": "en"}, {"text": "Fluten", "language": "de"}]
    >>> only_in(Corpus.from_frame(rows), ["de"]).documents["id"].to_list()
    ['1']
    """
    codes = codes_of(corpus.documents["language"])
    is_wanted = codes.is_in(list(wanted))
    if not is_wanted.any():
        found = list(counted_languages(codes))
        instead = f"; ask for one of {', '.join(found)}" if found else ""
        raise LanguageError(
            f"no document is known to be in {in_words(wanted)} (language={','.join(wanted)!r}): of "
            f"{amount(len(codes), 'document')} {shares_in_words(codes)}{instead}"
        )
    is_kept = is_wanted | (codes == "")
    notices = _notices(codes, is_wanted, is_kept, wanted)
    if is_kept.all():
        return replace(corpus, notices=(*corpus.notices, *notices))
    documents = corpus.documents.filter(is_kept)
    ids = documents["id"].implode()
    # A document is nobody's copy once the first one is gone.
    first = pl.when(pl.col("duplicate_of").is_in(ids)).then("duplicate_of")
    sections = corpus.sections
    return replace(
        corpus,
        documents=documents.with_columns(first.alias("duplicate_of")),
        sections=sections.filter(pl.col("document").is_in(ids)),
        removed=pl.concat([corpus.removed, _record(corpus, codes, ~is_kept)]),
        notices=(*corpus.notices, *notices),
    )


def _record(corpus: Corpus, codes: pl.Series, is_removed: pl.Series) -> pl.DataFrame:
    """A row for every document that is left out, with the beginning of its text."""
    texts = corpus.sections.select("document", text=pl.concat_str("heading", "text", separator=" "))
    beginnings = texts.group_by("document").agg(
        pl.col("text").filter(pl.col("text").str.strip_chars() != "").first()
    )
    removed = corpus.documents.select("source", document="id", code=codes).filter(is_removed)
    rows = removed.join(beginnings, on="document", how="left", maintain_order="left")
    reasons = [f"{OF_LANGUAGE}{language_name(code)}" for code in rows["code"]]
    columns = rows.with_columns(
        pl.Series("reason", reasons, dtype=pl.String),
        pl.col("text").fill_null("").str.strip_chars().str.head(EXCERPT_CHARACTERS),
    )
    empty = pl.DataFrame(schema=REMOVED_SCHEMA)
    return pl.concat([empty, columns.drop("code")], how="diagonal")


def _notices(
    codes: pl.Series, is_wanted: pl.Series, is_kept: pl.Series, wanted: Sequence[str]
) -> list[Notice]:
    """Notices of what was left out, and of documents that stay though nobody knows."""
    notices = []
    n_removed, n_unknown = int((~is_kept).sum()), int((is_kept & ~is_wanted).sum())
    if n_removed:
        languages = counted_languages(codes.filter(~is_kept))
        shown = documents_in_words(dict(list(languages.items())[:5]))
        more = ", …" if len(languages) > 5 else ""
        message = (
            f"documents in other languages than {in_words(wanted)}, left out: {n_removed} "
            f"({shown}{more}); all are listed as removed"
        )
        notices.append(Notice("documents-in-other-languages", n_removed, message))
    if n_unknown:
        message = (
            f"{amount(n_unknown, 'document')} whose language is not known, for example because "
            "the text is too short, kept"
        )
        notices.append(Notice("documents-of-unknown-language", n_unknown, message))
    return notices
