"""Short labels of topics, from their best terms and the phrases that these make."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from topics.shares.phrases import Pair, TextOfRow, phrases

SEPARATOR = " · "
"""A label's terms and phrases are joined by this."""

N_LABEL = 3
"""A label is made of this many terms or phrases, more where two topics would share it."""

N_CANDIDATES = 10
"""Phrases are made of this many best terms of a topic."""

PHRASE_TERMS = 3
"""A phrase has at most this many terms: "guido van rossum"."""


def topic_labels(
    top_terms: NDArray[np.integer],
    terms: NDArray[np.str_],
    token_ids: NDArray[np.integer] | None = None,
    token_offsets: NDArray[np.integer] | None = None,
    text_of_row: TextOfRow | None = None,
) -> list[str]:
    """A label for every topic: its first three terms or phrases, joined by " · ".

    Where the order of tokens is known, two or three of a topic's best ten terms that are often
    found next to each other are one phrase, placed where the best of them was. Tokens that were
    not counted, such as stop words, are passed over: "freedom of speech" gives "freedom speech",
    or "freedom of speech" where the texts are known (`topics.shares.phrases`).
    Labels of the same terms, in any order, get further terms that only one of the topics has; a
    number is added where there are none.

    Parameters
    ----------
    top_terms : array of int, shape (n_topics, n_shown)
        Numbers of the best terms, best first, as `rank_terms` returns them.
    terms : array of str, shape (n_vocabulary,)
    token_ids, token_offsets : array of int, optional
        Terms of every row in reading order, as in `topics.Counts`.
    text_of_row : callable, optional
        Called with the number of a row, returns its text.

    Examples
    --------
    >>> words = np.array(["supreme", "law", "court", "judge", "sea"])
    >>> numbers = np.array([[0, 1, 2, 3, 4]])
    >>> topic_labels(numbers, words)
    ['supreme · law · court']
    >>> ids = np.array([0, 2, 1, 1, 1, 4, 4, 3, 3, 3] * 9)
    >>> topic_labels(numbers, words, ids, np.arange(0, 91, 10))
    ['supreme court · law · judge']
    >>> topic_labels(np.array([[1, 3, 2, 0], [1, 2, 3, 4]]), words)
    ['law · judge · court · supreme', 'law · court · judge · sea']
    """
    best = np.asarray(top_terms)[:, :N_CANDIDATES]
    found: dict[Pair, tuple[int, str]] = {}
    if token_ids is not None and token_offsets is not None and best.size:
        found = phrases(best, terms, token_ids, token_offsets, text_of_row)
    parts = [_parts(row.tolist(), terms, found) for row in best]
    return unique_labels(_distinct(parts))


def folded_label(label: str) -> str:
    """The label as it is compared with others: a reader takes "Sea" and "SEA" for the same."""
    return unicodedata.normalize("NFC", label).casefold()


def unique_labels(labels: Sequence[str]) -> list[str]:
    """The labels with a number added to those that an earlier topic has, in whatever case.

    Examples
    --------
    >>> unique_labels(["sea", "law", "Sea", "sea (2)"])
    ['sea', 'law', 'Sea (3)', 'sea (2)']
    """
    taken, result = set(map(folded_label, labels)), []
    seen: set[str] = set()
    for label in labels:
        unique, number = label, 2
        if folded_label(label) in seen:
            while folded_label(unique) in taken:
                unique, number = f"{label} ({number})", number + 1
            taken.add(folded_label(unique))
        seen.add(folded_label(label))
        result.append(unique)
    return result


def _parts(
    numbers: list[int], terms: NDArray[np.str_], found: dict[Pair, tuple[int, str]]
) -> list[str]:
    """Terms and phrases of one topic, best first; no term is in two of them."""
    parts, used = [], set()
    for number in numbers:
        if number in used:
            continue
        phrase: tuple[int, ...] = (number,)
        used.add(number)
        while len(phrase) < PHRASE_TERMS:
            ends = [(phrase[-1], other) for other in numbers if other not in used]
            starts = [(other, phrase[0]) for other in numbers if other not in used]
            pairs = [pair for pair in ends + starts if pair in found]
            if not pairs:
                break
            # The most frequent pair; of equal ones, a later term before an earlier one.
            first, second = max(pairs, key=lambda pair: found[pair][0])
            phrase = (*phrase, second) if first == phrase[-1] else (first, *phrase)
            used.update(phrase)
        text = str(terms[phrase[0]])
        for pair in pairwise(phrase):
            text += found[pair][1] + str(terms[pair[1]])
        parts.append(text)
    return parts


def _distinct(parts: list[list[str]]) -> list[str]:
    """Labels of the first parts, with further ones where topics would have the same."""
    chosen = [row[:N_LABEL] for row in parts]
    topics_of: defaultdict[frozenset[str], list[int]] = defaultdict(list)
    for topic, label in enumerate(chosen):
        topics_of[frozenset(label)].append(topic)
    for alike in topics_of.values():
        for topic in alike if len(alike) > 1 else ():
            others = [set(parts[other]) for other in alike if other != topic]
            further = parts[topic][N_LABEL:]
            # A part that tells the topic from all others, or else one from each of them.
            own = [part for part in further if not any(part in other for other in others)][:1]
            chosen[topic] = chosen[topic] + (own or _separating(further, others))
    return [SEPARATOR.join(label) for label in chosen]


def _separating(further: list[str], others: list[set[str]]) -> list[str]:
    """The fewest first parts that, together, tell a topic from as many others as they can."""
    added: list[str] = []
    for part in further:
        rest = [other for other in others if part in other]
        if len(rest) < len(others):
            added.append(part)
            others = rest
    return added
