"""Counting in columns: sections to token ids to a pruned CSR matrix."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.corpus import Corpus
from topics.counting.headings import shared_headings
from topics.counting.normal_forms import forms_in_use, main_language, with_row_languages
from topics.counting.pieces import cut_into_pieces, default_piece_tokens, piece_starts
from topics.counting.readable import readable, refuse_uncut
from topics.counting.settings import CountSettings, LearnedVocabulary
from topics.counting.stop_words.cutting import cut_stop_words
from topics.counting.stop_words.of_corpus import notice_languages
from topics.counting.token_ids import TokenIds, learn_phrases, token_ids
from topics.counting.vocabulary import kept_terms, too_frequent_terms
from topics.counting.words.cutting import CUTTER, is_cutter_installed
from topics.counts import Counts, count_matrix, row_sums
from topics.errors import EmptyVocabularyError, OptionError
from topics.notices import StageLog
from topics.values import amount


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
        Most sections are in a script that writes words without spaces, or no document is in a
        language with stems or lemmas.
    OptionError
        The corpus has tokens, and words are to be normalised.

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
    if settings.normalize != "none" and "tokens" in corpus.sections.columns:
        raise OptionError(
            f"normalize={settings.normalize!r} cannot be used with tokens of your own, which are "
            "counted without change; normalise them before, or pass texts"
        )
    if not corpus.n_sections:
        raise EmptyVocabularyError(
            f"no section in {amount(corpus.n_documents, 'document')}; there is nothing to count"
        )
    shared: list[str] = []
    if "tokens" not in corpus.sections.columns:
        share = settings.max_heading_share
        shared = shared_headings(corpus.sections, corpus.n_documents, share, log)
    cuts = is_cutter_installed()
    if not cuts:
        refuse_uncut(corpus, shared, settings)
    sections, was_cut = readable(corpus, shared, settings, log, cuts=cuts)
    if "tokens" not in sections.columns:
        cut_stop_words(settings.stop_words, settings.pattern, log)
    notice_languages(corpus.documents["language"], settings.stop_words, log)
    piece_tokens = settings.piece_tokens
    if piece_tokens is None:
        piece_tokens = default_piece_tokens(sections)
    learned = LearnedVocabulary(
        (),
        tuple(shared),
        piece_tokens=piece_tokens,
        cut_by=CUTTER if was_cut else "",
        analyzer=corpus.analyzer,
    )
    if settings.normalize != "none":
        main = main_language(corpus, settings.normalize)
        sections = with_row_languages(sections, corpus, settings.normalize, main, log)
        learned = replace(learned, main_language=main)
    sections, n_pieces = cut_into_pieces(sections, piece_tokens)
    if settings.phrases:
        phrases = learn_phrases(sections, settings, learned)
        learned = replace(learned, phrases=tuple(phrases))
    tokens = token_ids(sections, settings, learned, log)
    if not len(tokens.ids):
        raise EmptyVocabularyError(
            f"no tokens in {amount(corpus.n_sections, 'section')} after "
            f"{amount(len(settings.stop_words), 'stop word')}; check the input, stop_words and "
            "token_pattern"
        )
    counts, too_frequent = _pruned(corpus, tokens, n_pieces, settings, log)
    forms = forms_in_use(tokens.forms, [*counts.terms.tolist(), *too_frequent])
    return counts, replace(learned, too_frequent=too_frequent, forms=forms)


def _pruned(
    corpus: Corpus,
    tokens: TokenIds,
    n_pieces: NDArray[np.int64],
    settings: CountSettings,
    log: StageLog,
) -> tuple[Counts, tuple[str, ...]]:
    """Counts of the ids by row without the terms that the settings prune, and the frequent ones."""
    row_document = document_of_rows(corpus)
    n_documents = corpus.n_documents
    first_pieces = np.concatenate([[0], np.cumsum(n_pieces)])
    matrix = count_matrix(tokens.ids, tokens.offsets[first_pieces], len(tokens.terms))
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
        token_offsets=tokens.offsets[first_pieces],
        piece_starts=piece_starts(tokens.offsets, first_pieces),
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
