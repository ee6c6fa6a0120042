"""Selecting the terms of the vocabulary."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from topics.errors import EmptyVocabularyError, OptionError
from topics.values import amount


def default_pruning(n_documents: int) -> tuple[int, float]:
    """Default ``(min_documents, max_document_share)`` for a corpus of `n_documents`.

    Examples
    --------
    >>> default_pruning(12), default_pruning(500), default_pruning(50_000)
    ((1, 1.0), (2, 0.5), (10, 0.5))
    """
    max_share = 1.0 if n_documents < 20 else 0.5
    for limit, min_documents in ((20, 1), (1_000, 2), (20_000, 5)):
        if n_documents < limit:
            return min_documents, max_share
    return 10, max_share


def check_pruning(
    min_documents: int | None, max_document_share: float | None, max_terms: int | None
) -> None:
    """Raise OptionError if a limit is outside its range."""
    if min_documents is not None and min_documents < 1:
        raise OptionError(f"min_documents is {min_documents}, expected 1 or more")
    if max_document_share is not None and not 0 < max_document_share <= 1:
        raise OptionError(f"max_document_share is {max_document_share}, expected 0 < share <= 1")
    if max_terms is not None and max_terms < 1:
        raise OptionError(f"max_terms is {max_terms}, expected 1 or more")


def kept_terms(
    *,
    document_frequency: NDArray[np.integer],
    term_frequency: NDArray[np.integer],
    n_documents: int,
    min_documents: int | None = None,
    max_document_share: float | None = None,
    max_terms: int | None = None,
) -> NDArray[np.bool_]:
    """Mask of the terms that stay, shape (n_terms,).

    Parameters
    ----------
    document_frequency, term_frequency : array of int, shape (n_terms,)
        Number of documents that contain the term, and its summed counts.
    n_documents : int
        Size of the corpus; the defaults depend on it.
    min_documents, max_document_share, max_terms
        As in `CountSettings`. Of terms with equal counts `max_terms` keeps the first.

    Raises
    ------
    EmptyVocabularyError
        No term stays.
    """
    least, most = default_pruning(n_documents)
    least = least if min_documents is None else min_documents
    most = most if max_document_share is None else max_document_share
    common_enough = document_frequency >= least
    rare_enough = ~too_frequent_terms(document_frequency, n_documents, most)
    keep = common_enough & rare_enough
    if not keep.any():
        raise EmptyVocabularyError(
            f"no terms left after pruning: of {amount(len(keep), 'term')} {(~common_enough).sum()} "
            f"are in fewer than min_documents (now {least}) and {(~rare_enough).sum()} in more "
            f"than max_document_share (now {most:g}) of {amount(n_documents, 'document')}; lower "
            "the first or raise the second"
        )
    if max_terms is not None and keep.sum() > max_terms:
        order = np.argsort(-np.where(keep, term_frequency, -1), kind="stable")
        keep = np.zeros_like(keep)
        keep[order[:max_terms]] = True
    return keep


def too_frequent_terms(
    document_frequency: NDArray[np.integer], n_documents: int, max_document_share: float | None
) -> NDArray[np.bool_]:
    """Mask of the terms that are in more than this share of the documents, shape (n_terms,)."""
    most = default_pruning(n_documents)[1] if max_document_share is None else max_document_share
    return np.asarray(document_frequency > most * n_documents)
