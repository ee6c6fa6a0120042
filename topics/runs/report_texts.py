"""The texts of a run's sections for its report, and how their terms are found."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from topics.counting import CountSettings
from topics.counting.normal_forms import (
    forms_by_stem,
    is_installed,
    terms_of_words,
    used_languages,
)
from topics.counting.stop_words.cutting import cut_stop_words
from topics.counting.words.cutting import is_cutter_installed
from topics.report import SectionTexts
from topics.runs.data import RunData


def section_texts(run: RunData, kind: str | None) -> SectionTexts:
    """The texts of a run, as much of them as the kind says; none where the run has none.

    Without the packages that cut its texts or found its stems fewer words of them are marked.

    Parameters
    ----------
    run : RunData
    kind : {"none", "excerpts", "full"} or None
    """
    if kind is None or run.section_texts is None:
        return SectionTexts(None)
    settings = run.parameters.settings
    if settings is None:
        return SectionTexts(run.section_texts, kind)
    cuts = bool(run.learned.cut_by) and is_cutter_installed()
    texts = SectionTexts(run.section_texts, kind, settings.pattern, cuts=cuts)
    if settings.normalize == "none" or not is_installed(settings.normalize):
        return texts
    return _with_normal_forms(texts, run, settings)


def _with_normal_forms(texts: SectionTexts, run: RunData, settings: CountSettings) -> SectionTexts:
    """The texts, whose words count as the terms that they have in their language."""
    forms = forms_by_stem(run.learned.forms)
    stop_words = cut_stop_words(settings.stop_words, settings.pattern)

    def terms_of(tokens: list[str], language: str) -> list[str]:
        terms = terms_of_words(tokens, language, settings.normalize, forms, settings.pattern)
        pairs = zip(tokens, terms, strict=True)
        return [token if token in stop_words else term for token, term in pairs]

    main = run.learned.main_language
    languages = used_languages(run.documents["language"], settings.normalize, main)
    documents = pl.DataFrame({"document": run.documents["id"], "language": languages})
    rows = run.sections.select("document").join(
        documents, on="document", how="left", maintain_order="left"
    )
    return replace(texts, terms_of=terms_of, languages=rows["language"])
