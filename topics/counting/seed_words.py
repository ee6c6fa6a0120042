"""Seed words found in a vocabulary, folded and cut as texts are; and why others are not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.corpus import Corpus
from topics.counting.known import count_known_terms
from topics.counting.normal_forms import forms_by_stem, terms_of_words
from topics.counting.settings import CountSettings, LearnedVocabulary
from topics.counting.stop_words.cutting import cut_stop_words
from topics.counting.words.cutting import cut_word, is_cutter_installed
from topics.counting.words.folding import fold
from topics.counting.words.tokens import tokenize
from topics.counts import Counts

STOP_WORD, TOO_FREQUENT = "a stop word", "in too many documents"
TOO_RARE, ABSENT = "in too few documents", "in no document"
PHRASE = "several words that are not counted as one term"
"""Why a seed word is not in the vocabulary."""


@dataclass(frozen=True)
class FoundWords:
    """Seed words of several topics in a vocabulary.

    Attributes
    ----------
    columns : list of list of int
        Columns of each topic's words, each once, in the order of the words.
    missing : list of dict of str to str
        By topic, words that no column has, and why.
    """

    columns: list[list[int]]
    missing: list[dict[str, str]]


def find_seed_words(
    lists: Sequence[Iterable[str]],
    counts: Counts,
    corpus: Corpus | None = None,
    settings: CountSettings | None = None,
    learned: LearnedVocabulary | None = None,
) -> FoundWords:
    """Columns of seed words, and the words that have none.

    A word is a term as it stands, or cut and folded as the texts are. Several words are a phrase,
    which is found if it is a term, with or without its stop words.

    Parameters
    ----------
    lists : sequence of iterables of str
        Words of each topic.
    counts : Counts
    corpus, settings, learned
        What was counted, and how; None where counts were given, which are not pruned.

    Examples
    --------
    >>> counts = Counts([[2, 1, 1]], ["new_york", "reef", "tide"])
    >>> find_seed_words([["Tide", "New York"], ["sun"]], counts)
    FoundWords(columns=[[2, 0], []], missing=[{}, {'sun': 'in no document'}])
    """
    column_of = {str(term): number for number, term in enumerate(counts.terms)}
    forms = _forms({word for words in lists for word in words}, settings, learned)
    columns: list[list[int]] = []
    unknown: list[list[str]] = []
    for words in lists:
        found: list[int] = []
        missing: list[str] = []
        for word in dict.fromkeys(words):
            known = [form for form in forms[word].terms if form in column_of]
            if known:
                found.append(column_of[known[0]])
            else:
                missing.append(word)
        columns.append(list(dict.fromkeys(found)))
        unknown.append(missing)
    names = {word for words in unknown for word in words}
    why = _reasons({word: forms[word] for word in names}, corpus, settings, learned)
    return FoundWords(columns, [{word: why[word] for word in words} for words in unknown])


@dataclass(frozen=True)
class _Forms:
    """How a word can stand in a vocabulary, likeliest first, and what it is."""

    terms: tuple[str, ...]
    n_tokens: int
    n_stop_words: int


def _forms(
    words: Iterable[str], settings: CountSettings | None, learned: LearnedVocabulary | None
) -> dict[str, _Forms]:
    names = sorted(words)
    series = pl.Series(names, dtype=pl.String)
    stop: frozenset[str] = frozenset()
    if settings is None:
        cut = fold(series).str.split(" ")
    else:
        stop = cut_stop_words(settings.stop_words, settings.pattern)
        if learned is not None and learned.cut_by and is_cutter_installed():
            series = pl.Series([cut_word(name) for name in names], dtype=pl.String)
        cut = tokenize(series, settings.pattern)
    forms = {}
    for name, tokens in zip(names, cut.to_list(), strict=True):
        own = [token for token in tokens if token and token not in stop]
        spelled = [name, "_".join(tokens), "_".join(own), " ".join(tokens)]
        if settings is not None and learned is not None and settings.normalize != "none":
            spelled += spellings(tokens, settings, learned)
            spelled += spellings(own, settings, learned)
        terms = tuple(dict.fromkeys(form for form in spelled if form and form not in stop))
        forms[name] = _Forms(terms, len(tokens), len(tokens) - len(own))
    return forms


def spellings(tokens: list[str], settings: CountSettings, learned: LearnedVocabulary) -> list[str]:
    """The terms that tokens count as, joined with ``_``, in each language of the vocabulary.

    The language of most documents comes first.
    """
    forms = forms_by_stem(learned.forms)
    languages = dict.fromkeys([learned.main_language, *(language for language, _ in forms)])
    kinds = settings.normalize, forms, settings.pattern
    return ["_".join(terms_of_words(tokens, language, *kinds)) for language in languages]


def _reasons(
    words: Mapping[str, _Forms],
    corpus: Corpus | None,
    settings: CountSettings | None,
    learned: LearnedVocabulary | None,
) -> dict[str, str]:
    """Why words are not in the vocabulary."""
    frequent = frozenset(() if learned is None else learned.too_frequent)
    reasons = {}
    for word, form in words.items():
        if form.n_tokens and form.n_stop_words == form.n_tokens:
            reasons[word] = STOP_WORD
        elif frequent.intersection(form.terms):
            reasons[word] = TOO_FREQUENT
    left = {word: form for word, form in words.items() if word not in reasons}
    occurring = _occurring({term for form in left.values() for term in form.terms}, corpus,
                           settings, learned)  # fmt: skip
    for word, form in left.items():
        if occurring.intersection(form.terms):
            reasons[word] = TOO_RARE
        else:
            reasons[word] = PHRASE if form.n_tokens - form.n_stop_words > 1 else ABSENT
    return reasons


def _occurring(
    terms: set[str],
    corpus: Corpus | None,
    settings: CountSettings | None,
    learned: LearnedVocabulary | None,
) -> frozenset[str]:
    """Those of the terms that the corpus has; it is counted again, because these were pruned."""
    if not terms or corpus is None or settings is None or learned is None:
        return frozenset()
    vocabulary: NDArray[np.str_] = np.array(sorted(terms))
    counts = count_known_terms(corpus, settings, learned, vocabulary).counts
    return frozenset(vocabulary[counts.term_counts > 0].tolist())
