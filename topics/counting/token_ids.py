"""Token ids of texts, made chunk by chunk so that few strings are in memory at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.choices import TOKEN_PATTERN
from topics.counting.normal_forms import (
    Forms,
    completed_forms,
    forms_by_stem,
    normalized_frame,
    normalized_ids,
)
from topics.counting.phrases import find_phrases, ngrams, phrase_joiner
from topics.counting.settings import CountSettings, LearnedVocabulary
from topics.counting.stop_words.cutting import cut_stop_words
from topics.counting.words.machine_words import is_machine_made
from topics.counting.words.tokens import MAX_TOKEN_LENGTH, tokenize
from topics.notices import StageLog
from topics.values import amount

CHUNK_CHARACTERS = 4_000_000
"""Texts are cut into tokens about this many characters at a time."""


@dataclass(frozen=True)
class TokenIds:
    """Token ids of all rows in reading order, with their terms.

    Attributes
    ----------
    terms : polars.Series of String
        Sorted by code point.
    ids : array of int32, shape (n_tokens,)
    offsets : array of int64, shape (n_rows + 1,)
        Row `i` has the ids ``ids[offsets[i]:offsets[i + 1]]``.
    forms : mapping
        Where words are normalised, the form that is shown for each stem.
    """

    terms: pl.Series
    ids: NDArray[np.int32]
    offsets: NDArray[np.int64]
    forms: Forms = field(default_factory=dict)

    def only(self, kept: NDArray[np.integer]) -> TokenIds:
        """Tokens of the given terms only, whose new ids follow the order given.

        Parameters
        ----------
        kept : array of int
            Indices of `terms`, each at most once.
        """
        from topics.kernels.text.words import renumber

        new_id = np.full(len(self.terms), -1, dtype=np.int32)
        new_id[kept] = np.arange(len(kept), dtype=np.int32)
        ids, offsets = renumber(self.ids, self.offsets, new_id)
        return TokenIds(self.terms.gather(kept), ids, offsets, self.forms)


def token_ids(
    sections: pl.DataFrame,
    settings: CountSettings,
    learned: LearnedVocabulary,
    log: StageLog,
) -> TokenIds:
    """Token ids of headings and texts (or of ``tokens``), without stop words; terms are sorted.

    Where words are normalised, the sections have a column ``language`` (`with_row_languages`).
    """
    is_default = settings.pattern == TOKEN_PATTERN and "tokens" not in sections.columns
    if is_default and settings.ngrams == 1 and not settings.phrases:
        tokens, n_too_long = _words(sections, settings, learned, log)
    else:
        tokens, n_too_long = _terms(sections, settings, learned, log)
    log.notice(
        "tokens-too-long",
        n_too_long,
        f"{amount(n_too_long, 'token')} not counted: too long for words, or numbers and data that "
        "machines wrote",
    )
    return tokens


def _words(
    sections: pl.DataFrame, settings: CountSettings, learned: LearnedVocabulary, log: StageLog
) -> tuple[TokenIds, int]:
    """Tokens of the default pattern and how many were too long, by the kernel of words."""
    from topics.counting.words.word_table import WordTable

    table = WordTable(settings.stop_words)
    ids, lengths = [], []
    done = 0
    for chunk_ids, n_words in table.number_all(texts_of(chunk) for chunk in chunks_of(sections)):
        ids.append(chunk_ids)
        lengths.append(n_words)
        done += len(n_words)
        log.progress("count", done, sections.height)
    terms = table.terms()
    tokens = TokenIds(
        terms,
        np.concatenate(ids),
        np.concatenate([[0], np.cumsum(np.concatenate(lengths))]),
    )
    is_machine_word = is_machine_made(terms).to_numpy()
    order = terms.arg_sort().to_numpy()
    kept = tokens.only(order[(order >= table.n_stop_words) & ~is_machine_word[order]])
    n_too_long = table.n_too_long + len(tokens.ids) - len(kept.ids)
    if settings.normalize != "none":
        kept = _normalized(kept, sections, settings, forms_by_stem(learned.forms))
    return kept, n_too_long


def _normalized(
    tokens: TokenIds, sections: pl.DataFrame, settings: CountSettings, known: Forms
) -> TokenIds:
    """The tokens as the terms that they count as, without lemmas that are stop words."""
    row = np.repeat(np.arange(sections.height), np.diff(tokens.offsets))
    terms, ids, forms = normalized_ids(
        tokens.terms,
        tokens.ids,
        sections["language"].gather(row),
        settings.normalize,
        settings.pattern,
        known,
    )
    stop = pl.Series(sorted(cut_stop_words(settings.stop_words, settings.pattern)), dtype=pl.String)
    kept = (~terms.is_in(stop.implode())).arg_true().to_numpy()
    return TokenIds(terms, ids, tokens.offsets, forms).only(kept)


def texts_of(sections: pl.DataFrame) -> pl.Series:
    """Heading and text of every section."""
    return sections.select(pl.concat_str("heading", "text", separator="\n")).to_series()


def learn_phrases(
    sections: pl.DataFrame, settings: CountSettings, learned: LearnedVocabulary
) -> list[str]:
    """Collocations of the sections, found in a pass of their own over all of them."""
    stop = cut_stop_words(settings.stop_words, settings.pattern)
    forms = _forms(sections, settings, learned, stop)
    chunks = (_token_frame(chunk, settings, forms, stop)[0] for chunk in chunks_of(sections))
    return find_phrases(chunks, stop)


def _forms(
    sections: pl.DataFrame,
    settings: CountSettings,
    learned: LearnedVocabulary,
    stop_words: frozenset[str],
) -> Forms:
    """Known forms and those of all other stems, found in a pass of its own; none if not needed."""
    if settings.normalize == "none":
        return {}
    plain = replace(settings, normalize="none")
    counts = [
        _token_frame(chunk, plain, {}, stop_words)[0]
        .select(language="language", word="token")
        .group_by("language", "word", maintain_order=True)
        .agg(count=pl.len().cast(pl.Int64))
        for chunk in chunks_of(sections)
    ]
    pairs = pl.concat(counts).group_by("language", "word", maintain_order=True).sum()
    stop = pl.Series(sorted(stop_words), dtype=pl.String)
    pairs = pairs.filter(~pl.col("word").is_in(stop.implode()))
    return completed_forms(pairs, settings.normalize, forms_by_stem(learned.forms))


def _terms(
    sections: pl.DataFrame,
    settings: CountSettings,
    learned: LearnedVocabulary,
    log: StageLog,
) -> tuple[TokenIds, int]:
    """Tokens for any settings and how many were too long, by columns of strings."""
    stop_words = settings.stop_words
    if "tokens" not in sections.columns:
        stop_words = cut_stop_words(stop_words, settings.pattern)
    stop = pl.Series(sorted(stop_words), dtype=pl.String)
    join = phrase_joiner(learned.phrases, stop_words) if settings.phrases else None
    forms = _forms(sections, settings, learned, stop_words)
    vocabularies: list[pl.Series] = []
    chunk_ids: list[NDArray[np.uint32]] = []
    lengths: list[NDArray[np.int64]] = []
    n_too_long = done = 0
    for chunk in chunks_of(sections):
        tokens, too_long = _token_frame(chunk, settings, forms, stop_words)
        n_too_long += too_long
        if join is not None:
            tokens = join(tokens)
        tokens = tokens.filter(~pl.col("token").is_in(stop.implode()))
        tokens = ngrams(tokens, settings.ngrams)
        terms = tokens["token"].unique().sort()
        vocabularies.append(terms)
        chunk_ids.append(_codes(tokens["token"], terms))
        lengths.append(np.bincount(tokens["row"].to_numpy(), minlength=chunk.height))
        done += chunk.height
        log.progress("count", done, sections.height)
    terms = pl.concat(vocabularies).unique().sort()
    pairs = zip(vocabularies, chunk_ids, strict=True)
    ids = [_codes(vocabulary, terms)[codes] for vocabulary, codes in pairs]
    tokens_of_all = TokenIds(
        terms=terms,
        ids=np.concatenate(ids).astype(np.int32),
        offsets=np.concatenate([[0], np.cumsum(np.concatenate(lengths))]),
        forms=forms,
    )
    return tokens_of_all, n_too_long


def chunks_of(sections: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Consecutive rows of about `CHUNK_CHARACTERS` each; always at least one chunk."""
    sizes = sections["text"].str.len_bytes().cast(pl.Int64).fill_null(0).to_numpy()
    chunk_of_row = np.cumsum(sizes) // CHUNK_CHARACTERS
    starts = np.flatnonzero(np.diff(chunk_of_row, prepend=-1))
    for start, end in zip(starts, [*starts[1:], len(sizes)], strict=True):
        yield sections.slice(int(start), int(end - start))


