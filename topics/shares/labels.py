"""Short labels of topics, from their best terms and the phrases that these make."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

SEPARATOR = " · "
"""A label's terms and phrases are joined by this."""

N_LABEL = 3
"""A label is made of this many terms or phrases, more where two topics would share it."""

N_CANDIDATES = 10
"""Phrases are made of this many best terms of a topic."""

PHRASE_SHARE = 1 / 3
"""Two terms are a phrase if at least this share of the occurrences of the rarer one is next to the
other, in that order. On news, newsgroups, speeches and Python's PEPs, pairs above a third are
names and set phrases (clipper chip .40, panama canal .37); "gold silver" (.29) is below."""

PHRASE_LIFT = 10.0
"""Two terms are a phrase if they meet at least this many times more often than at random."""

PHRASE_COUNT = 5
"""A phrase occurs at least this often."""

PHRASE_ROWS = 2
"""A phrase occurs in at least this many rows, so that no single text makes one."""

PHRASE_TERMS = 3
"""A phrase has at most this many terms: "guido van rossum"."""

JOINER = "_"
"""Terms with this character are n-grams or phrases already and make no further ones."""

Pair = tuple[int, int]


def topic_labels(
    top_terms: NDArray[np.integer],
    terms: NDArray[np.str_],
    token_ids: NDArray[np.integer] | None = None,
    token_offsets: NDArray[np.integer] | None = None,
) -> list[str]:
    """A label for every topic: its first three terms or phrases, joined by " · ".

    Where the order of tokens is known, two or three of a topic's best ten terms that are often
    found next to each other are one phrase, placed where the best of them was. Tokens that were
    not counted, such as stop words, are passed over: "freedom of speech" gives "freedom speech".
    Labels of the same terms, in any order, get further terms that only one of the topics has; a
    number is added where there are none.

    Parameters
    ----------
    top_terms : array of int, shape (n_topics, n_shown)
        Numbers of the best terms, best first, as `rank_terms` returns them.
    terms : array of str, shape (n_vocabulary,)
    token_ids, token_offsets : array of int, optional
        Terms of every row in reading order, as in `topics.Counts`.

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
    counts: dict[Pair, int] = {}
    if token_ids is not None and token_offsets is not None and best.size:
        counts = phrase_counts(best, terms, token_ids, token_offsets)
    parts = [_parts(row.tolist(), terms, counts) for row in best]
    return unique_labels(_distinct(parts))


def phrase_counts(
    top_terms: NDArray[np.integer],
    terms: NDArray[np.str_],
    token_ids: NDArray[np.integer],
    token_offsets: NDArray[np.integer],
) -> dict[Pair, int]:
    """Pairs of top terms that are phrases, in reading order, with their numbers of occurrences.

    Parameters are those of `topic_labels`.

    Examples
    --------
    >>> words = np.array(["supreme", "court", "sea", "tide"])
    >>> ids = np.array([0, 1] + [2, 3, 3, 2, 2, 2, 3, 3] * 4)
    >>> phrase_counts(np.array([[0, 1]]), words, np.tile(ids, 5), np.arange(0, 171, 34))
    {(0, 1): 5}
    """
    n_vocabulary = len(terms)
    is_top = np.zeros(n_vocabulary, dtype=bool)
    numbers = np.unique(top_terms)
    is_top[numbers[np.char.find(terms[numbers], JOINER) < 0]] = True
    position = np.flatnonzero(is_top[token_ids])
    row = np.searchsorted(token_offsets, position, side="right")
    term = np.asarray(token_ids)[position].astype(np.int64)
    frequency = np.bincount(term, minlength=n_vocabulary)
    is_pair = (np.diff(position) == 1) & (np.diff(row) == 0) & (term[1:] != term[:-1])
    key = term[:-1][is_pair] * n_vocabulary + term[1:][is_pair]
    keys, index, n_together = np.unique(key, return_inverse=True, return_counts=True)
    # Positions ascend, so pairs that are sorted by key have ascending rows.
    order = np.argsort(index, kind="stable")
    is_new = np.ones(len(order), dtype=bool)
    sorted_index, sorted_row = index[order], row[:-1][is_pair][order]
    is_new[1:] = (np.diff(sorted_index) != 0) | (np.diff(sorted_row) != 0)
    n_rows = np.bincount(sorted_index[is_new], minlength=len(keys))
    first, second = keys // n_vocabulary, keys % n_vocabulary
    rarer = np.minimum(frequency[first], frequency[second])
    commoner = np.maximum(frequency[first], frequency[second])
    # Products of counts, because quotients would be rounded: equal numbers are a phrase.
    at_random = rarer * commoner.astype(np.float64)
    is_phrase = (
        (n_together >= PHRASE_SHARE * rarer)
        & (n_together * float(len(token_ids)) >= PHRASE_LIFT * at_random)
        & (n_together >= PHRASE_COUNT)
        & (n_rows >= PHRASE_ROWS)
    )
    found = zip(first[is_phrase].tolist(), second[is_phrase].tolist(), strict=True)
    return dict(zip(found, n_together[is_phrase].tolist(), strict=True))


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


def _parts(numbers: list[int], terms: NDArray[np.str_], counts: dict[Pair, int]) -> list[str]:
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
            pairs = [pair for pair in ends + starts if pair in counts]
            if not pairs:
                break
            # The most frequent pair; of equal ones, a later term before an earlier one.
            first, second = max(pairs, key=counts.__getitem__)
            phrase = (*phrase, second) if first == phrase[-1] else (first, *phrase)
            used.update(phrase)
        parts.append(" ".join(str(terms[part]) for part in phrase))
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
