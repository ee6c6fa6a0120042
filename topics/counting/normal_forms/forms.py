"""The term that a word counts as: its lemma, or the most frequent word with its stem."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from topics.choices import LEMMA
from topics.counting.normal_forms.libraries import base_forms
from topics.counting.words.tokens import tokenize

Forms = Mapping[tuple[str, str], str]
"""The word that is shown for a stem, by language and stem."""


def forms_by_stem(rows: Iterable[tuple[str, str, str]]) -> Forms:
    """Forms from rows of language, stem and word, as `forms_in_use` makes them."""
    return {(language, stem): word for language, stem, word in rows}


def completed_forms(pairs: pl.DataFrame, normalize: str, known: Forms) -> Forms:
    """The forms with one for every further stem: the most frequent word that has it.

    Of equally frequent words the shortest is taken, then the first in the order of the alphabet.
    Lemmas are words already and need no forms.

    Parameters
    ----------
    pairs : polars.DataFrame
        Columns language, word and count, each pair of language and word once.
    normalize : {"stem", "lemma"}
    known : mapping
        Forms that stay as they are.

    Examples
    --------
    >>> words = {"word": ["tide", "tides", "tidal"], "count": [2, 5, 1]}
    >>> completed_forms(pl.DataFrame({"language": "en", **words}), "stem", {})
    {('en', 'tide'): 'tides', ('en', 'tidal'): 'tidal'}
    """
    if normalize == LEMMA:
        return known
    forms = dict(known)
    best = pairs.sort(
        [pl.col("count"), pl.col("word").str.len_chars(), pl.col("word")],
        descending=[True, False, False],
    )
    for (language,), words in best.group_by(["language"], maintain_order=True):
        if language:
            stems = base_forms(normalize, str(language))(words["word"].to_list())
            for stem, word in zip(stems, words["word"], strict=True):
                forms.setdefault((str(language), stem), word)
    return forms


def terms_of_words(
    words: Sequence[str], language: str, normalize: str, forms: Forms, pattern: str
) -> list[str]:
    """The term that each word counts as; in no language, the word itself.

    Parameters
    ----------
    words : sequence of str
        Tokens, folded.
    language : str
        A code of `languages_with`, or the empty string.
    normalize : {"stem", "lemma"}
    forms : mapping
        A stem without a form stays a stem.
    pattern : str
        Regular expression of a token. A lemma that it would cut is not used.

    Examples
    --------
    >>> from topics.choices import TOKEN_PATTERN
    >>> terms_of_words(["tide", "reefs"], "en", "stem", {("en", "tide"): "tides"}, TOKEN_PATTERN)
    ['tides', 'reef']
    >>> terms_of_words(["häuser"], "de", "lemma", {}, TOKEN_PATTERN)
    ['haus']
    """
    if not language or not words:
        return list(words)
    bases = base_forms(normalize, language)(words)
    if normalize != LEMMA:
        return [forms.get((language, base), base) for base in bases]
    tokens = tokenize(pl.Series(bases, dtype=pl.String), pattern).to_list()
    return [each[0] if len(each) == 1 else word for each, word in zip(tokens, words, strict=True)]


def forms_in_use(forms: Forms, terms: Iterable[str]) -> tuple[tuple[str, str, str], ...]:
    """Language, stem and word of the forms that terms, or parts of them, are; sorted.

    Examples
    --------
    >>> forms_in_use({("en", "tide"): "tides", ("en", "reef"): "reefs"}, ["low_tides"])
    (('en', 'tide', 'tides'),)
    """
    words = {part for term in terms for part in (term, *term.split("_"))}
    return tuple(sorted((*key, word) for key, word in forms.items() if word in words))
