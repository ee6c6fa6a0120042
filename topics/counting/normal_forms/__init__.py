"""Which words are forms of one term? Stems and lemmas, by the language of the document."""

from __future__ import annotations

from topics.counting.normal_forms.forms import (
    Forms,
    completed_forms,
    forms_by_stem,
    forms_in_use,
    terms_of_words,
)
from topics.counting.normal_forms.libraries import check_installed, is_installed, languages_with
from topics.counting.normal_forms.rows import main_language, used_languages, with_row_languages
from topics.counting.normal_forms.tokens import normalized_frame, normalized_ids

__all__ = [
    "Forms",
    "check_installed",
    "completed_forms",
    "forms_by_stem",
    "forms_in_use",
    "is_installed",
    "languages_with",
    "main_language",
    "normalized_frame",
    "normalized_ids",
    "terms_of_words",
    "used_languages",
    "with_row_languages",
]
