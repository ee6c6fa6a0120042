"""Counting in columns: sections to token ids to a pruned CSR matrix."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl
import scipy.sparse as sp
from numpy.typing import NDArray

from topics.corpus import Corpus
from topics.counting.headings import counted_headings, shared_headings
from topics.counting.settings import CountSettings, LearnedVocabulary
from topics.counting.token_ids import TokenIds, learn_phrases, token_ids
from topics.counting.tokens import spaceless
from topics.counting.vocabulary import kept_terms, too_frequent_terms
from topics.counts import Counts, row_sums
from topics.errors import EmptyVocabularyError, LanguageError
from topics.notices import StageLog


def count_terms(
    corpus: Corpus, settings: CountSettings | None = None, *, log: StageLog | None = None
) -> Counts:
    """Counts of the terms in every section's heading and text.

    The counts equal those of scikit-learn's ``CountVectorizer`` under the same settings, except
    that headings which many documents share are not counted, and that n-grams are joined with
    ``_`` instead of a space. Pruning counts documents, not sections. Terms are sorted by code
    point.

    Parameters
    ----------
    corpus : Corpus
    settings : CountSettings, optional
    log : StageLog, optional
        Collects the notices of the counting, and its ``progress`` is called.

    Raises
    ------
    EmptyVocabularyError
        No term is left; the message says which step took the last ones.
    LanguageError
        Most sections are in a script that writes words without spaces.

    Examples
    --------
    >>> corpus = Corpus.from_texts(["the tide rose", "the tide fell"])
    >>> counts = count_terms(corpus, CountSettings(stop_words=frozenset({"the"})))
    >>> counts.terms.tolist(), counts.matrix.toarray().tolist()
    (['fell', 'rose', 'tide'], [[0, 1, 1], [1, 0, 1]])
    """
    return learn_counts(corpus, settings, log=log)[0]


def learn_counts(
    corpus: Corpus, settings: CountSettings | None = None, *, log: StageLog | None = None
) -> tuple[Counts, LearnedVocabulary]:
    """As `count_terms`, and what `count_known_terms` needs to count new documents alike."""
    log = StageLog() if log is None else log
    settings = CountSettings() if settings is None else settings
    if not corpus.n_sections:
        raise EmptyVocabularyError(
            f"none of the {corpus.n_documents} documents has a section; there is nothing to count"
        )
    shared: list[str] = []
    if "tokens" not in corpus.sections.columns:
        share = settings.max_heading_share
        shared = shared_headings(corpus.sections, corpus.n_documents, share, log)
    sections = readable(corpus, shared, log)
    phrases = learn_phrases(sections, settings) if settings.phrases else []
    learned = LearnedVocabulary(tuple(phrases), tuple(shared))
    tokens = token_ids(sections, settings, learned, log)
    del sections  # a copy of all texts
    if not len(tokens.ids):
        raise EmptyVocabularyError(
            f"no tokens in {corpus.n_sections} sections after {len(settings.stop_words)} stop "
            "words; check the input, the stop words and the token pattern"
        )
    counts, too_frequent = _pruned(corpus, tokens, settings)
    return counts, replace(learned, too_frequent=too_frequent)


def readable(corpus: Corpus, shared: list[str], log: StageLog) -> pl.DataFrame:
    """Columns document and text (or tokens); text that cannot be cut into tokens is empty.

    Raises
    ------
    LanguageError
        As `count_terms`.
    """
    sections = corpus.sections
    if "tokens" in sections.columns:
        return sections
    headings = counted_headings(sections, shared)
    texts = sections.select(
        pl.concat_str(headings, "text", separator="\n").alias("text")
    ).to_series()
    sections = sections.select("document", texts)
    unspaced = spaceless(texts)
    n = int(unspaced.sum() or 0)
    if n == 0:
        return sections
    remedy = "cut the words elsewhere and pass them with Corpus.from_tokens"
    names = ", ".join(repr(name) for name in sections["document"].filter(unspaced).unique()[:3])
    if 2 * n > len(texts):
        raise LanguageError(
            f"{n} of {len(texts)} sections are in a script without spaces between words "
            f"(documents {names}); {remedy}"
        )
    emptied = pl.when(unspaced).then(pl.lit("")).otherwise(pl.col("text")).alias("text")
    log.notice(
        "script-without-spaces",
        n,
        f"{n} sections in a script without spaces between words were not counted "
        f"(documents {names}); {remedy}",
    )
    return sections.with_columns(emptied)


def _pruned(
    corpus: Corpus, tokens: TokenIds, settings: CountSettings
) -> tuple[Counts, tuple[str, ...]]:
    """Counts of the ids by row without the terms that the settings prune, and the frequent ones."""
    row_document = document_of_rows(corpus)
    n_documents = corpus.n_documents
    matrix = count_matrix(tokens.ids, tokens.offsets, len(tokens.terms))
    by_document = row_sums(row_document, n_documents) @ matrix
    document_frequency = np.bincount(by_document.indices, minlength=matrix.shape[1])
    is_too_frequent = too_frequent_terms(
        document_frequency, n_documents, settings.max_document_share
    )
    too_frequent = tuple(tokens.terms.filter(pl.Series(is_too_frequent)).to_list())
    keep = kept_terms(
        document_frequency=document_frequency,
        term_frequency=np.asarray(matrix.sum(axis=0)).ravel(),
        n_documents=n_documents,
        min_documents=settings.min_documents,
        max_document_share=settings.max_document_share,
        max_terms=settings.max_terms,
    )
    kept = np.flatnonzero(keep)
    tokens = tokens.only(kept)
    counts = Counts(
        matrix=matrix[:, kept],
        terms=tokens.terms.to_numpy().astype(np.str_),
        row_document=row_document,
        n_documents=n_documents,
        token_ids=tokens.ids,
        token_offsets=tokens.offsets,
    )
    return counts, too_frequent


def document_of_rows(corpus: Corpus) -> NDArray[np.int64]:
    """Row of every section's document in the table of documents, shape (n_sections,)."""
    documents = pl.DataFrame({"id": corpus.documents["id"]}).with_row_index("row")
    rows = corpus.sections.select("document").join(
        documents, left_on="document", right_on="id", how="left", maintain_order="left"
    )
    result: NDArray[np.int64] = rows["row"].cast(pl.Int64).to_numpy()
    return result


def count_matrix(ids: NDArray[np.int32], offsets: NDArray[np.int64], n_terms: int) -> Any:
    """CSR counts of the ids of every row, shape (n_rows, n_terms)."""
    ones = np.ones(len(ids), dtype=np.int32)
    # Copies, because duplicates are summed in place.
    matrix = sp.csr_array((ones, ids.copy(), offsets.copy()), shape=(len(offsets) - 1, n_terms))
    matrix.sum_duplicates()
    return matrix
