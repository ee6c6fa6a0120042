"""Texts to tokens to numbers, chunk by chunk, so that strings never pile up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.counting.phrases import find_phrases, ngrams, phrase_joiner
from topics.counting.settings import CountSettings, Learned
from topics.counting.tokens import MAX_TOKEN_LENGTH, TOKEN_PATTERN, tokenize
from topics.notices import Notice, Progress

CHUNK_CHARACTERS = 4_000_000
"""Texts are cut into tokens this many characters at a time."""


@dataclass(frozen=True)
class TokenIds:
    """Token ids of all rows, in reading order, with the terms that the ids stand for.

    Attributes
    ----------
    terms : polars.Series of String
        Sorted by code point.
    ids : array of int32, shape (n_tokens,)
    offsets : array of int64, shape (n_rows + 1,)
        Row `i` holds ``ids[offsets[i]:offsets[i + 1]]``.
    n_too_long : int
        Tokens of more than `MAX_TOKEN_LENGTH` characters, which are left out.
    """

    terms: pl.Series
    ids: NDArray[np.int32]
    offsets: NDArray[np.int64]
    n_too_long: int

    @property
    def notices(self) -> list[Notice]:
        """The notice of tokens that were too long, if there were any."""
        if not self.n_too_long:
            return []
        message = (
            f"{self.n_too_long} tokens of more than {MAX_TOKEN_LENGTH} characters are no words "
            "and were not counted"
        )
        return [Notice("tokens-too-long", self.n_too_long, message)]

    def only(self, kept: NDArray[np.integer]) -> TokenIds:
        """The tokens of these terms, which are numbered anew in the order given.

        Parameters
        ----------
        kept : array of int
            Places in `terms`, each at most once.
        """
        from topics.kernels.text.words import renumber

        place = np.full(len(self.terms), -1, dtype=np.int32)
        place[kept] = np.arange(len(kept), dtype=np.int32)
        ids, offsets = renumber(self.ids, self.offsets, place)
        return TokenIds(self.terms.gather(kept), ids, offsets, self.n_too_long)


def token_ids(
    sections: pl.DataFrame,
    settings: CountSettings,
    learned: Learned,
    progress: Progress | None = None,
) -> TokenIds:
    """Tokens of the column ``text`` (or ``tokens``) without stop words, as sorted terms' places."""
    is_plain = settings.token_pattern == TOKEN_PATTERN and "tokens" not in sections.columns
    if is_plain and settings.ngrams == 1 and not settings.phrases:
        return _words(sections, settings, progress)
    return _terms(sections, settings, learned, progress)


def _words(sections: pl.DataFrame, settings: CountSettings, progress: Progress | None) -> TokenIds:
    """Tokens of the usual pattern, by a kernel that cuts and numbers them in one pass."""
    from topics.counting.word_table import WordTable

    table = WordTable(settings.stop_words)
    ids, lengths = [], []
    done = 0
    for chunk in _chunks(sections):
        new, n_words = table.number(chunk["text"])
        ids.append(new)
        lengths.append(n_words)
        done += chunk.height
        if progress is not None:
            progress("count", done, sections.height)
    terms = table.terms()
    tokens = TokenIds(
        terms,
        np.concatenate(ids),
        np.concatenate([[0], np.cumsum(np.concatenate(lengths))]),
        table.n_too_long,
    )
    order = terms.arg_sort().to_numpy()
    return tokens.only(order[order >= table.n_stop_words])


def learn_phrases(sections: pl.DataFrame, settings: CountSettings) -> list[str]:
    """Collocations of the sections: a property of all, which needs a pass of its own."""
    chunks = (_token_frame(chunk, settings)[0] for chunk in _chunks(sections))
    return find_phrases(chunks, settings.stop_words)


def _terms(
    sections: pl.DataFrame, settings: CountSettings, learned: Learned, progress: Progress | None
) -> TokenIds:
    """Tokens of any pattern, given tokens, n-grams and phrases: strings in columns."""
    stop = pl.Series(sorted(settings.stop_words), dtype=pl.String)
    joined = phrase_joiner(learned.phrases, settings.stop_words) if settings.phrases else None
    vocabularies: list[pl.Series] = []
    numbers: list[NDArray[np.uint32]] = []
    lengths: list[NDArray[np.int64]] = []
    n_too_long = done = 0
    for chunk in _chunks(sections):
        tokens, too_long = _token_frame(chunk, settings)
        n_too_long += too_long
        if joined is not None:
            tokens = joined(tokens)
        tokens = tokens.filter(~pl.col("token").is_in(stop.implode()))
        tokens = ngrams(tokens, settings.ngrams)
        terms = tokens["token"].unique().sort()
        vocabularies.append(terms)
        numbers.append(_codes(tokens["token"], terms))
        lengths.append(np.bincount(tokens["row"].to_numpy(), minlength=chunk.height))
        done += chunk.height
        if progress is not None:
            progress("count", done, sections.height)
    terms = pl.concat(vocabularies).unique().sort()
    ids = [_codes(own, terms)[codes] for own, codes in zip(vocabularies, numbers, strict=True)]
    return TokenIds(
        terms=terms,
        ids=np.concatenate(ids).astype(np.int32),
        offsets=np.concatenate([[0], np.cumsum(np.concatenate(lengths))]),
        n_too_long=n_too_long,
    )


def _chunks(sections: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Consecutive rows of about `CHUNK_CHARACTERS` each; always at least one chunk."""
    sizes = sections["text"].str.len_bytes().cast(pl.Int64).fill_null(0).to_numpy()
    chunk_of_row = np.cumsum(sizes) // CHUNK_CHARACTERS
    starts = np.flatnonzero(np.diff(chunk_of_row, prepend=-1))
    for start, end in zip(starts, [*starts[1:], len(sizes)], strict=True):
        yield sections.slice(int(start), int(end - start))


def _token_frame(chunk: pl.DataFrame, settings: CountSettings) -> tuple[pl.DataFrame, int]:
    """Columns row (from 0 in the chunk) and token, in reading order; how many were too long."""
    if "tokens" in chunk.columns:
        lists = chunk["tokens"]
    else:
        lists = tokenize(chunk["text"], settings.token_pattern)
    tokens = (
        pl.DataFrame({"token": lists}).with_row_index("row").explode("token").drop_nulls("token")
    )
    length = tokens["token"].str.len_chars()
    too_long = length > MAX_TOKEN_LENGTH
    # A pattern such as \b matches empty strings, which are no tokens.
    return tokens.filter(~too_long & (length > 0)), int(too_long.sum())


def _codes(tokens: pl.Series, terms: pl.Series) -> NDArray[np.uint32]:
    """Place of every token in the sorted terms that hold them all."""
    codes: NDArray[np.uint32] = tokens.cast(pl.Enum(terms)).to_physical().to_numpy()
    return codes
