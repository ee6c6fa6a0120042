"""Words as numbers, without a string for each of them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.counting.character_classes import character_classes
from topics.counting.tokens import MAX_TOKEN_LENGTH, tokenize
from topics.kernels.text.words import EMPTY, number_words


class WordTable:
    """The words met so far, with a number each, in the order in which they came.

    Words are what `TOKEN_PATTERN` matches in lower case, as `tokenize` finds them.

    Parameters
    ----------
    stop_words : iterable of str
        Words that get no number in a text.

    Attributes
    ----------
    n_stop_words : int
        Terms below this number are stop words.
    n_too_long : int
        Words of more than `MAX_TOKEN_LENGTH` characters met so far; they get no number.

    Examples
    --------
    >>> table = WordTable(["the"])
    >>> ids, lengths = table.number(pl.Series(["The tide rose", "the tide"]))
    >>> ids.tolist(), lengths.tolist(), table.terms().to_list()
    ([1, 2, 1], [2, 1], ['the', 'tide', 'rose'])
    """

    def __init__(self, stop_words: Iterable[str]) -> None:
        self._table: tuple[Any, ...] = (
            np.full(1 << 12, EMPTY, dtype=np.int32),
            np.empty(1 << 11, dtype=np.uint64),
            np.empty(1 << 11, dtype=np.int64),
            np.empty(1 << 14, dtype=np.uint8),
            0,
        )
        self.n_stop_words = self.n_too_long = 0
        words = pl.Series(sorted(stop_words), dtype=pl.String)
        # What is cut into several words, or has capitals, is no word in any text.
        self.number(words.filter(tokenize(words).list.join(" ") == words))
        self.n_stop_words = self._table[-1]

    def number(self, texts: pl.Series) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """Numbers of all words in reading order, and how many each text has."""
        encoded = [text.encode() for text in texts.str.to_lowercase()]
        offsets = np.cumsum([0, *map(len, encoded)])
        data = np.frombuffer(b"".join(encoded), dtype=np.uint8)
        del encoded
        slots, hashes, ends, letters, n_terms = self._table
        ids, lengths, n_too_long, *table = number_words(
            data,
            offsets,
            character_classes(),
            MAX_TOKEN_LENGTH,
            slots,
            hashes,
            ends,
            letters,
            n_terms,
            self.n_stop_words,
        )
        self._table = tuple(table)
        self.n_too_long += n_too_long
        return ids, lengths

    def terms(self) -> pl.Series:
        """All words met, in the order of their numbers."""
        _, _, ends, letters, n_terms = self._table
        bounds = [0, *ends[:n_terms].tolist()]
        known = letters[: bounds[-1]].tobytes()
        return pl.Series(
            [known[begin:end].decode() for begin, end in pairwise(bounds)], dtype=pl.String
        )
