"""Tokens of texts → the terms that they count as."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.counting.normal_forms.forms import Forms, completed_forms, terms_of_words


def normalized_ids(
    terms: pl.Series,
    ids: NDArray[np.int32],
    row_language: pl.Series,
    normalize: str,
    pattern: str,
    known: Forms,
) -> tuple[pl.Series, NDArray[np.int32], Forms]:
    """Sorted terms of numbered words, the number of the term of each token, and all forms.

    Parameters
    ----------
    terms : polars.Series of String
        Words; none is a stop word.
    ids : array, shape (n_tokens,)
        Number of the word of each token.
    row_language : polars.Series of String, shape (n_tokens,)
        Language of the row of each token.
    normalize : {"stem", "lemma"}
    pattern : str
        Regular expression of a token.
    known : mapping
        Forms of stems, to which those of other stems are added.
    """
    languages = sorted(row_language.unique().to_list())
    numbers = row_language.replace_strict(languages, list(range(len(languages))), default=0)
    pairs, pair_of_token = _numbered(ids.astype(np.int64) * len(languages) + numbers.to_numpy())
    counts = np.bincount(pair_of_token, minlength=len(pairs))
    frame = pl.DataFrame(
        {
            "language": [languages[number] for number in (pairs % len(languages)).tolist()],
            "word": terms.gather(pairs // len(languages)),
            "count": counts,
        },
        schema={"language": pl.String, "word": pl.String, "count": pl.Int64},
    )
    forms = completed_forms(frame, normalize, known)
    term_of_pair = _terms_of(frame, normalize, forms, pattern)
    found = term_of_pair.unique().sort()
    numbers_of_pairs = term_of_pair.cast(pl.Enum(found)).to_physical().to_numpy()
    return found, numbers_of_pairs[pair_of_token].astype(np.int32), forms


def normalized_frame(
    tokens: pl.DataFrame, normalize: str, forms: Forms, pattern: str, stop_words: pl.Series
) -> pl.DataFrame:
    """Columns row and token: each token as the term that it counts as; stop words stay.

    Parameters
    ----------
    tokens : polars.DataFrame
        Columns row, token and language.
    normalize, forms, pattern
        As in `terms_of_words`.
    stop_words : polars.Series of String
    """
    pairs = tokens.select("language", word="token").unique(maintain_order=True)
    is_stop_word = pairs["word"].is_in(stop_words.implode())
    terms = _terms_of(pairs, normalize, forms, pattern)
    pairs = pairs.with_columns(term=pairs["word"].zip_with(is_stop_word, terms))
    joined = tokens.join(
        pairs, left_on=["language", "token"], right_on=["language", "word"], how="left",
        maintain_order="left",
    )  # fmt: skip
    return joined.select("row", pl.col("term").alias("token"))


def _terms_of(pairs: pl.DataFrame, normalize: str, forms: Forms, pattern: str) -> pl.Series:
    """The term of every pair of a language and a word."""
    terms = np.empty(pairs.height, dtype=object)
    for (language,), rows in pairs.with_row_index().group_by(["language"], maintain_order=True):
        words = rows["word"].to_list()
        found = terms_of_words(words, str(language), normalize, forms, pattern)
        terms[rows["index"].to_numpy()] = found
    return pl.Series("term", terms.tolist(), dtype=pl.String)


def _numbered(values: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The different values, sorted, and which of them each value is (`numpy.unique`, faster)."""
    size = int(values.max(initial=-1)) + 1
    is_there = np.zeros(size, dtype=np.bool_)
    is_there[values] = True
    found = np.flatnonzero(is_there)
    number = np.cumsum(is_there) - 1
    return found, number[values]
