"""The sections as they are counted: no shared headings, words apart in every script."""

from __future__ import annotations

import polars as pl

from topics.corpus import Corpus
from topics.counting.headings import counted_headings
from topics.counting.settings import CountSettings, LearnedVocabulary
from topics.counting.words.cutting import cut_texts, is_cutter_installed
from topics.counting.words.scripts import spaceless, without_clauses
from topics.errors import InputError, LanguageError
from topics.notices import StageLog
from topics.values import amount, printable

CUT_AHEAD = (
    "pip install 'topics[cjk]' for a dictionary that cuts them into words; or put blanks between "
    "the words and count them with pre_tokenized=True, or pass them with Corpus.from_tokens"
)
"""What to do with texts in a script without spaces between words."""


OF_RUN = "the run has no words of such texts; fit again with these documents to have some"
"""What to do with such texts where the texts of a run were not cut."""


def check_analyzer(corpus: Corpus, learned: LearnedVocabulary) -> None:
    """Raise InputError if a function made the terms of a run, and none those of the corpus."""
    if learned.analyzer and "tokens" not in corpus.sections.columns:
        raise InputError(
            f"the terms of the run were made by the analyzer {printable(learned.analyzer)[:200]}, "
            "which is not imported from a run: pass the same function, as in "
            "topics.transform(run, data, analyzer=function) or corpus.with_analyzer(function)"
        )


def refuse_uncut(corpus: Corpus, shared: list[str], settings: CountSettings) -> None:
    """Raise LanguageError if most sections are in a script without spaces and nobody cuts them."""
    if settings.pre_tokenized or "tokens" in corpus.sections.columns:
        return
    sections = _with_counted_headings(corpus, shared)
    is_uncut = spaceless(sections["text"]) | spaceless(sections["heading"])
    n = int(is_uncut.sum() or 0)
    if 2 * n > sections.height:
        names = _first(sections["document"].filter(is_uncut))
        raise LanguageError(
            f"{n:,} of {amount(sections.height, 'section')} in a script without spaces "
            f"between words (documents {names}); {CUT_AHEAD}"
        )


def readable(
    corpus: Corpus, shared: list[str], settings: CountSettings, log: StageLog, *, cuts: bool
) -> tuple[pl.DataFrame, bool]:
    """Columns document, heading and text (or tokens) of the sections; whether any was cut.

    Headings that are shared are empty. Headings and texts in a script without spaces are cut into
    words, or else empty, with a notice.
    """
    sections = corpus.sections
    if "tokens" in sections.columns:
        return sections, False
    sections = _with_counted_headings(corpus, shared)
    if settings.pre_tokenized:
        return sections, False
    if not cuts:
        return _without_uncut(sections, log), False
    was_cut = False
    for name in ("text", "heading"):
        cut = cut_texts(sections[name])
        was_cut = was_cut or bool((cut != sections[name]).any())
        sections = sections.with_columns(cut.alias(name))
    return sections, was_cut


def _with_counted_headings(corpus: Corpus, shared: list[str]) -> pl.DataFrame:
    sections = corpus.sections
    headings = counted_headings(sections, shared).alias("heading")
    return sections.select("document", headings, "text")


def _without_uncut(sections: pl.DataFrame, log: StageLog) -> pl.DataFrame:
    """The sections without what is in a script without spaces, with notices."""
    remedy = OF_RUN if is_cutter_installed() else CUT_AHEAD
    unspaced = spaceless(sections["text"]), spaceless(sections["heading"])
    emptied = unspaced[0] | unspaced[1]
    n_emptied, n_clauses = int(emptied.sum() or 0), 0
    names = _first(sections["document"].filter(emptied))
    for name, is_unspaced in zip(("text", "heading"), unspaced, strict=True):
        column = sections[name]
        if is_unspaced.any():
            column = column.scatter(is_unspaced.arg_true(), "")
        column, n = without_clauses(column)
        n_clauses += n
        sections = sections.with_columns(column.alias(name))
    log.notice(
        "script-without-spaces",
        n_emptied,
        f"{amount(n_emptied, 'section')} in a script without spaces between words, not counted "
        f"(documents {names}); {remedy}",
    )
    log.notice(
        "clauses-without-spaces",
        n_clauses,
        f"{amount(n_clauses, 'clause')} in a script without spaces between words, not counted; "
        f"{remedy}",
    )
    return sections


def _first(names: pl.Series) -> str:
    """The first three different names, in their order."""
    return ", ".join(repr(name) for name in names.unique(maintain_order=True)[:3])
