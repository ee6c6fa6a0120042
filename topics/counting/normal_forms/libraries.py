"""Stems by PyStemmer (Snowball), lemmas by simplemma, and the languages that they know."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Sequence
from functools import lru_cache, partial

from topics.choices import LEMMA, STEM
from topics.errors import MissingExtraError

BaseForms = Callable[[Sequence[str]], list[str]]
"""A function that returns the stem or lemma of every word."""

_STEMMERS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "eo": "esperanto", "es": "spanish", "et": "estonian", "eu": "basque",
    "fa": "persian", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi",
    "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian",
    "ne": "nepali", "nl": "dutch", "no": "norwegian", "pl": "polish", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sr": "serbian", "st": "sesotho", "sv": "swedish",
    "ta": "tamil", "tr": "turkish",
}  # fmt: skip
"""Snowball's name of every language, by code."""

_LEMMATIZERS = {
    **{
        code: code
        for code in (
            "ar bg ca cs cy da de el en eo es et fa fi fr ga gd gl he hi hu hy id is it ka la lt "
            "lv mk ml ms nl pl pt ro ru sk sl sq sv sw tl tr uk"
        ).split()
    },
    "no": "nb",
    "hr": "hbs",
    "sr": "hbs",
    "bs": "hbs",
}
"""simplemma's code of every language, by ours."""

NOUNS_HAVE_CAPITALS = frozenset({"de"})
"""Languages whose dictionary has nouns in capitals: of ``flut``, in lower case, the lemma would be
the verb ``fluten``. Terms are mostly nouns."""

_LIBRARIES = {STEM: ("Stemmer", _STEMMERS), LEMMA: ("simplemma", _LEMMATIZERS)}


def is_installed(normalize: str) -> bool:
    """Whether the package that finds these forms is there."""
    return normalize not in _LIBRARIES or (
        importlib.util.find_spec(_LIBRARIES[normalize][0]) is not None
    )


def check_installed(normalize: str) -> None:
    """Raise MissingExtraError where the package that finds these forms is missing."""
    if not is_installed(normalize):
        raise MissingExtraError(
            f"normalize={normalize!r} needs a package that is not installed: "
            "pip install 'topics[stem]'"
        )


def languages_with(normalize: str) -> tuple[str, ...]:
    """Codes of the languages that have stems or lemmas.

    Examples
    --------
    >>> len(languages_with("stem")), "uk" in languages_with("lemma")
    (33, True)
    """
    return tuple(sorted(_LIBRARIES[normalize][1]))


@lru_cache(maxsize=64)
def base_forms(normalize: str, language: str) -> BaseForms:
    """Function that returns the stem or lemma of every word in a language.

    Parameters
    ----------
    normalize : {"stem", "lemma"}
    language : str
        One of `languages_with`.

    Raises
    ------
    MissingExtraError
        The package is not installed.

    Examples
    --------
    >>> base_forms("stem", "en")(["tides", "courts"])
    ['tide', 'court']
    >>> base_forms("lemma", "de")(["häuser", "gingen"])
    ['Haus', 'gehen']
    """
    check_installed(normalize)
    name = _LIBRARIES[normalize][1][language]
    if normalize == STEM:
        from Stemmer import Stemmer

        stemmer = Stemmer(name)
        return lambda words: list(stemmer.stemWords(list(words)))
    from simplemma import lemmatize

    lemma = partial(lemmatize, lang=name)
    if language in NOUNS_HAVE_CAPITALS:
        return lambda words: [lemma(word.capitalize()) for word in words]
    return lambda words: [lemma(word) for word in words]
