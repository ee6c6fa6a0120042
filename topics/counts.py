"""Counts: how often every term occurs in every row, with the vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from topics.errors import InputError
from topics.values import amount


@dataclass(frozen=True)
class Counts:
    """Term counts of sections (or any rows) and the terms of their columns.

    Parameters
    ----------
    matrix : scipy.sparse matrix or array, shape (n_rows, n_vocabulary)
        Non-negative counts of any numeric type; stored as canonical CSR (sorted indices,
        no duplicates, no stored zeros).
    terms : sequence of str, shape (n_vocabulary,), or mapping
        The term of every column, unique; stored with a fixed-width string dtype. A mapping gives
        the number of every term's column, or the term of every number.
    row_document : array of int, shape (n_rows,), optional
        Document of every row, counted from 0, in ascending order. By default every row is a
        document of its own.
    n_documents : int, optional
        Number of documents; more than ``row_document`` names if documents have no rows.
    token_ids : array of int32, shape (n_tokens,), optional
        The counted terms in reading order, row after row.
    token_offsets : array of int64, shape (n_rows + 1,), optional
        Row ``i`` has the tokens ``token_ids[token_offsets[i]:token_offsets[i + 1]]``.
    piece_starts : array of int64, optional
        Ascending positions in ``token_ids`` at which a long row is cut into pieces. A model of
        sections sees the pieces; results have the rows.
    is_copy : array of bool, shape (n_documents,), optional
        Documents that repeat an earlier one. They get topics, but take no part in a fit and in
        what is said of it.

    Raises
    ------
    InputError
        Counts are negative or not finite, shapes do not match, or terms repeat.

    Examples
    --------
    >>> counts = Counts(sp.csr_array([[2, 0], [1, 3]]), ["tide", "court"])
    >>> counts.n_terms.tolist()
    [2, 4]
    """

    matrix: Any
    terms: NDArray[np.str_]
    row_document: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    n_documents: int = -1
    token_ids: NDArray[np.int32] | None = None
    token_offsets: NDArray[np.int64] | None = None
    piece_starts: NDArray[np.int64] | None = None
    is_copy: NDArray[np.bool_] | None = None

    def __post_init__(self) -> None:
        def set_field(name: str, value: object) -> None:
            object.__setattr__(self, name, value)

        set_field("matrix", _checked_matrix(self.matrix))
        set_field("terms", _checked_terms(self.terms, self.matrix.shape[1]))
        n_rows = self.matrix.shape[0]
        rows = np.asarray(self.row_document, dtype=np.int64)
        if n_rows and not rows.size:
            rows = np.arange(n_rows, dtype=np.int64)
        set_field("row_document", rows)
        if rows.shape != (n_rows,):
            raise InputError(f"row_document has shape {rows.shape}, expected ({n_rows},)")
        if n_rows and (rows[0] < 0 or np.any(np.diff(rows) < 0)):
            raise InputError("row_document must ascend from 0 or above; sort the rows by document")
        least = int(rows[-1]) + 1 if n_rows else 0
        if self.n_documents == -1:
            set_field("n_documents", least)
        if self.n_documents < least:
            raise InputError(f"n_documents is {self.n_documents}, row_document names {least}")
        _check_tokens(self.token_ids, self.token_offsets, self.matrix.shape)
        _check_pieces(self.piece_starts, self.token_offsets)
        _check_copies(self.is_copy, self.n_documents)

    @property
    def n_rows(self) -> int:
        """Number of rows (sections)."""
        return int(self.matrix.shape[0])

    @property
    def n_vocabulary(self) -> int:
        """Number of terms in the vocabulary."""
        return int(self.matrix.shape[1])

    @property
    def has_one_row_each(self) -> bool:
        """Whether every document is one row, so that both levels are the same."""
        return np.array_equal(self.row_document, np.arange(self.n_documents))

    @property
    def n_terms(self) -> NDArray[Any]:
        """Summed counts of every row, shape (n_rows,): the weights of the roll-up."""
        return np.asarray(self.matrix.sum(axis=1)).ravel()

    @property
    def n_terms_of_documents(self) -> NDArray[Any]:
        """Summed counts of every document, shape (n_documents,)."""
        n_terms = self.n_terms
        summed = np.bincount(self.row_document, n_terms, self.n_documents)
        return summed.astype(n_terms.dtype)

    @property
    def term_counts(self) -> NDArray[Any]:
        """Summed counts of every term in the documents that are no copies, (n_vocabulary,)."""
        if self.is_copy is None:
            return np.asarray(self.matrix.sum(axis=0)).ravel()
        is_original = ~self.is_copy[self.row_document]
        kind = np.int64 if self.matrix.dtype.kind in "biu" else self.matrix.dtype
        return np.asarray(is_original.astype(kind) @ self.matrix).ravel()

    @property
    def n_copies(self) -> int:
        """Number of documents that are copies."""
        return 0 if self.is_copy is None else int(self.is_copy.sum())

    @property
    def original_documents(self) -> NDArray[np.int64]:
        """Documents that are no copies, ascending."""
        if self.is_copy is None:
            return np.arange(self.n_documents, dtype=np.int64)
        return np.flatnonzero(~self.is_copy)

    @property
    def original_rows(self) -> NDArray[np.int64]:
        """Rows of documents that are no copies, ascending."""
        if self.is_copy is None:
            return np.arange(self.n_rows, dtype=np.int64)
        return np.flatnonzero(~self.is_copy[self.row_document])

    @property
    def weights(self) -> NDArray[Any]:
        """As `n_terms`, with 0 for the rows of copies: what a row counts in a mean of all rows."""
        return (
            self.n_terms
            if self.is_copy is None
            else _without(self.n_terms, self.is_copy[self.row_document])
        )

    @property
    def weights_of_documents(self) -> NDArray[Any]:
        """As `n_terms_of_documents`, with 0 for copies."""
        terms = self.n_terms_of_documents
        return terms if self.is_copy is None else _without(terms, self.is_copy)

    @cached_property
    def originals(self) -> Counts:
        """Counts of the documents that are no copies, with the same terms; itself without copies.

        Examples
        --------
        >>> counts = Counts([[2, 1], [2, 1], [0, 3]], ["tide", "court"],
        ...                 is_copy=np.array([False, True, False]))
        >>> counts.originals.matrix.toarray().tolist(), counts.originals.n_documents
        ([[2, 1], [0, 3]], 2)
        """
        if not self.n_copies:
            return self
        rows, documents = self.original_rows, self.original_documents
        return Counts(
            self.matrix[rows],
            self.terms,
            row_document=np.searchsorted(documents, self.row_document[rows]).astype(np.int64),
            n_documents=len(documents),
            **tokens_of_rows(self, rows),
        )

    def forget_originals(self) -> None:
        """Free the counts of `originals`, which are computed again when they are asked for."""
        self.__dict__.pop("originals", None)

    def by_document(self) -> Any:
        """Counts summed over the rows of each document, CSR (n_documents, n_vocabulary).

        Where every document is one row, they are `matrix` itself.
        """
        if self.has_one_row_each:
            return self.matrix
        return row_sums(self.row_document, self.n_documents) @ self.matrix

    def by_piece(self) -> tuple[Any, NDArray[np.int64]]:
        """Counts of the pieces, CSR (n_pieces, n_vocabulary), and the row of each piece.

        Rows without cuts are one piece each.

        Examples
        --------
        >>> counts = Counts([[2, 1]], ["tide", "court"], token_ids=np.array([0, 0, 1]),
        ...                 token_offsets=np.array([0, 3]), piece_starts=np.array([2]))
        >>> matrix, row = counts.by_piece()
        >>> matrix.toarray().tolist(), row.tolist()
        ([[2, 0], [0, 1]], [0, 0])
        """
        ids, offsets, starts = self.token_ids, self.token_offsets, self.piece_starts
        if ids is None or offsets is None or starts is None or not len(starts):
            return self.matrix, np.arange(self.n_rows, dtype=np.int64)
        offsets, row = piece_offsets(offsets, starts)
        return count_matrix(ids, offsets, self.n_vocabulary), row


def piece_offsets(
    token_offsets: NDArray[np.int64], piece_starts: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Offsets of the pieces in the tokens, shape (n_pieces + 1,), and the row of each piece.

    Parameters are as in `Counts`.

    Examples
    --------
    >>> offsets, row = piece_offsets(np.array([0, 3, 5]), np.array([2]))
    >>> offsets.tolist(), row.tolist()
    ([0, 2, 3, 5], [0, 0, 1])
    """
    row_of_start = np.searchsorted(token_offsets, piece_starts, side="right") - 1
    offsets = np.insert(token_offsets, row_of_start + 1, piece_starts)
    row = np.sort(np.concatenate([np.arange(len(token_offsets) - 1), row_of_start]))
    return offsets, row


