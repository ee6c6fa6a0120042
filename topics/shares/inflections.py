"""Which terms are inflections of one word, so that a label does not say it twice."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

MIN_BASE = 3
"""What is left of a word without its ending has at least this many letters."""

NO_PLURALS = ("ss", "us", "is", "news")
"""Endings in -s of words that are no plurals: class, virus, analysis, news."""

DOUBLED = "bdgklmnprtvz"
"""Consonants that English doubles before -ed and -ing: planned, running."""


def base_forms(term: str) -> frozenset[str]:
    """The term and the words that it may be an inflection of, by simple English endings.

    Endings are 's, -s and -es, -ies of -y, -ed and -ing; before the last two an -e may have been
    dropped or a consonant doubled. A form that is no word does no harm, as forms are only compared
    with those of other terms of the same topic.

    Examples
    --------
    >>> sorted(base_forms("making")), sorted(base_forms("cities")), sorted(base_forms("news"))
    (['mak', 'make', 'making'], ['citie', 'cities', 'city'], ['news'])
    """
    forms = {term}
    word = term.removesuffix("'s").removesuffix("\N{RIGHT SINGLE QUOTATION MARK}s")
    forms.add(word)
    if word.endswith("s") and not word.endswith(NO_PLURALS):
        forms.add(word[:-1])
        if word.endswith(("ses", "xes", "zes", "ches", "shes", "oes")):
            forms.add(word[:-2])
        if word.endswith("ies"):
            forms.add(word[:-3] + "y")
    if word.endswith("ied"):
        forms.add(word[:-3] + "y")
    for ending in ("ed", "ing"):
        base = word.removesuffix(ending)
        if base != word and any(letter in "aeiouy" for letter in base):
            forms |= {base, base + "e"}
            if len(base) > MIN_BASE and base[-1] == base[-2] and base[-1] in DOUBLED:
                forms.add(base[:-1])
    return frozenset(form for form in forms if form == term or len(form) >= MIN_BASE)


def without_inflections(
    ranked: NDArray[np.int64],
    terms: NDArray[np.str_],
    topic_term: NDArray[np.float64],
    n_shown: int,
) -> NDArray[np.int64]:
    """The first terms of every topic that are no inflections of an earlier one.

    Only what is displayed changes; the model keeps every term. Where a topic has too few other
    terms, the inflections that were skipped follow, before terms that the topic does not hold.

    Parameters
    ----------
    ranked : array of int, shape (n_topics, n_ranked)
        Numbers of terms, best first, as `rank_terms` returns them.
    terms : array of str, shape (n_vocabulary,)
    topic_term : array, shape (n_topics, n_vocabulary)
    n_shown : int

    Returns
    -------
    array of int, shape (n_topics, min(n_shown, n_ranked))

    Examples
    --------
    >>> terms = np.array(["app", "apps", "mobile", "phone"])
    >>> topic_term = np.array([[0.4, 0.3, 0.2, 0.1]])
    >>> terms[without_inflections(np.array([[0, 1, 2, 3]]), terms, topic_term, 3)].tolist()
    [['app', 'mobile', 'phone']]
    """
    n_shown = min(n_shown, ranked.shape[1])
    shown = np.empty((len(ranked), n_shown), dtype=np.int64)
    for topic, row in enumerate(ranked):
        chosen: list[int] = []
        skipped: list[int] = []
        absent: list[int] = []
        taken: set[str] = set()
        for number in row.tolist():
            forms = base_forms(str(terms[number]))
            if topic_term[topic, number] <= 0:
                absent.append(number)
            elif taken.isdisjoint(forms):
                chosen.append(number)
                taken |= forms
            else:
                skipped.append(number)
            if len(chosen) == n_shown:
                break
        shown[topic] = [*chosen, *skipped, *absent][:n_shown]
    return shown
