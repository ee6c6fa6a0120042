"""Which terms are a phrase: a pair that is often next to each other, always in the same form.

Tokens that are not counted, such as stop words, are passed over when pairs are counted. So "house
of representatives" is a pair of terms, and it is a phrase, because these words nearly always have
"of" between them. "said this year", "said last year" and "said. Years" are a pair as well, but no
form of it is frequent: nobody would say "said year".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

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

N_READ = 40
"""The form of a pair is read in at most this many of the rows that have it, spread evenly."""

MOST_BETWEEN = 1
"""Words of a phrase have at most this many others between them: "trial by jury". With two there are
more parts of sentences ("crust will be soft") than names."""

JOINER = "_"
"""Terms with this character are n-grams or phrases already and make no further ones."""

Pair = tuple[int, int]
TextOfRow = Callable[[int], str]

# What is between the words of a pair: blanks and signs, and at most three words.
_BETWEEN = r"([\W_]+?(?:[^\W_]+[\W_]+?){0,3}?)"
# Signs inside a phrase: "ex-muslim", "children's rights". Others end a phrase, or a list has them.
_INNER_SIGNS = re.compile(r"(?:[\w\s]|(?<=\w)[-‐‑'’](?=\w|$))*")


def phrase_counts(
    top_terms: NDArray[np.integer],
    terms: NDArray[np.str_],
    token_ids: NDArray[np.integer],
    token_offsets: NDArray[np.integer],
) -> dict[Pair, int]:
    """Pairs of top terms that may be phrases, in reading order, with their numbers of occurrences.

    Parameters are those of `topics.shares.topic_labels`.

    Examples
    --------
    >>> words = np.array(["supreme", "court", "sea", "tide"])
    >>> ids = np.array([0, 1] + [2, 3, 3, 2, 2, 2, 3, 3] * 4)
    >>> phrase_counts(np.array([[0, 1]]), words, np.tile(ids, 5), np.arange(0, 171, 34))
    {(0, 1): 5}
    """
    rows = _rows_of_pairs(top_terms, terms, token_ids, token_offsets)
    return {pair: len(of_pair) for pair, (of_pair, _) in rows.items()}


def phrases(
    top_terms: NDArray[np.integer],
    terms: NDArray[np.str_],
    token_ids: NDArray[np.integer],
    token_offsets: NDArray[np.integer],
    text_of_row: TextOfRow | None,
) -> dict[Pair, tuple[int, str]]:
    """Pairs of top terms that are phrases: how often they occur, and what is between them.

    Without texts, all pairs of `phrase_counts` are, with a blank between them; with texts only
    those whose most frequent form alone occurs as often as a phrase has to.

    Parameters
    ----------
    top_terms, terms, token_ids, token_offsets
        As in `topics.shares.topic_labels`.
    text_of_row : callable, optional
        Called with the number of a row, returns its text.

    Examples
    --------
    >>> words = np.array(["house", "representatives", "sea", "tide"])
    >>> ids = np.array([0, 1] + [2, 3, 3, 2, 2, 2, 3, 3] * 4)
    >>> tokens = np.tile(ids, 5), np.arange(0, 171, 34)
    >>> phrases(np.array([[0, 1]]), words, *tokens, lambda row: "The House of Representatives")
    {(0, 1): (5, ' of ')}
    >>> phrases(np.array([[0, 1]]), words, *tokens, lambda row: "a house. Representatives ...")
    {}
    """
    found: dict[Pair, tuple[int, str]] = {}
    pairs = _rows_of_pairs(top_terms, terms, token_ids, token_offsets)
    counted = frozenset(terms.tolist()) if pairs and text_of_row is not None else frozenset()
    for pair, (rows, n_rarer) in pairs.items():
        if text_of_row is None:
            found[pair] = len(rows), " "
            continue
        read = np.unique(rows)
        read = read[np.linspace(0, len(read) - 1, min(N_READ, len(read))).astype(np.int64)]
        words = str(terms[pair[0]]), str(terms[pair[1]])
        forms = _forms(words, map(text_of_row, read.tolist()), counted)
        if not forms:  # words that are spelled otherwise in the text, or stand in headings
            found[pair] = len(rows), " "
            continue
        # Of forms that are equally frequent, the first in the texts.
        form, n_of_form = forms.most_common(1)[0]
        n = round(len(rows) * n_of_form / forms.total())
        if form and n >= PHRASE_COUNT and n >= PHRASE_SHARE * n_rarer:
            found[pair] = n, form
    return found


def _rows_of_pairs(
    top_terms: NDArray[np.integer],
    terms: NDArray[np.str_],
    token_ids: NDArray[np.integer],
    token_offsets: NDArray[np.integer],
) -> dict[Pair, tuple[NDArray[np.int64], int]]:
    """Row of every occurrence of the pairs that may be phrases, and how often the rarer term is."""
    n_vocabulary = len(terms)
    is_top = np.zeros(n_vocabulary, dtype=bool)
    numbers = np.unique(top_terms)
    is_top[numbers[np.char.find(terms[numbers], JOINER) < 0]] = True
    position = np.flatnonzero(is_top[token_ids])
    row = np.searchsorted(token_offsets, position, side="right") - 1
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
    ends = np.cumsum(n_together)
    return {
        (int(first[k]), int(second[k])): (sorted_row[ends[k] - n_together[k] : ends[k]], rarer[k])
        for k in np.flatnonzero(is_phrase)
    }


def _forms(words: tuple[str, str], texts: Iterable[str], counted: frozenset[str]) -> Counter[str]:
    """How often each form of a pair occurs in texts, by what is between its words.

    It is "" where that is more than blanks, small words, hyphens and apostrophes. Where it has a
    counted word, the pair is none.
    """
    first, second = map(re.escape, words)
    pattern = re.compile(rf"(?<![^\W_]){first}{_BETWEEN}{second}(?![^\W_])", re.IGNORECASE)
    forms: Counter[str] = Counter()
    alone = [re.compile(rf"(?<![^\W_]){word}(?![^\W_])", re.IGNORECASE) for word in (first, second)]
    for text in texts:
        matches = list(pattern.finditer(text))
        if not matches and all(word.search(text) for word in alone):
            forms[""] += 1  # farther from each other
        for match in matches:
            between = " ".join(f".{match[1].lower()}.".split())[1:-1].replace("’", "'")
            if not counted.isdisjoint(re.findall(r"[^\W_]+", between)):
                continue
            is_form = (
                "\n\n" not in match[1]
                and _INNER_SIGNS.fullmatch(f"a{between}b") is not None
                and _n_words(between) <= MOST_BETWEEN
            )
            forms[between if is_form else ""] += 1
    return forms


def _n_words(between: str) -> int:
    """Number of words in a form; those with an apostrophe are parts of others: "de l'"."""
    return sum("'" not in word for word in between.replace("-", " ").split())
