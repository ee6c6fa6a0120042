"""Numbers of words, without making a string of each word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.counting.words.character_classes import character_classes, classes_with_numbers
from topics.counting.words.tokens import MAX_TOKEN_LENGTH, prepared
from topics.kernels.text.words import EMPTY, Words, number_words


class WordTable:
    """Words numbered in the order in which they first occur.

    A word is what `TOKEN_PATTERN` matches, as `tokenize` returns it.

    Parameters
    ----------
    stop_words : iterable of str
        Words that are left out, and the parts of those that texts are cut into.
    has_numbers : bool
        Whether numbers are words, too, also those of one digit.

    Attributes
    ----------
    n_stop_words : int
        Words below this number are stop words.
    n_too_long : int
        How many words were left out for having more than `MAX_TOKEN_LENGTH` characters.

    Examples
    --------
    >>> table = WordTable(["the"])
    >>> ids, lengths = table.number(pl.Series(["The tide rose", "the tide"]))
    >>> ids.tolist(), lengths.tolist(), table.terms().to_list()
    ([1, 2, 1], [2, 1], ['the', 'tide', 'rose'])
    """

    def __init__(self, stop_words: Iterable[str], *, has_numbers: bool = False) -> None:
        self._classes = classes_with_numbers() if has_numbers else character_classes()
        self._words = Words(
            np.full(1 << 12, EMPTY, dtype=np.int32),
            np.empty(1 << 11, dtype=np.uint64),
            np.empty(1 << 11, dtype=np.int64),
            np.empty(1 << 14, dtype=np.uint8),
            0,
        )
        self.n_stop_words = self.n_too_long = 0
        self.number(pl.Series(sorted(stop_words), dtype=pl.String))
        self.n_stop_words = self._words.n_words

    def number(self, texts: pl.Series) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """Numbers of all words in reading order, and how many words each text has."""
        return self._number(*_encoded(texts))

    def number_all(
        self, chunks: Iterable[pl.Series]
    ) -> Iterator[tuple[NDArray[np.int32], NDArray[np.int64]]]:
        """`number` of every chunk of texts; the next one is prepared by another thread."""
        with ThreadPoolExecutor(1) as pool:
            encoded: Future[tuple[NDArray[np.uint8], NDArray[np.int64]]] | None = None
            for chunk in chunks:
                following = pool.submit(_encoded, chunk)
                if encoded is not None:
                    yield self._number(*encoded.result())
                encoded = following
            if encoded is not None:
                yield self._number(*encoded.result())

    def _number(
        self, data: NDArray[np.uint8], offsets: NDArray[np.int64]
    ) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        ids, lengths, n_too_long, self._words = number_words(
            data, offsets, self._classes, MAX_TOKEN_LENGTH, self._words, self.n_stop_words
        )
        self.n_too_long += n_too_long
        return ids, lengths

    def terms(self) -> pl.Series:
        """All words, stop words included, in the order of their numbers."""
        bounds = [0, *self._words.ends[: self._words.n_words].tolist()]
        letters = self._words.letters[: bounds[-1]].tobytes()
        return pl.Series(
            [letters[begin:end].decode() for begin, end in pairwise(bounds)], dtype=pl.String
        )

    def hashes(self) -> NDArray[np.uint64]:
        """A hash of the letters of every word, in the order of their numbers."""
        return self._words.hashes[: self._words.n_words].copy()


def _encoded(texts: pl.Series) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Texts in UTF-8, prepared for the pattern, and where each begins."""
    encoded = [text.encode() for text in prepared(texts)]
    offsets = np.cumsum([0, *map(len, encoded)])
    return np.frombuffer(b"".join(encoded), dtype=np.uint8), offsets