def _token_frame(
    chunk: pl.DataFrame, settings: CountSettings, forms: Forms, stop_words: frozenset[str]
) -> tuple[pl.DataFrame, int]:
    """Columns row (in the chunk) and token, in reading order, and how many were too long.

    Tokens are the terms that words count as, except for stop words. Where the sections have a
    column ``language``, so have the tokens.
    """
    if "tokens" in chunk.columns:
        lists = chunk["tokens"]
    else:
        # One after the other, because no token reaches from a heading into the text.
        both = [tokenize(chunk[name], settings.pattern) for name in ("heading", "text")]
        lists = pl.select(pl.concat_list(both)).to_series()
    tokens = (
        pl.DataFrame({"token": lists}).with_row_index("row").explode("token").drop_nulls("token")
    )
    length = tokens["token"].str.len_chars()
    too_long = length > MAX_TOKEN_LENGTH
    if settings.pattern == TOKEN_PATTERN and "tokens" not in chunk.columns:
        words = tokens["token"].unique()
        too_long |= tokens["token"].is_in(words.filter(is_machine_made(words)).implode())
    # A pattern such as \b matches empty strings, which are not tokens.
    tokens = tokens.filter(~too_long & (length > 0))
    if "language" in chunk.columns:
        tokens = tokens.with_columns(language=chunk["language"].gather(tokens["row"]))
    if settings.normalize != "none":
        stop = pl.Series(sorted(stop_words), dtype=pl.String)
        tokens = normalized_frame(tokens, settings.normalize, forms, settings.pattern, stop)
    return tokens, int(too_long.sum())


def _codes(tokens: pl.Series, terms: pl.Series) -> NDArray[np.uint32]:
    """Index of every token among the sorted terms, which contain them all."""
    codes: NDArray[np.uint32] = tokens.cast(pl.Enum(terms)).to_physical().to_numpy()
    return codes
