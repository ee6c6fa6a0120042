"""Counting in columns: sections to token ids to a pruned CSR matrix."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
import scipy.sparse as sp
from numpy.typing import NDArray

from topics.corpus import Corpus
from topics.counting.headings import check_heading_share, counted_headings, shared_headings
from topics.counting.phrases import find_phrases, ngrams, phrase_joiner
from topics.counting.vocabulary import check_pruning, kept_terms
from topics.counts import Counts, row_sums
from topics.errors import EmptyVocabularyError, LanguageError, Notice, OptionError
from topics.progress import Progress
from topics.text.tokens import (
    MAX_TOKEN_LENGTH,
    TOKEN_PATTERN,
    check_token_pattern,
    spaceless,
    tokenize,
)

MAX_NGRAMS = 10
CHUNK_CHARACTERS = 32_000_000
"""Texts are cut into tokens this many characters at a time; strings never pile up."""


@dataclass(frozen=True)
class CountSettings:
    """How texts become counts.

    Attributes
    ----------
    stop_words : frozenset of str
        Tokens that are not counted.
    token_pattern : str
        A token, as a regular expression of Rust's regex crate, on lower-case text.
    ngrams : int
        Longest run of consecutive tokens (stop words left out) that is a term; 1 or more.
    phrases : bool
        Join collocations found by gensim's ``Phrases`` with ``_`` first.
    min_documents, max_document_share : int and float in (0, 1], or None
        Terms in fewer documents, or in a larger share of documents, are left out. None
        takes the default for the number of documents (`default_pruning`).
    max_terms : int or None
        Keep only this many terms, those with the highest summed counts.
    max_heading_share : float in (0, 1]
        Headings in a larger share of documents (and in at least 5) are structure: their words
        are not counted. 1 counts all headings.
    """

    stop_words: frozenset[str] = frozenset()
    token_pattern: str = TOKEN_PATTERN
    ngrams: int = 1
    phrases: bool = False
    min_documents: int | None = None
    max_document_share: float | None = None
    max_terms: int | None = None
    max_heading_share: float = 0.1

    def __post_init__(self) -> None:
        if not 1 <= self.ngrams <= MAX_NGRAMS:
            raise OptionError(f"ngrams is {self.ngrams}, expected 1 to {MAX_NGRAMS}")
        check_token_pattern(self.token_pattern)
        check_pruning(self.min_documents, self.max_document_share, self.max_terms)
        check_heading_share(self.max_heading_share)


@dataclass(frozen=True)
class Learned:
    """What a corpus taught the counting, beside the vocabulary: new documents need it too.

    Attributes
    ----------
    phrases : tuple of str
        Collocations, joined with ``_``.
    shared_headings : tuple of str
        Headings (in lower case) whose words are not counted.
    """

    phrases: tuple[str, ...] = ()
    shared_headings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tokens:
    """Token ids of all rows, in reading order, with the terms that the ids stand for."""

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


def count_terms(
    corpus: Corpus, settings: CountSettings | None = None, *, progress: Progress | None = None
) -> tuple[Counts, tuple[Notice, ...]]:
    """Counts of every section's heading and text, and the notices of the counting.

    The counts equal those of scikit-learn's ``CountVectorizer`` under the same settings,
    headings that many documents share apart; n-grams are joined with ``_``, there with a
    space. Pruning counts documents, not
    sections. Terms are sorted by code point.

    Raises
    ------
    EmptyVocabularyError
        No term is left; the message says which step took the last ones.
    LanguageError
        Most sections are in a script that writes words without spaces.

    Examples
    --------
    >>> corpus = Corpus.from_texts(["the tide rose", "the tide fell"])
    >>> counts, _ = count_terms(corpus, CountSettings(stop_words=frozenset({"the"})))
    >>> counts.terms.tolist(), counts.matrix.toarray().tolist()
    (['fell', 'rose', 'tide'], [[0, 1, 1], [1, 0, 1]])
    """
    counts, _, notices = learn_counts(corpus, settings, progress=progress)
    return counts, notices


def learn_counts(
    corpus: Corpus, settings: CountSettings | None = None, *, progress: Progress | None = None
) -> tuple[Counts, Learned, tuple[Notice, ...]]:
    """As `count_terms`, with what `count_known_terms` needs to count other documents alike."""
    settings = CountSettings() if settings is None else settings
    if not corpus.n_sections:
        raise EmptyVocabularyError(
            f"none of the {corpus.n_documents} documents has a section; there is nothing to count"
        )
    shared: list[str] = []
    notices: list[Notice] = []
    if "tokens" not in corpus.sections.columns:
        share = settings.max_heading_share
        shared, notices = shared_headings(corpus.sections, corpus.n_documents, share)
    sections, unread = readable(corpus, shared)
    phrases: list[str] = []
    if settings.phrases:
        # Collocations are a property of the corpus, so this needs a pass of its own.
        chunks = (_token_frame(chunk, settings)[0] for chunk in _chunks(sections))
        phrases = find_phrases(chunks, settings.stop_words)
    learned = Learned(tuple(phrases), tuple(shared))
    tokens = token_ids(sections, settings, learned, progress)
    notices += [*unread, *tokens.notices]
    if not len(tokens.ids):
        raise EmptyVocabularyError(
            f"no tokens in {corpus.n_sections} sections after {len(settings.stop_words)} stop "
            "words; check the input, the stop words and the token pattern"
        )
    return _pruned(corpus, tokens, settings), learned, tuple(notices)


def readable(corpus: Corpus, shared: list[str]) -> tuple[pl.DataFrame, list[Notice]]:
    """Columns document and text (or tokens), as far as the text can be cut into tokens.

    Raises
    ------
    LanguageError
        As `count_terms`.
    """
    sections = corpus.sections
    if "tokens" in sections.columns:
        return sections, []
    headings = counted_headings(sections, shared)
    texts = sections.select(
        pl.concat_str(headings, "text", separator="\n").alias("text")
    ).to_series()
    sections = sections.select("document", texts)
    unspaced = spaceless(texts)
    n = int(unspaced.sum() or 0)
    if n == 0:
        return sections, []
    way_out = "cut the words elsewhere and pass them with Corpus.from_tokens"
    names = ", ".join(repr(name) for name in sections["document"].filter(unspaced).unique()[:3])
    if 2 * n > len(texts):
        raise LanguageError(
            f"{n} of {len(texts)} sections are in a script without spaces between words "
            f"(documents {names}); {way_out}"
        )
    emptied = pl.when(unspaced).then(pl.lit("")).otherwise(pl.col("text")).alias("text")
    unread = Notice(
        "script-without-spaces",
        n,
        f"{n} sections in a script without spaces between words were not counted "
        f"(documents {names}); {way_out}",
    )
    return sections.with_columns(emptied), [unread]


def token_ids(
    sections: pl.DataFrame, settings: CountSettings, learned: Learned, progress: Progress | None
) -> Tokens:
    """Cut sections into tokens chunk by chunk and number the terms in sorted order."""
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
    return Tokens(
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


def _pruned(corpus: Corpus, tokens: Tokens, settings: CountSettings) -> Counts:
    """Count the ids by row and leave out the terms that the settings prune."""
    row_document = document_of_rows(corpus)
    n_documents = corpus.n_documents
    matrix = count_matrix(tokens.ids, tokens.offsets, len(tokens.terms))
    by_document = row_sums(row_document, n_documents) @ matrix
    keep = kept_terms(
        document_frequency=np.bincount(by_document.indices, minlength=matrix.shape[1]),
        term_frequency=np.asarray(matrix.sum(axis=0)).ravel(),
        n_documents=n_documents,
        min_documents=settings.min_documents,
        max_document_share=settings.max_document_share,
        max_terms=settings.max_terms,
    )
    new_id = np.full(len(keep), -1, dtype=np.int32)
    new_id[keep] = np.arange(keep.sum(), dtype=np.int32)
    ids = new_id[tokens.ids]
    stays = ids >= 0
    offsets = np.concatenate([[0], np.cumsum(stays)])[tokens.offsets]
    return Counts(
        matrix=matrix[:, np.flatnonzero(keep)],
        terms=tokens.terms.filter(pl.Series(keep)).to_numpy().astype(np.str_),
        row_document=row_document,
        n_documents=n_documents,
        token_ids=ids[stays],
        token_offsets=offsets,
    )


def document_of_rows(corpus: Corpus) -> NDArray[np.int64]:
    """Place of every section's document among the documents, shape (n_sections,)."""
    ordinal = pl.DataFrame({"id": corpus.documents["id"]}).with_row_index("ordinal")
    places = corpus.sections.select("document").join(
        ordinal, left_on="document", right_on="id", how="left", maintain_order="left"
    )
    result: NDArray[np.int64] = places["ordinal"].cast(pl.Int64).to_numpy()
    return result


def count_matrix(ids: NDArray[np.int32], offsets: NDArray[np.int64], n_terms: int) -> Any:
    """CSR counts of the ids of every row, shape (n_rows, n_terms)."""
    ones = np.ones(len(ids), dtype=np.int32)
    # Copies: summing duplicates works in place.
    matrix = sp.csr_array((ones, ids.copy(), offsets.copy()), shape=(len(offsets) - 1, n_terms))
    matrix.sum_duplicates()
    return matrix
