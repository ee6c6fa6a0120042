"""How often the top terms of a topic occur together: in documents, or in sliding windows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numba
import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from topics.counts import Counts
from topics.errors import InputError
from topics.evaluation.reference import FILL, MISSING, Texts
from topics.kernels.coherence.windows import ABSENT, count_windows
from topics.kernels.threads import kernel_threads

MOST_TERMS = 1024
"""Different terms that are counted at a time: their table takes 8 MiB for each thread."""
MOST_PAIRS = 1 << 20
"""Pairs of top terms, in both orders, that are scored at a time."""
MOST_PARTS = 8
"""Threads that count at a time at most, each in a table of its own."""
WHOLE_TEXT = 2**62
"""A window that no text is longer than."""

CountTable = Callable[[NDArray[np.int64]], NDArray[np.int64]]
"""From different term ids, ascending, to the symmetric table of their joint occurrences."""


class Occurrences(NamedTuple):
    """Occurrences of the top terms of some topics.

    Attributes
    ----------
    topics : slice
        Which topics.
    together : array of int64, shape (n_topics, n_top, n_top)
        Number of windows with both terms; the diagonal is the number with one term. 0 for what
        is not in the reference.
    terms : array of int64, shape (n_topics, n_top)
        Ids of the terms, as the measures take them.
    """

    topics: slice
    together: NDArray[np.int64]
    terms: NDArray[np.int64]

    @property
    def is_term(self) -> NDArray[np.bool_]:
        """False where a topic has no further term, shape (n_topics, n_top)."""
        result: NDArray[np.bool_] = self.terms != FILL
        return result

    @property
    def alone(self) -> NDArray[np.int64]:
        """Number of windows with each term, shape (n_topics, n_top)."""
        return np.diagonal(self.together, axis1=1, axis2=2)


def checked_top_terms(top_terms: Any) -> NDArray[np.int64]:
    """The top terms as int64; InputError unless they are ids of at least two terms a topic."""
    array = np.asarray(top_terms)
    if array.ndim != 2 or array.shape[1] < 2:
        raise InputError(f"coherence needs two top terms or more, got shape {array.shape}")
    if not np.issubdtype(array.dtype, np.integer):
        raise InputError(f"top terms must be ids, whole numbers, got {array.dtype}")
    if array.size and array.min() < MISSING:
        raise InputError(
            f"top terms must be ids from 0, {FILL} to fill up or {MISSING} for a missing term, "
            f"got {array.min()}"
        )
    return array.astype(np.int64)


def checked_documents(reference: Any) -> Any:
    """The matrix (documents by terms) of a reference; InputError unless it has a document."""
    matrix = reference.by_document() if isinstance(reference, Counts) else reference
    if getattr(matrix, "ndim", 0) != 2:
        raise InputError(
            "expected a matrix of counts (documents by terms) as the reference, "
            f"got {type(matrix).__name__}"
        )
    if matrix.shape[0] == 0:
        raise InputError("coherence needs a reference corpus with at least one document")
    return matrix


def document_occurrences(top_terms: NDArray[np.int64], matrix: Any) -> Iterator[Occurrences]:
    """Occurrences in the documents of a CSR matrix of counts, some topics at a time."""
    if top_terms.size and top_terms.max() >= matrix.shape[1]:
        raise InputError(
            f"top terms must be columns of the reference, which has {matrix.shape[1]}, "
            f"got {top_terms.max()}"
        )
    used = np.unique(top_terms[top_terms >= 0])
    columns = sp.csc_array(matrix[:, used])  # of all terms it would be as large as the matrix

    def table(terms: NDArray[np.int64]) -> NDArray[np.int64]:
        present = columns[:, np.searchsorted(used, terms)].astype(bool).astype(np.int64)
        both: NDArray[np.int64] = (present.T @ present).toarray()
        return both

    yield from _by_block(top_terms, table)


def window_occurrences(
    top_terms: NDArray[np.int64],
    texts: Texts,
    window: int,
    *,
    forgets: bool = False,
    n_threads: int | None = None,
) -> Iterator[Occurrences]:
    """Occurrences in sliding windows, some topics at a time; `forgets` is as in the kernel."""
    n_ids = int(texts.token_ids.max()) + 1 if len(texts.token_ids) else 0

    def table(terms: NDArray[np.int64]) -> NDArray[np.int64]:
        known = terms[terms < n_ids]
        slot_of = np.full(n_ids, ABSENT, dtype=np.int32)
        slot_of[known] = np.arange(len(known))
        with kernel_threads(n_threads):
            n_parts = min(numba.get_num_threads(), MOST_PARTS)
            ends = np.arange(n_parts + 1) * (len(texts.token_ids) // n_parts)
            parts = np.searchsorted(texts.offsets[:-1], ends)
            parts[-1] = texts.n_texts
            counts = np.zeros((n_parts, len(known), len(known)), dtype=np.int64)
            count_windows(texts.token_ids, texts.offsets, parts, slot_of, window, forgets, counts)
        half = counts.sum(axis=0)
        both = np.zeros((len(terms), len(terms)), dtype=np.int64)
        both[: len(known), : len(known)] = half + half.T - np.diag(np.diag(half))
        return both

    yield from _by_block(top_terms, table)


def n_windows(texts: Texts, window: int) -> int:
    """Number of windows of all texts."""
    return int(np.maximum(np.diff(texts.offsets) - window + 1, 1).sum())


def _by_block(top_terms: NDArray[np.int64], table: CountTable) -> Iterator[Occurrences]:
    for block in _blocks(top_terms):
        ids = top_terms[block]
        terms = np.unique(ids[ids >= 0])
        # One more row and column of zeros for the terms that are missing.
        both = np.zeros((len(terms) + 1, len(terms) + 1), dtype=np.int64)
        both[:-1, :-1] = table(terms)
        slots = np.where(ids >= 0, np.searchsorted(terms, ids), len(terms))
        yield Occurrences(block, both[slots[:, :, None], slots[:, None, :]], ids)


def _blocks(top_terms: NDArray[np.int64]) -> Iterator[slice]:
    """Neighbouring topics with at most `MOST_TERMS` terms and `MOST_PAIRS` pairs, or one topic."""
    n_topics, n_top = top_terms.shape
    most_topics = max(1, MOST_PAIRS // n_top**2)
    begin, terms = 0, set[int]()
    for topic in range(n_topics):
        further = {int(term) for term in top_terms[topic] if term >= 0}
        is_full = len(terms | further) > MOST_TERMS or topic - begin == most_topics
        if topic > begin and is_full:
            yield slice(begin, topic)
            begin, terms = topic, set()
        terms |= further
    if n_topics:
        yield slice(begin, n_topics)
