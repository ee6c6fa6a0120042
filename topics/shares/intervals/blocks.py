"""Documents a few at a time, so that what is drawn for them is never in memory for all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from topics.memory import forget_pages
from topics.shares.intervals.posterior import CountedDocuments

Ints = NDArray[np.int64]

BLOCK_SECTIONS = 32_768
"""A block has about this many sections, and always whole documents."""


@dataclass(frozen=True)
class Block:
    """Consecutive documents and their sections.

    Attributes
    ----------
    documents, sections : slice
        Which they are in the corpus.
    owner : array of int64, shape (n_sections,)
        The document of each section, from 0 in the block.
    matrix : CSR, shape (n_sections, n_vocabulary)
        Counts.
    evidence : CSR
        The same with empty rows for copies.
    """

    documents: slice
    sections: slice
    owner: Ints
    matrix: Any
    evidence: Any

    @property
    def n_documents(self) -> int:
        """Number of documents."""
        return int(self.documents.stop - self.documents.start)

    def counted(self) -> CountedDocuments:
        """The documents for the kernels."""
        return CountedDocuments.of(self.matrix, self.owner, self.n_documents, self.documents.start)


def block_bounds(row_document: Ints, n_documents: int) -> list[tuple[slice, slice]]:
    """Documents and sections of every block.

    Parameters
    ----------
    row_document : array of int64, shape (n_sections,)
        Ascending.
    n_documents : int

    Examples
    --------
    >>> block_bounds(np.array([0, 0, 1]), 2)
    [(slice(0, 2, None), slice(0, 3, None))]
    """
    first_row = np.searchsorted(row_document, np.arange(n_documents + 1))
    bounds = []
    first = 0
    while first < n_documents:
        most = first_row[first] + BLOCK_SECTIONS
        stop = max(int(np.searchsorted(first_row, most, side="right")) - 1, first + 1)
        bounds.append((slice(first, stop), slice(int(first_row[first]), int(first_row[stop]))))
        first = stop
    return bounds


def cut_blocks(
    bounds: Iterable[tuple[slice, slice]],
    matrix: Any,
    row_document: Ints,
    is_copy: NDArray[np.bool_] | None = None,
) -> Iterator[Block]:
    """Blocks of these bounds. After each, arrays on disk leave the memory.

    Parameters
    ----------
    bounds : iterable of pairs of slices
        As `block_bounds` gives them.
    matrix : CSR, shape (n_sections, n_vocabulary)
    row_document : array of int64, shape (n_sections,)
    is_copy : array of bool, shape (n_sections,), optional
        Sections of copies.
    """
    for documents, sections in bounds:
        rows = matrix[sections]
        evidence = rows if is_copy is None else _without(rows, is_copy[sections])
        owner = row_document[sections] - documents.start
        yield Block(documents, sections, owner, rows, evidence)
        forget_pages()


def _without(matrix: Any, is_left_out: NDArray[np.bool_]) -> Any:
    """The matrix with some rows empty."""
    if not is_left_out.any():
        return matrix
    result = matrix.copy()
    result.data[np.repeat(is_left_out, np.diff(result.indptr))] = 0
    result.eliminate_zeros()
    return result
