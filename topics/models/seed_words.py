"""Seed words of estimators as columns: which term belongs to which topic, and how strongly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from numbers import Integral
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike, NDArray

from topics.checks import checked_numbers
from topics.errors import OptionError
from topics.values import amount

SeedWords = Sequence[Iterable[int] | Iterable[str]] | Mapping[str, Iterable[int] | Iterable[str]]
"""One entry a topic, in the order of the topics; names of a mapping are not used."""

LISTED = 5
"""At most this many words are named in a message."""


@dataclass(frozen=True)
class SeedColumns:
    """Seed words as pairs of a term and a topic.

    Attributes
    ----------
    terms, topics : array of int64, shape (n_seeds,)
        Sorted by topic, then by term; a term may be in several topics.
    strengths : array of float64, shape (n_seeds,)
        Above 0.
    n_seeded : int
        Topics below this number are seeded; the others are free.
    """

    terms: NDArray[np.int64]
    topics: NDArray[np.int64]
    strengths: NDArray[np.float64]
    n_seeded: int

    def shares_of_rows(self, matrix: Any, doubt: float = 0.0) -> Any:
        """Shares of the seeded topics in each row by its seed words, CSR (n_rows, n_seeded).

        Rows with seed words that sum to ``n`` sum to ``n / (n + doubt)``, others are empty. A word
        that two topics have counts half for each.
        """
        _, term, times = np.unique(self.terms, return_inverse=True, return_counts=True)
        pairs = sp.csr_matrix(
            (1.0 / times[term], (self.terms, self.topics)), shape=(matrix.shape[1], self.n_seeded)
        )
        shares = sp.csr_matrix(sp.csr_matrix(matrix) @ pairs, dtype=np.float64)
        mass = np.asarray(shares.sum(axis=1)).ravel()
        shares.data /= np.repeat(mass + doubt, np.diff(shares.indptr))
        return shares


def checked_seeds(
    seed_words: SeedWords | None,
    seed_strength: float | ArrayLike,
    n_topics: int,
    columns: Any,
) -> SeedColumns | None:
    """Seed words from the options of an estimator; None if there are none or all strengths are 0.

    Parameters
    ----------
    seed_words : sequence or mapping of lists of column numbers or of words, or None
    seed_strength : float, or array of shape (n_seeded,)
    n_topics : int
    columns : sequence of str, or int
        The word of each column, or their number if they have none.

    Raises
    ------
    OptionError
        A topic without words, more seeded topics than topics, an unknown column or word, a topic
        all of whose words other topics have, too, or a strength out of range.
    """
    if seed_words is None:
        return None
    if isinstance(seed_words, str | bytes) or not isinstance(seed_words, Sequence | Mapping):
        raise OptionError(f"seed_words is {seed_words!r:.80}, expected a list of words a topic")
    lists = list(seed_words.values() if isinstance(seed_words, Mapping) else seed_words)
    if not lists:
        raise OptionError("seed_words is empty; pass None for topics without seed words")
    if len(lists) > n_topics:
        raise OptionError(
            f"seed words of {amount(len(lists), 'topic')}, but n_topics is {n_topics}; ask for at "
            f"least {len(lists)}"
        )
    shape = () if np.ndim(seed_strength) == 0 else (len(lists),)
    strength = np.broadcast_to(checked_numbers("seed_strength", seed_strength, shape), len(lists))
    numbers = {word: number for number, word in enumerate([] if _is_int(columns) else columns)}
    n_columns = columns if _is_int(columns) else len(columns)
    chosen = [_columns_of(words, k, numbers, n_columns) for k, words in enumerate(lists)]
    check_distinct(chosen, list(map(str, range(len(lists)))))
    if not strength.any():
        return None
    kept = [columns if strength[k] > 0 else [] for k, columns in enumerate(chosen)]
    lengths = [len(columns) for columns in kept]
    return SeedColumns(
        terms=np.array([column for columns in kept for column in columns], np.int64),
        topics=np.repeat(np.arange(len(lists)), lengths),
        strengths=np.repeat(strength, lengths).astype(np.float64),
        n_seeded=len(lists),
    )


def seeds_of(estimator: Any, n_topics: int, n_vocabulary: int) -> SeedColumns | None:
    """As `checked_seeds`, for the options of an estimator that is given `n_vocabulary` columns.

    Words are those of its `vocabulary`, or of the data frame that it is fitted on.
    """
    words = estimator.vocabulary
    if words is None:
        words = getattr(estimator, "feature_names_in_", None)
    if words is None:
        words = n_vocabulary
    elif isinstance(words, Mapping):
        words = sorted(words, key=words.__getitem__)
    if not _is_int(words) and len(words) != n_vocabulary:
        raise OptionError(
            f"vocabulary has {amount(len(words), 'word')} for {amount(n_vocabulary, 'column')}"
        )
    return checked_seeds(estimator.seed_words, estimator.seed_strength, n_topics, words)


def check_distinct(chosen: Sequence[Sequence[int]], names: Sequence[str]) -> None:
    """Raise OptionError for a topic all of whose columns are also in other topics."""
    times = np.unique(np.concatenate(list(map(np.unique, chosen))), return_counts=True)
    shared = set(times[0][times[1] > 1].tolist())
    for name, columns in zip(names, chosen, strict=True):
        if len(chosen) > 1 and shared >= set(columns):
            raise OptionError(
                f"every seed word of topic {name} is also one of another topic; give it a word of "
                "its own, or leave it out"
            )


def _columns_of(words: Any, topic: int, numbers: Mapping[Any, int], n_columns: Any) -> list[int]:
    """Sorted column numbers of the words of one topic."""
    if isinstance(words, str | bytes) or not isinstance(words, Iterable):
        raise OptionError(f"seed_words of topic {topic} is {words!r:.80}, expected a list")
    listed = list(words)
    if not listed:
        raise OptionError(f"topic {topic} has an empty list of seed words; leave it out")
    unknown = [word for word in listed if isinstance(word, str) and word not in numbers]
    if unknown:
        named = ", ".join(map(repr, unknown[:LISTED]))
        advice = "leave them out" if numbers else "pass vocabulary, or numbers of columns"
        raise OptionError(f"seed words of topic {topic} that no column has: {named}; {advice}")
    result = [numbers[word] if isinstance(word, str) else word for word in listed]
    for column in result:
        if not _is_int(column) or not 0 <= column < n_columns:
            raise OptionError(
                f"seed_words of topic {topic} holds {column!r:.80}, expected words or numbers of "
                f"columns from 0 to {n_columns - 1}"
            )
    return sorted({int(column) for column in result})


def _is_int(value: Any) -> bool:
    return isinstance(value, Integral) and not isinstance(value, bool)
