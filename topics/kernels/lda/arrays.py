"""Arrays that always travel together through the loops of LDA."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Topics(NamedTuple):
    """The topics, while rows or terms are renewed.

    Attributes
    ----------
    term_topic : array of float32, shape (n_vocabulary, n_topics)
        Expected counts plus the term prior.
    inverse_mass : array of float32, shape (n_topics,)
        ``1 / term_topic.sum(axis=0)``.
    document_prior : array of float32, shape (n_topics,)
    least : float32
        No number of `term_topic` may fall below this, which rounding could cause.
    """

    term_topic: NDArray[np.float32]
    inverse_mass: NDArray[np.float32]
    document_prior: NDArray[np.float32]
    least: np.float32


class Columns(NamedTuple):
    """A chunk of rows, term by term.

    Term ``terms[j]`` occurs in the rows ``rows[x]`` for ``x`` in ``offsets[j]:offsets[j + 1]``.
    Its counts there are ``counts[nonzeros[x]]``, where `counts` are those of the chunk.

    Attributes
    ----------
    terms : array of int32, shape (n_chunk_terms,)
        The terms that occur, sorted.
    offsets : array of int64, shape (n_chunk_terms + 1,)
    rows, nonzeros : array of int32, shape (n_chunk_nonzeros,)
    """

    terms: NDArray[np.int32]
    offsets: NDArray[np.int64]
    rows: NDArray[np.int32]
    nonzeros: NDArray[np.int32]


class StoredShares(NamedTuple):
    """The shares of tokens that are most of their row or term, in the order of a loop.

    The non-zero at the position ``positions[h]`` of the loop has the shares ``in_rows[slots[h]]``
    in its row's counts, and ``in_terms[slots[h]]`` in its term's.

    Attributes
    ----------
    positions : array of int64, shape (n_stored,)
        Sorted.
    slots : array of int32, shape (n_stored,)
    in_rows, in_terms : array of float32, shape (n_slots, n_topics)
        Rows sum to 1; those of `in_terms` to 0 before the first contribution.
    """

    positions: NDArray[np.int64]
    slots: NDArray[np.int32]
    in_rows: NDArray[np.float32]
    in_terms: NDArray[np.float32]


class PriorWeights(NamedTuple):
    """What the document prior adds to the probabilities of a drawn topic.

    Attributes
    ----------
    by_topic : array of float32, shape (n_topics,)
        ``document_prior * inverse_mass``.
    by_term : array of float32, shape (n_vocabulary,)
        ``term_topic @ by_topic``.
    """

    by_topic: NDArray[np.float32]
    by_term: NDArray[np.float32]


class Draw(NamedTuple):
    """Which random numbers a sweep uses.

    Attributes
    ----------
    random_state : uint64
    sweep : int
    """

    random_state: np.uint64
    sweep: int
