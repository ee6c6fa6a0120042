"""Which language is a document in? Codes, names, and a detector whose model is in its package."""

from __future__ import annotations

from topics.texts.languages.documents import known_languages, with_languages
from topics.texts.languages.names import checked_codes, codes_of, language_name
from topics.texts.languages.shares import language_shares, shares_in_words

__all__ = [
    "checked_codes",
    "codes_of",
    "known_languages",
    "language_name",
    "language_shares",
    "shares_in_words",
    "with_languages",
]