def tokens_of_rows(counts: Counts, rows: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
    """Token ids, offsets and starts of pieces of some rows, in this order; none without tokens.

    Examples
    --------
    >>> counts = Counts([[2, 1], [0, 1]], ["tide", "court"], token_ids=np.array([0, 0, 1, 1]),
    ...                 token_offsets=np.array([0, 3, 4]), piece_starts=np.array([2]))
    >>> [values.tolist() for values in tokens_of_rows(counts, np.array([1, 0])).values()]
    [[1, 0, 0, 1], [0, 1, 4], [3]]
    """
    ids, offsets, starts = counts.token_ids, counts.token_offsets, counts.piece_starts
    if ids is None or offsets is None:
        return {}
    lengths = np.diff(offsets)[rows]
    ends = np.concatenate([[0], np.cumsum(lengths)])
    place = np.arange(ends[-1]) + np.repeat(offsets[rows] - ends[:-1], lengths)
    tokens: dict[str, NDArray[Any]] = {"token_ids": ids[place], "token_offsets": ends}
    if starts is not None:
        tokens["piece_starts"] = np.flatnonzero(np.isin(place, starts))
    return tokens


def _without(values: NDArray[Any], is_left_out: NDArray[np.bool_]) -> NDArray[Any]:
    return np.where(is_left_out, np.zeros((), dtype=values.dtype), values)


def row_sums(row_document: NDArray[np.int64], n_documents: int) -> Any:
    """Indicator CSR (n_documents, n_rows): multiplied from the left, it sums rows by document."""
    n_rows = len(row_document)
    offsets = np.searchsorted(row_document, np.arange(n_documents + 1)).astype(np.int32)
    ones = np.ones(n_rows, dtype=np.int32)
    columns = np.arange(n_rows, dtype=np.int32)
    return sp.csr_array((ones, columns, offsets), shape=(n_documents, n_rows))


def count_matrix(ids: NDArray[np.int32], offsets: NDArray[np.int64], n_terms: int) -> Any:
    """CSR counts of the ids of every row, shape (n_rows, n_terms)."""
    ones = np.ones(len(ids), dtype=np.int32)
    # SciPy gives the column indices the type of the offsets, and most corpora need no more bits.
    kind = np.int32 if len(ids) <= np.iinfo(np.int32).max else np.int64
    # Copies, because duplicates are summed in place.
    arrays = ones, ids.astype(kind, copy=True), offsets.astype(kind, copy=True)
    matrix = sp.csr_array(arrays, shape=(len(offsets) - 1, n_terms))
    matrix.sum_duplicates()
    return matrix


def _checked_matrix(matrix: Any) -> Any:
    if not sp.issparse(matrix):
        matrix = np.asarray(matrix)
        if matrix.ndim != 2 or not np.issubdtype(matrix.dtype, np.number):
            raise InputError("counts must be a sparse matrix or a numeric array of two axes")
    result = sp.csr_array(matrix)
    if not result.has_canonical_format or np.any(result.data == 0):
        result = result.copy()
        result.sum_duplicates()
        result.eliminate_zeros()
    if not np.all(np.isfinite(result.data)):
        raise InputError("counts have values that are not finite")
    if result.nnz and result.data.min() < 0:
        raise InputError(f"counts have negative values, the smallest {result.data.min()}")
    return result


def _check_tokens(ids: Any, offsets: Any, shape: tuple[int, int]) -> None:
    """Raise InputError unless token ids name terms and offsets split them into rows."""
    if ids is None and offsets is None:
        return
    if ids is None or offsets is None:
        raise InputError("token_ids and token_offsets belong together; pass both or neither")
    n_rows, n_vocabulary = shape
    if len(ids) and not 0 <= ids.min() <= ids.max() < n_vocabulary:
        raise InputError(f"token_ids are outside the vocabulary of {amount(n_vocabulary, 'term')}")
    whole = len(offsets) == n_rows + 1 and offsets[0] == 0 and offsets[-1] == len(ids)
    if not whole or np.any(np.diff(offsets) < 0):
        raise InputError(
            f"token_offsets do not split {amount(len(ids), 'token')} into {amount(n_rows, 'row')}"
        )


def _check_pieces(starts: Any, offsets: Any) -> None:
    """Raise InputError unless every piece starts inside a row."""
    if starts is None:
        return
    if offsets is None:
        raise InputError("piece_starts need token_ids and token_offsets")
    ascends = np.all(np.diff(starts) > 0) and not np.isin(starts, offsets).any()
    if len(starts) and not (ascends and starts[0] > 0 and starts[-1] < offsets[-1]):
        raise InputError("piece_starts must ascend and be inside the rows of token_offsets")


def _check_copies(is_copy: Any, n_documents: int) -> None:
    """Raise InputError unless every document is known to be a copy or not, and some are not."""
    if is_copy is None:
        return
    is_mask = isinstance(is_copy, np.ndarray) and is_copy.dtype == np.bool_
    if not is_mask or is_copy.shape != (n_documents,):
        raise InputError(
            f"is_copy must be an array of bool with one value for each of the "
            f"{amount(n_documents, 'document')}"
        )
    if n_documents and is_copy.all():
        raise InputError("is_copy says that all documents are copies; one must be an original")


def _in_order(terms: Any) -> Any:
    """The terms in the order of the columns, which a mapping gives by its numbers.

    ``CountVectorizer.vocabulary_`` has them in the order of the texts.
    """
    if isinstance(terms, str):
        raise InputError("terms is one text, expected a list with the term of every column")
    if isinstance(terms, set | frozenset):
        raise InputError(
            "terms is a set, which has no order; give a list in the order of the columns"
        )
    if not isinstance(terms, Mapping):
        return terms
    by_number = {
        key if isinstance(value, str) else value: value if isinstance(value, str) else key
        for key, value in terms.items()
    }
    if by_number.keys() != set(range(len(terms))):
        raise InputError(
            "terms is a mapping without the numbers of the columns; give a list in their order"
        )
    return [by_number[number] for number in range(len(terms))]


def _checked_terms(terms: Any, n_vocabulary: int) -> NDArray[np.str_]:
    terms = _in_order(terms)
    array = terms if isinstance(terms, np.ndarray) else np.array(list(terms), dtype=object)
    if array.dtype.kind != "U":
        if not all(isinstance(word, str) for word in array.ravel()):
            raise InputError("terms must be strings")
        array = array.astype(np.str_) if array.size else np.empty(0, dtype="<U1")
    if array.shape != (n_vocabulary,):
        raise InputError(f"{amount(array.size, 'term')} for {amount(n_vocabulary, 'column')}")
    if len(np.unique(array)) != len(array):
        raise InputError("terms repeat; every column needs a term of its own")
    return array
