"""Copies are marked in a corpus, and counted without a say in what is counted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from topics.corpus import Corpus
from topics.counting.copies.finding import find_copies
from topics.counting.copies.merging import merged_counts
from topics.counting.count import document_of_rows, learn_counts
from topics.counting.growing import GrownCounts, count_growing_terms
from topics.counting.known import count_known_terms
from topics.counting.settings import CountSettings, LearnedVocabulary
from topics.counts import Counts
from topics.notices import StageLog
from topics.values import agreeing, amount

STAGE = "find copies"
"""Name of the stage in progress."""

COPIES = "copies"
"""Code of the notice that counts copies."""

_EXAMPLES = 3


def with_copies(
    corpus: Corpus, log: StageLog, *, are_counted: bool = False
) -> tuple[Corpus, NDArray[np.bool_] | None]:
    """The corpus with the ids of originals in ``duplicate_of``, and which documents are copies.

    Texts of fewer than `FEWEST_WORDS` words keep what reading said of them, but are no copies.

    Parameters
    ----------
    corpus : Corpus
    log : StageLog
        Gets a notice of the copies, in place of that of reading about equal texts.
    are_counted : bool
        Whether copies are counted as other documents are; then none is returned.

    Returns
    -------
    corpus : Corpus
    is_copy : array of bool, shape (n_documents,), or None
        None where all documents are counted.
    """
    with log.stage(STAGE):
        originals = find_copies(corpus)
    is_copy = originals >= 0
    n = int(is_copy.sum())
    if not n:
        return corpus, None
    ids = corpus.documents["id"]
    named = corpus.documents["duplicate_of"].scatter(
        np.flatnonzero(is_copy), ids.gather(originals[is_copy])
    )
    notices = tuple(each for each in corpus.notices if each.code != COPIES)
    corpus = replace(
        corpus, documents=corpus.documents.with_columns(duplicate_of=named), notices=notices
    )
    pairs = zip(ids.filter(pl.Series(is_copy)), ids.gather(originals[is_copy]), strict=True)
    listed = [f"{copy!r} of {first!r}" for copy, first in pairs][:_EXAMPLES]
    examples = "; ".join(listed) + ("; …" if n > _EXAMPLES else "")
    said = (
        "counted as other documents, as was asked for"
        if are_counted
        else f"which {agreeing(n, 'gets', 'get')} the topics of {agreeing(n, 'its', 'their')} own "
        f"text but {agreeing(n, 'is', 'are')} not counted in the fit; "
        f"keep_duplicates=True counts {agreeing(n, 'it', 'them')}"
    )
    log.notice(
        COPIES,
        n,
        f"{amount(n, 'document')} {agreeing(n, 'is a copy', 'are copies')} of earlier ones, word "
        f"for word or nearly so, {said}; column duplicate_of names the originals ({examples})",
    )
    return corpus, None if are_counted else is_copy


def learn_counts_of_originals(
    corpus: Corpus,
    is_copy: NDArray[np.bool_] | None,
    settings: CountSettings,
    log: StageLog,
) -> tuple[Counts, LearnedVocabulary]:
    """As `learn_counts` of the originals, with the counts of the copies in the same terms."""
    if is_copy is None:
        return learn_counts(corpus, settings, log=log)
    counts, learned = learn_counts(some_documents(corpus, ~is_copy), settings, log=log)
    return _with_counts_of_copies(corpus, is_copy, counts, settings, learned), learned


def count_growing_terms_of_originals(
    corpus: Corpus,
    is_copy: NDArray[np.bool_] | None,
    settings: CountSettings,
    learned: LearnedVocabulary,
    terms: NDArray[np.str_],
    log: StageLog,
) -> GrownCounts:
    """As `count_growing_terms` of the originals, with the counts of the copies in these terms."""
    if is_copy is None:
        return count_growing_terms(corpus, settings, learned, terms, log=log)
    originals = some_documents(corpus, ~is_copy)
    grown = count_growing_terms(originals, settings, learned, terms, log=log)
    counts = _with_counts_of_copies(corpus, is_copy, grown.counts, settings, learned)
    return replace(grown, counts=counts)


def some_documents(corpus: Corpus, is_kept: NDArray[np.bool_]) -> Corpus:
    """The corpus with some of its documents only.

    Parameters
    ----------
    corpus : Corpus
    is_kept : array of bool, shape (n_documents,)
    """
    rows = pl.Series(is_kept[document_of_rows(corpus)])
    return replace(
        corpus,
        documents=corpus.documents.filter(pl.Series(is_kept)),
        sections=corpus.sections.filter(rows),
    )


def _with_counts_of_copies(
    corpus: Corpus,
    is_copy: NDArray[np.bool_],
    counts: Counts,
    settings: CountSettings,
    learned: LearnedVocabulary,
) -> Counts:
    # Nothing is said of copies that was not said of their originals.
    copies = some_documents(corpus, is_copy)
    known = count_known_terms(copies, settings, learned, counts.terms, log=StageLog())
    return merged_counts(counts, known.counts, is_copy)
