"""The documents of an adopted model as other libraries have them: matrices and bags of words."""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from topics.corpus import Corpus
from topics.counts import Counts
from topics.errors import InputError
from topics.values import amount


def is_matrix(data: Any) -> bool:
    """Whether the data are counts in the columns of the model: an array or a sparse matrix."""
    return sp.issparse(data) or isinstance(data, np.ndarray)


def counts_of_matrix(matrix: Any, terms: NDArray[np.str_]) -> Counts:
    """Counts from a matrix with a column for each term of the model.

    Raises
    ------
    InputError
        It has other columns, or values that are no counts.
    """
    shape: tuple[int, ...] = tuple(getattr(matrix, "shape", ()))
    if len(shape) != 2 or shape[1] != len(terms):
        hint = ""
        if len(shape) == 2 and shape[0] == len(terms):
            hint = "; it seems to be transposed: give matrix.T"
        raise InputError(
            f"the counts have shape {tuple(shape)}, expected {amount(len(terms), 'column')}, one "
            f"for each term of the model{hint}"
        )
    return Counts(matrix, terms)


def bag_of_words(data: Any, terms: NDArray[np.str_]) -> Counts | None:
    """Counts of a corpus as gensim has it, lists of (number of a term, count); None for others.

    Raises
    ------
    InputError
        A number is no term of the model.

    Examples
    --------
    >>> bag_of_words([[(0, 2)], [(0, 1), (1, 1)]], np.array(["tide", "reef"])).n_terms.tolist()
    [2.0, 2.0]
    """
    if isinstance(data, str | PathLike | Corpus | Counts) or not isinstance(data, Iterable):
        return None
    documents = data if hasattr(data, "__len__") else list(data)
    first = next(iter(documents), None)
    if not isinstance(first, list | tuple) or not all(map(_is_pair, first)):
        return None
    numbers, values, offsets = [], [], [0]
    for document in documents:
        for number, value in document:
            numbers.append(int(number))
            values.append(float(value))
        offsets.append(len(numbers))
    highest = max(numbers, default=-1)
    if highest >= len(terms) or min(numbers, default=0) < 0:
        raise InputError(
            f"the bags of words have the term number {highest if highest >= len(terms) else -1}, "
            f"but the model has {amount(len(terms), 'term')}; pass the corpus that it was fitted on"
        )
    shape = (len(offsets) - 1, len(terms))
    return Counts(sp.csr_array((np.array(values), np.array(numbers, dtype=np.int64),
                                np.array(offsets)), shape=shape), terms)  # fmt: skip


def _is_pair(entry: Any) -> bool:
    """Whether an entry of a document is a pair of a number and a count."""
    return (
        isinstance(entry, list | tuple)
        and len(entry) == 2
        and isinstance(entry[0], int | np.integer)
        and isinstance(entry[1], int | float | np.number)
    )
